import { type ByteRange, clamp } from '../base/units.ts';
import { DEFAULT_LATENCY_MS, type Draft, give, isOriginWeak, originRate, rateOf, worthOf } from './plan-sources.ts';
import { addRange, countBytes, type RangeSet, subtractRanges } from './ranges.ts';
import type { TransferView, WantedSegment } from './snapshot.ts';

/** A server is asked so long before it would be too late: a constant, and a part of the time it needs. */
const MARGIN_MS = 400;
const MARGIN_SHARE = 0.5;
const MAX_MARGIN_MS = 3000;
/** What may be late any moment is looked at so often. */
const WATCH_MS = 100;
/** Peers must be done so early. */
const DONE_MS = 300;
/** What plays so soon after the first picture is guarded before it. */
const SOON_MS = 1200;
/** What an answer may take longer than was measured. */
const SLACK_MS = 300;
/** A source that sent nothing for so long may never send. */
const PEER_SILENCE_MS = 900;
const SERVER_SILENCE_MS = 2500;
/** Without a size nothing can be shared out, so the one source has less time to begin. */
const UNSIZED_SILENCE_MS = 600;
/** Whoever begins to watch first sees what neighbours have. */
const START_MS = 500;
/** Holes that are nearer to one another are asked for together. */
const NEAR_BYTES = 32_768;
const MAX_REQUESTS = 3;

/**
 * The guard of playback: when what neighbours send would come too late and a server could still make it, everything
 * that is missing is asked of the server at once, and nothing takes it back.
 * @returns whether the segment is looked after.
 */
export function guard(draft: Draft, wanted: WantedSegment): boolean {
  const late = findLate(draft, wanted);
  if (late === null) return wanted.transfers.some(({ isPinned }) => isPinned);
  for (const { id, silentMs } of late.transfers) {
    draft.actions.push({ kind: 'cancel', transferId: id, isPeerSilent: silentMs >= draft.config.peerStallTimeoutMs });
  }
  for (const range of mergeNear(late.ranges))
    give(draft, wanted, { source: null, range, isUrgent: true, isPinned: true });
  draft.isInDanger = true;
  return true;
}

type Late = { readonly transfers: readonly TransferView[]; readonly ranges: RangeSet };

/** What will not be here in time though a server could bring it; null for nothing. */
function findLate(draft: Draft, wanted: WantedSegment): Late | null {
  const { snapshot, config } = draft;
  if (snapshot.mesh === 'off' || snapshot.mesh === 'alone' || !wanted.isOriginReady) return null;
  // While nothing plays, what comes after has time, unless the first segment is nearly over where playback begins.
  const isNext = !wanted.isDemanded && wanted.deadlineMs < SOON_MS && snapshot.origin.bytesPerMs !== null;
  if (!isNext && (snapshot.isStarting || (snapshot.isStarving && !wanted.isDemanded))) return null;
  if (snapshot.origin.isResting && !wanted.isDemanded) return null;
  if (draft.originActive >= config.maxOriginTransfers || isOriginWeak(draft, wanted)) return null;
  const { deadlineMs } = wanted;
  const isBegun = deadlineMs > 0 || wanted.waitedMs >= START_MS;
  if (!isBegun) return null;
  const neededMs = serverNeedsMs(draft, wanted);
  const unitMs = Math.min(MARGIN_MS + MARGIN_SHARE * neededMs, MAX_MARGIN_MS);
  const spareMs = deadlineMs - neededMs - unitMs;
  draft.againMs = Math.min(draft.againMs, Math.max(spareMs, WATCH_MS));
  if (spareMs > 0) return null;
  // What is late already is left to whoever is sooner.
  const limitMs = Math.max(deadlineMs - DONE_MS, neededMs);
  const transfers = wanted.transfers.filter((one) => finishMs(draft, wanted, one) > limitMs);
  const isOpenLate = openFinishMs(draft, wanted) > limitMs;
  if (transfers.length === 0 && !isOpenLate) return null;
  let ranges: RangeSet = [];
  for (const { position, end } of transfers) ranges = addRange(ranges, { start: position, end });
  if (isOpenLate) for (const range of wanted.open) ranges = addRange(ranges, range);
  const kept = wanted.transfers.filter((one) => !transfers.includes(one));
  const rest = ranges.flatMap((range) => subtractRanges(range, kept.map(toRange)));
  return rest.length === 0 ? null : { transfers, ranges: rest };
}

const toRange = ({ position, end }: TransferView): ByteRange => ({ start: position, end });

/** All that is missing, from servers alone. */
function serverNeedsMs(draft: Draft, wanted: WantedSegment): number {
  const assigned = wanted.transfers.map(toRange);
  const missing = Math.min(countBytes(wanted.open) + countBytes(assigned), wanted.expectedBytes);
  return missing / originRate(draft) + 2 * (draft.snapshot.origin.latencyMs ?? DEFAULT_LATENCY_MS) + SLACK_MS;
}

function finishMs(draft: Draft, wanted: WantedSegment, transfer: TransferView): number {
  const end = Math.min(transfer.end, Math.max(wanted.expectedBytes, transfer.position + 1));
  const bytes = end - transfer.position;
  if (transfer.peerId === null) {
    if (transfer.isPinned) return transfer.silentMs > 2 * SERVER_SILENCE_MS ? Number.POSITIVE_INFINITY : 0;
    if (transfer.silentMs > SERVER_SILENCE_MS) return Number.POSITIVE_INFINITY;
    return 0;
  }
  const silenceMs = wanted.sizeBytes === null ? UNSIZED_SILENCE_MS : PEER_SILENCE_MS;
  if (transfer.silentMs > silenceMs) return Number.POSITIVE_INFINITY;
  const peer = draft.snapshot.peers.find(({ id }) => id === transfer.peerId) ?? null;
  const share = rateOf(peer) / Math.max(1, peer?.activeCount ?? 1);
  // Whoever kept us waiting will keep us waiting about as long again: others may be before us.
  const waitMs = transfer.hasStarted ? 0 : Math.max(2 * DEFAULT_LATENCY_MS - transfer.silentMs, transfer.ageMs);
  return waitMs + bytes / clamp(transfer.bytesPerMs ?? share, 1, Number.POSITIVE_INFINITY);
}

/** What nobody was asked for yet, by those who hold it and have a place free. */
function openFinishMs(draft: Draft, wanted: WantedSegment): number {
  if (wanted.open.length === 0) return 0;
  const bytes = Math.min(countBytes(wanted.open), wanted.expectedBytes);
  let rate = 0;
  if (!wanted.isBarredToPeers && wanted.idleMs < PEER_SILENCE_MS) {
    for (const { peer, ranges } of wanted.holders) {
      const view = draft.snapshot.peers[peer];
      if (ranges !== null || view === undefined || view.isBusy) continue;
      // Whoever is still busy with what we asked before will come to it.
      rate += worthOf(draft, peer, 0) > 0 ? rateOf(view) : rateOf(view) / 2;
    }
  }
  return rate === 0 ? Number.POSITIVE_INFINITY : 2 * DEFAULT_LATENCY_MS + (1.5 * bytes) / rate;
}

/** One request a hole, and no more than a few. */
function mergeNear(ranges: RangeSet): RangeSet {
  let nearBytes = NEAR_BYTES;
  for (;;) {
    const merged: ByteRange[] = [];
    for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
      const last = merged.at(-1);
      if (last !== undefined && range.start - last.end <= nearBytes)
        merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
      else merged.push(range);
    }
    if (merged.length <= MAX_REQUESTS) return merged;
    nearBytes *= 2;
  }
}
