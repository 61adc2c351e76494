/** FNV-1a, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The same number on every peer for the same peer and segment; spread evenly (the finaliser of MurmurHash3). */
export function electionScore(peerHash: number, streamHash: number, segmentId: number): number {
  let mixed = peerHash ^ Math.imul(streamHash ^ Math.imul(segmentId, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * Our place among the viewers who could fetch a segment for all: 0 fetches it, 1 steps in if nothing is heard of 0,
 * and so on (rendezvous hashing: every viewer finds the same order without a word).
 */
export function electionRank(
  ownHash: number,
  neighbourHashes: readonly number[],
  segment: { readonly streamHash: number; readonly id: number },
): number {
  const own = electionScore(ownHash, segment.streamHash, segment.id);
  let rank = 0;
  for (const hash of neighbourHashes) {
    const score = electionScore(hash, segment.streamHash, segment.id);
    if (score > own || (score === own && hash > ownHash)) rank++;
  }
  return rank;
}
