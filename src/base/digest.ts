export type DigestAlgorithm = 'md5' | 'sha1' | 'sha256';

/** Hashing is a port: browsers do it in `crypto.subtle`, and only in a secure context. */
export interface Digest {
  digest(algorithm: DigestAlgorithm, data: Uint8Array): Promise<Uint8Array>;
}
