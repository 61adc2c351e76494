import { clamp } from '../base/units.ts';

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

/** More than this, 65 Mbit/s, makes nobody more eligible: it may be a lie. */
export const MAX_UPLINK = 255;
/** Uplinks are told in units of 32,000 bytes a second. */
export const UPLINK_UNIT_BYTES_PER_MS = 32;
/** Of a line that was never measured: 6 Mbit/s. */
export const DEFAULT_UPLINK = 24;
export const DEFAULT_UPLINK_BYTES_PER_MS = DEFAULT_UPLINK * UPLINK_UNIT_BYTES_PER_MS;

/** Whoever could fetch a segment for all. */
export type Candidate = {
  readonly hash: number;
  /** What its line sends, in units; 0 where nobody measured it. */
  readonly uplink: number;
};

/**
 * Our place among the viewers who could fetch a segment for all: 0 fetches it, 1 steps in if nothing is heard of 0,
 * and so on (rendezvous hashing: every viewer finds the same order without a word). A line that sends twice as much
 * is elected twice as often.
 */
export function electionRank(
  own: Candidate,
  rivals: readonly Candidate[],
  segment: { readonly streamHash: number; readonly id: number },
): number {
  const ownCost = electionCost(own, segment);
  let rank = 0;
  for (const rival of rivals) {
    const cost = electionCost(rival, segment);
    if (cost < ownCost || (cost === ownCost && rival.hash > own.hash)) rank++;
  }
  return rank;
}

/** An exponential draw: the least one wins, and is a candidate's as often as its weight is a part of all weights. */
function electionCost({ hash, uplink }: Candidate, segment: { streamHash: number; id: number }): number {
  const chance = (electionScore(hash, segment.streamHash, segment.id) + 1) / 0x1_0000_0001;
  return -Math.log(chance) / clamp(uplink || DEFAULT_UPLINK, 1, MAX_UPLINK);
}
