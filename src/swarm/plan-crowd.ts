import { clamp } from '../base/units.ts';
import { type Draft, drawOf, isOriginWeak } from './plan-sources.ts';
import type { WantedSegment } from './snapshot.ts';

/** Fewer viewers than that share a server, however weak, piece by piece. */
const CROWD = 12;
/** A server that takes so many times a segment's duration for it is lost in the crowd. */
const HOPELESS = 1;
/** Those who go on are so few that the server brings each of them the segment in this time. */
const SEED_MS = 1000;
/** Others take their turn, twice as many each time. */
const TURN_MS = 4000;
/** Of a line that was never measured, 6 Mbit/s, and what a line is worth beside it at least and at most. */
const USUAL_BYTES_PER_MS = 750;
const MIN_WORTH = 0.05;
const MAX_WORTH = 4;
/** So many segments ahead a weak server is asked, and by a crowd for all but the first that no neighbour holds. */
const WEAK_AHEAD = 3;
const CROWD_AHEAD = 1;

/**
 * A crowd that divides a weak server evenly has nothing whole to hand on for a long time: when a thousand have waited
 * for ten seconds, each holds a hundredth of the first segment. So most of them leave it, each by a draw of its own,
 * and a few have the segment soon and hand it on to all. Whoever sends fast goes on more often: of what a slow line
 * fetches, others see little.
 */
export function standsBack(draft: Draft, wanted: WantedSegment): boolean {
  const { mesh, otherCount, origin } = draft.snapshot;
  if (mesh === 'off' || mesh === 'alone') return false;
  if ((otherCount ?? 0) < CROWD || origin.bytesPerMs === null || wanted.isBarredToPeers) return false;
  const neededMs = wanted.expectedBytes / origin.bytesPerMs;
  if (neededMs < HOPELESS * wanted.durationMs) return false;
  const turn = wanted.isDemanded ? Math.floor(wanted.idleMs / TURN_MS) : 0;
  const uplink = draft.snapshot.uplinkBytesPerMs ?? USUAL_BYTES_PER_MS;
  const worth = clamp(uplink / USUAL_BYTES_PER_MS, MIN_WORTH, MAX_WORTH);
  return drawOf(draft, wanted.hash + turn) >= worth * (SEED_MS / neededMs) * 2 ** turn;
}

/**
 * What a weak server sends for later is what others lack now: a crowd has it bring one segment after the other, the next
 * as soon as a neighbour holds all of the one before.
 */
export function isForLater(draft: Draft, wanted: WantedSegment): boolean {
  const { mesh, otherCount, wanted: all } = draft.snapshot;
  const aheadOf = (count: number) => wanted.deadlineMs > count * wanted.durationMs;
  if (mesh !== 'open' || !aheadOf(CROWD_AHEAD) || !isOriginWeak(draft, wanted)) return false;
  if (aheadOf(WEAK_AHEAD)) return true;
  return (otherCount ?? 0) >= CROWD && all.find(isHeldByNone)?.key !== wanted.key;
}

function isHeldByNone({ holders }: WantedSegment): boolean {
  return holders.every(({ ranges }) => ranges !== null);
}
