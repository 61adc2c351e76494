import type { Digest, DigestAlgorithm } from '../base/digest.ts';

const SUBTLE_NAMES = { sha1: 'SHA-1', sha256: 'SHA-256' } as const;

/**
 * Hashes in `crypto.subtle`, off the main thread; in JavaScript where that is missing (a page without TLS, such as
 * `http://192.168.1.2`) or does not know the algorithm (MD5). The JavaScript is loaded when it is first needed.
 * @param subtle the page's, unless given; null forces the hashing in JavaScript.
 */
export function createBrowserDigest(subtle: SubtleCrypto | null = globalThis.crypto?.subtle ?? null): Digest {
  return {
    async digest(algorithm, data) {
      if (subtle === null || algorithm === 'md5') return digestInJavaScript(algorithm, data);
      return new Uint8Array(await subtle.digest(SUBTLE_NAMES[algorithm], data as Uint8Array<ArrayBuffer>));
    },
  };
}

async function digestInJavaScript(algorithm: DigestAlgorithm, data: Uint8Array): Promise<Uint8Array> {
  if (algorithm === 'sha256') return (await import('@noble/hashes/sha2.js')).sha256(data);
  const { md5, sha1 } = await import('@noble/hashes/legacy.js');
  return algorithm === 'md5' ? md5(data) : sha1(data);
}
