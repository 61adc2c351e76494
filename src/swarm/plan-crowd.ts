import { clamp } from '../base/units.ts';
import { DEFAULT_UPLINK_BYTES_PER_MS } from './election.ts';
import { type Draft, drawOf, isOriginWeak } from './plan-sources.ts';
import type { Snapshot, WantedSegment } from './snapshot.ts';

/** Fewer viewers than that share a server, however weak, piece by piece. */
const CROWD = 12;
/** A server that takes so many times a segment's duration for it is lost in the crowd. */
const HOPELESS = 1;
/** Those who go on are so few that the server brings each of them the segment in this time. */
const SEED_MS = 1200;
/** And no fewer than that, however weak it is; before the first picture, when nobody knows who sends fast, more. */
const MIN_SEEDS = 1.5;
const MIN_FIRST_SEEDS = 4;
/** Others take their turn, twice as many each time. */
const TURN_MS = 4000;
/** What a line is worth at least and at most, beside one that was never measured. */
const MIN_WORTH = 0.05;
const MAX_WORTH = 16;
/** So many segments ahead a weak server is asked, and by a crowd for all but the first that no neighbour holds. */
const WEAK_AHEAD = 3;
const CROWD_AHEAD = 1;
/** What no neighbour holds, and is so near, a quick server is asked for before anything else. */
const LACKING_AHEAD = 2;

/**
 * A crowd that divides a weak server evenly has nothing whole to hand on for a long time: when a thousand have waited
 * for ten seconds, each holds a hundredth of the first segment. So most of them leave it, each by a draw of its own,
 * and a few have the segment soon and hand it on to all. Whoever sends fast goes on more often: of what a slow line
 * fetches, others see little.
 */
export function standsBack(draft: Draft, wanted: WantedSegment): boolean {
  const share = askingShare(draft.snapshot, wanted);
  if (share === 1) return false;
  const uplink = draft.snapshot.uplinkBytesPerMs ?? DEFAULT_UPLINK_BYTES_PER_MS;
  const worth = clamp(uplink / DEFAULT_UPLINK_BYTES_PER_MS, MIN_WORTH, MAX_WORTH);
  return drawOf(draft, wanted.hash + turnOf(draft.snapshot, wanted)) >= worth * share;
}

/**
 * Of a crowd before a weak server, such a part goes on with it, 0 to 1. What counts is what the server would send each of
 * them if all asked: whoever is one of few finds it quick, and so would ask for more than his due, and all after him.
 */
export function askingShare(snapshot: Snapshot, wanted: WantedSegment): number {
  const { mesh, otherCount, origin, isStarting } = snapshot;
  if (mesh === 'off' || mesh === 'alone') return 1;
  if (otherCount === null || otherCount < CROWD || origin.fairBytesPerMs === null || wanted.isBarredToPeers) return 1;
  const neededMs = wanted.expectedBytes / origin.fairBytesPerMs;
  if (neededMs < HOPELESS * wanted.durationMs) return 1;
  const leastShare = (isStarting ? MIN_FIRST_SEEDS : MIN_SEEDS) / otherCount;
  return Math.min(1, Math.max(SEED_MS / neededMs, leastShare) * 2 ** turnOf(snapshot, wanted));
}

/** Whoever waits long and gets nothing is drawn more easily. */
function turnOf({ starvedMs }: Snapshot, { isDemanded, idleMs }: WantedSegment): number {
  return isDemanded ? Math.floor(Math.min(idleMs, starvedMs) / TURN_MS) : 0;
}

/**
 * What a weak server sends for later is what others lack now: a crowd has it bring one segment after the other, the next
 * as soon as a neighbour holds all of the one before. So does whoever finds it quick, while the crowd lacks what comes next.
 */
export function isForLater(draft: Draft, wanted: WantedSegment): boolean {
  const { mesh, otherCount, wanted: all } = draft.snapshot;
  const isAhead = (one: WantedSegment, count: number) => one.deadlineMs > count * one.durationMs;
  if (mesh !== 'open' || !isAhead(wanted, CROWD_AHEAD)) return false;
  const isWeak = isOriginWeak(draft, wanted);
  if (isWeak && isAhead(wanted, WEAK_AHEAD)) return true;
  if ((otherCount ?? 0) < CROWD) return false;
  const first = all.find(isHeldByNone);
  return first !== undefined && first.key !== wanted.key && (isWeak || !isAhead(first, LACKING_AHEAD));
}

function isHeldByNone({ holders }: WantedSegment): boolean {
  return holders.every(({ ranges }) => ranges !== null);
}
