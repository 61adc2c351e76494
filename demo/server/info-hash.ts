import { createHash } from 'node:crypto';

/** The versions whose answers the demo can give. */
export type InstanceVersion = '6.3.0' | '7.2.3' | '8.2.3';

export const INSTANCE_VERSIONS: readonly InstanceVersion[] = ['6.3.0', '7.2.3', '8.2.3'];

/**
 * The info hashes that an instance lists for a film, 40 hexadecimal digits each: one for every rendition, in the order
 * of the master playlist, and one for separate audio.
 */
export function listInfoHashes(options: {
  version: InstanceVersion;
  masterUrl: string;
  renditions: number;
  hasSeparateAudio: boolean;
}): string[] {
  const { version, masterUrl, renditions, hasSeparateAudio } = options;
  const order = Array.from({ length: renditions }, (_, index) => index);
  if (version.startsWith('6.')) {
    const count = renditions + (hasSeparateAudio ? 1 : 0);
    return Array.from({ length: count }, (_, index) =>
      createHash('sha1').update(`2${masterUrl}+V${index}`).digest('hex'),
    );
  }
  const streams = order.map((index) => `main-${index}`);
  if (hasSeparateAudio) streams.push('secondary-0');
  return streams.map((stream) => hashStream(`v2-${masterUrl}-${stream}`));
}

/** From 7.1 to 8.2 the 20 bytes are text: base64 of the MD5 without its first byte. */
function hashStream(id: string): string {
  const text = createHash('md5').update(id).digest().subarray(1).toString('base64');
  return Buffer.from(text, 'latin1').toString('hex');
}
