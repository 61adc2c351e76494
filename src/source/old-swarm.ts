import { toHex, toUtf8 } from '../base/bytes.ts';
import type { Digest } from '../base/digest.ts';
import type { Sharing } from '../media/video.ts';

/**
 * Refuses to share where an instance lists swarms of PeerTube up to 7.0 only: their viewers speak another protocol,
 * which we do not speak, and to announce oneself there would offer them a peer that never answers.
 */
export async function refuseOldSwarms(digest: Digest, sharing: Sharing, masterUrl: string | null): Promise<Sharing> {
  if (sharing.kind !== 'listed' || masterUrl === null) return sharing;
  const old = await nameOldSwarms(digest, masterUrl, sharing.infoHashes.length);
  const isOld = sharing.infoHashes.every((infoHash) => old.includes(infoHash));
  return isOld ? { kind: 'none', reason: 'old-swarm' } : sharing;
}

/** p2p-media-loader 0.x and 1.x: one swarm a file, numbered in the order of the master playlist, sound last. */
function nameOldSwarms(digest: Digest, masterUrl: string, count: number): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => toUtf8(`2${masterUrl}+V${index}`));
  return Promise.all(names.map(async (name) => toHex(await digest.digest('sha1', name))));
}
