import { type ByteRange, clamp } from '../base/units.ts';
import { BLOCK_BYTES } from '../wire/block.ts';
import type { SwarmConfig } from './config.ts';
import { chooseOriginRange, nextBoundary, ownPiece, requestBlocks, trimOrigin } from './plan-blocks.ts';
import { isForLater, standsBack } from './plan-crowd.ts';
import { guard } from './plan-guard.ts';
import {
  chooseEndless,
  DEFAULT_LATENCY_MS,
  type Draft,
  drawOf,
  give,
  hasRoom,
  isOriginWeak,
  isTooEarly,
  longest,
  originRate,
  rateOf,
  type Source,
  wholeHolderRate,
  worthOf,
} from './plan-sources.ts';
import { intersectRanges, subtractRanges } from './ranges.ts';
import type { Action, Snapshot, TransferView, WantedSegment } from './snapshot.ts';

/** Cutting a transfer shorter than this gains nothing over the round trip it costs. */
const MIN_SHARE_BYTES = 2 * BLOCK_BYTES;
/** No peer is given up sooner, however much it hurries: where others could send the same, and where nobody could. */
const RELIEVED_SILENCE_MS = 500;
const URGENT_SILENCE_MS = 1500;
/** Neighbours that bring a segment in this time need no server beside them. */
const GOOD_ENOUGH_MS = 1500;
/** What a server takes over whole from a peer that is silent. */
const MAX_TAKE_OVER_BYTES = 8 * BLOCK_BYTES;
/** Of the time there is, what the next in line waits for the elected one at most. */
const BACKUP_SHARE = 1 / 12;
/** Others that want the same of a server that is too weak for all. */
const CROWD = 2;
/** A small rest goes to another peer if it would be there in this part of the time. */
const HAND_OVER = 2;
/** So long nothing of a segment came before a server is asked for what neighbours ought to send. */
const IDLE_MS = 400;
const WEAK_IDLE_MS = 1500;

/** What to do, and when to look again though nothing happened. */
export type Plan = { readonly actions: readonly Action[]; readonly againMs: number };

/**
 * Decides what to ask of whom, from nothing but a snapshot: peers first, servers when a deadline is in danger or when
 * it is our turn to fetch for all. Pure: the same snapshot gives the same plan.
 */
export function plan(snapshot: Snapshot, config: SwarmConfig): Plan {
  const draft: Draft = {
    snapshot,
    config,
    actions: [],
    peerActive: snapshot.peers.map((peer) => peer.activeCount),
    originActive: snapshot.origin.activeCount,
    isInDanger: false,
    againMs: Number.POSITIVE_INFINITY,
  };
  for (const wanted of snapshot.wanted) planSegment(draft, wanted);
  return draft;
}

function planSegment(draft: Draft, seen: WantedSegment): void {
  const wanted = standsBack(draft, seen) || isForLater(draft, seen) ? leaveServer(draft, seen) : seen;
  if (guard(draft, wanted)) return;
  const isUrgent = deriveUrgency(draft, wanted);
  // What a silent transfer leaves behind is open at the next plan, which its end brings about.
  if (dropSilent(draft, wanted, isUrgent)) return;
  const open = [...wanted.open, ...trimOrigin(draft, wanted)];
  const before = draft.actions.length;
  if (open.length > 0) assignOpen(draft, wanted, { open, isUrgent });
  if (draft.actions.length === before) relieveSlowest(draft, wanted, isUrgent);
}

/** @returns the segment as it is without servers. */
function leaveServer(draft: Draft, wanted: WantedSegment): WantedSegment {
  const isLeft = ({ peerId, isPinned }: TransferView) => peerId === null && !isPinned;
  for (const one of wanted.transfers) {
    if (isLeft(one)) draft.actions.push({ kind: 'cancel', transferId: one.id, isPeerSilent: false });
  }
  return { ...wanted, transfers: wanted.transfers.filter((one) => !isLeft(one)), isOriginReady: false };
}

/** Would it be too late if a server were asked one margin from now? */
function deriveUrgency(draft: Draft, wanted: WantedSegment): boolean {
  const { origin } = draft.snapshot;
  const missing = wanted.open.reduce((sum, { start, end }) => sum + Math.min(end, wanted.expectedBytes) - start, 0);
  const neededMs = Math.max(missing, 0) / originRate(draft) + 2 * (origin.latencyMs ?? DEFAULT_LATENCY_MS);
  return wanted.deadlineMs < neededMs + draft.config.panicSegments * wanted.durationMs;
}

function dropSilent(draft: Draft, wanted: WantedSegment, isUrgent: boolean): boolean {
  const { peerFirstByteTimeoutMs, peerStallTimeoutMs } = draft.config;
  let isAnyDropped = false;
  for (const transfer of wanted.transfers) {
    const timeoutMs = transfer.hasStarted ? peerStallTimeoutMs : peerFirstByteTimeoutMs;
    // Servers have a watchdog of their own, which starts another attempt.
    if (transfer.peerId === null || transfer.silentMs < patienceMs(draft, wanted, { transfer, isUrgent, timeoutMs })) {
      continue;
    }
    draft.actions.push({ kind: 'cancel', transferId: transfer.id, isPeerSilent: transfer.silentMs >= timeoutMs });
    isAnyDropped = true;
  }
  return isAnyDropped;
}

type Waiting = { readonly transfer: TransferView; readonly isUrgent: boolean; readonly timeoutMs: number };

/** Where it hurries, a peer gets no more than a part of the time there is; it may only be slow. */
function patienceMs(draft: Draft, wanted: WantedSegment, { transfer, isUrgent, timeoutMs }: Waiting): number {
  if (!isUrgent) return timeoutMs;
  const isRelieved = transfer.silentMs >= RELIEVED_SILENCE_MS && hasRelief(draft, wanted, transfer);
  const leastMs = isRelieved ? RELIEVED_SILENCE_MS : URGENT_SILENCE_MS;
  return clamp(wanted.deadlineMs / 3, leastMs, timeoutMs);
}

/** Could another peer that has a place free begin where this one stands? */
function hasRelief(draft: Draft, wanted: WantedSegment, { peerId, position }: TransferView): boolean {
  const next = { start: position, end: position + 1 };
  return wanted.holders.some(({ peer: index, ranges }) => {
    const peer = draft.snapshot.peers[index];
    if (peer === undefined || peer.id === peerId || worthOf(draft, index, 0) === 0) return false;
    return ranges === null || intersectRanges(next, ranges).length > 0;
  });
}

type Opening = { readonly open: readonly ByteRange[]; readonly isUrgent: boolean };

function assignOpen(draft: Draft, wanted: WantedSegment, { open, isUrgent }: Opening): void {
  // Until the size is known, one source alone can be asked: nobody knows where a second should begin.
  if (wanted.sizeBytes === null) {
    if (wanted.transfers.length === 0) assignWhole(draft, wanted, isUrgent);
    return;
  }
  const hasServer = wanted.transfers.some((transfer) => transfer.peerId === null);
  const piece = ownPiece(draft, wanted);
  let mayFetch = !hasServer && (piece !== null || wantsOrigin(draft, wanted, isUrgent)) && canFetch(draft, wanted);
  let rest: readonly ByteRange[] = open;
  const raced = mayFetch && isUrgent ? raceRange(draft, wanted, rest) : null;
  if (raced !== null) {
    give(draft, wanted, { source: null, range: raced, isUrgent });
    rest = rest.flatMap((part) => subtractRanges(part, [raced]));
    mayFetch = false;
  }
  if (!wanted.isBarredToPeers) {
    rest = requestBlocks(draft, wanted, { open: rest, isUrgent });
    rest = requestTail(draft, wanted, { open: rest, isUrgent });
  }
  if (!mayFetch || rest.length === 0) return;
  const own = piece === null ? null : longest(rest.flatMap((part) => intersectRanges(part, [piece])));
  if (own === null && piece !== null && !wantsOrigin(draft, wanted, isUrgent)) return;
  const range =
    own ??
    chooseOriginRange(draft, wanted, { open: rest, isGapOnly: isCrowded(draft, wanted) }) ??
    (isUrgent ? insist(draft, wanted, rest) : null);
  if (range !== null) give(draft, wanted, { source: null, range, isUrgent });
}

function assignWhole(draft: Draft, wanted: WantedSegment, isUrgent: boolean): void {
  const range = wanted.open[0] ?? { start: 0, end: Number.POSITIVE_INFINITY };
  const source = chooseEndless(draft, wanted, isUrgent);
  const isLate = isUrgent && (draft.snapshot.isStarving || wanted.deadlineMs <= 0);
  if (source !== null && !isLate) give(draft, wanted, { source, range, isUrgent });
  else if (wantsOrigin(draft, wanted, isUrgent) && canFetch(draft, wanted)) {
    give(draft, wanted, { source: null, range, isUrgent });
  } else if (source !== null) give(draft, wanted, { source, range, isUrgent });
}

/**
 * Neighbours hold all of it, and playback waits or would have to: a server races them for its beginning, with a share
 * by speed. Where they will do without, its bytes are not worth it.
 */
function raceRange(draft: Draft, wanted: WantedSegment, open: readonly ByteRange[]): ByteRange | null {
  const peers = wholeHolderRate(draft, wanted);
  const first = open[0];
  if (peers === 0 || first === undefined) return null;
  const bytes = open.reduce((sum, { start, end }) => sum + end - start, 0);
  if (
    isOriginWeak(draft, wanted) ||
    DEFAULT_LATENCY_MS + bytes / peers < Math.max(wanted.deadlineMs / 2, GOOD_ENOUGH_MS)
  )
    return null;
  const share = originRate(draft) / (originRate(draft) + peers);
  return { start: first.start, end: Math.min(first.end, nextBoundary(first.start + Math.max(bytes * share, 1))) };
}

/** A peer that cannot stop at a range's end is given the last of what is open. */
function requestTail(draft: Draft, wanted: WantedSegment, { open, isUrgent }: Opening): readonly ByteRange[] {
  const last = open.at(-1);
  if (last === undefined || wanted.transfers.some((one) => one.peerId !== null && !one.honoursRangeEnd)) return open;
  const source = chooseEndless(draft, wanted, isUrgent);
  if (source === null) return open;
  give(draft, wanted, { source, range: last, isUrgent });
  return open.slice(0, -1);
}

/**
 * Neighbours hold or fetch all that is missing, so a server's bytes would come twice; that is better than to wait for
 * those who cannot send, or send more slowly than a server would.
 */
function insist(draft: Draft, wanted: WantedSegment, rest: readonly ByteRange[]): ByteRange | null {
  const running = wanted.transfers.reduce((sum, one) => sum + (one.bytesPerMs ?? 0), 0);
  const isSlow = running < originRate(draft) / 2;
  if (isCrowded(draft, wanted)) {
    const first = wanted.idleMs < WEAK_IDLE_MS * (1 + wanted.rank / 4) ? null : longest(rest);
    return first && { start: first.start, end: Math.min(first.end, nextBoundary(first.start + 4 * BLOCK_BYTES)) };
  }
  return isSlow && wanted.idleMs >= idleLimitMs(draft, wanted) ? longest(rest) : null;
}

/** A server that cannot serve all is not helped by all who ask it for the same at once. */
function isCrowded(draft: Draft, wanted: WantedSegment): boolean {
  return draft.snapshot.mesh === 'open' && wanted.rivalCount >= CROWD && isOriginWeak(draft, wanted);
}

function idleLimitMs(draft: Draft, wanted: WantedSegment): number {
  return isOriginWeak(draft, wanted) ? WEAK_IDLE_MS : IDLE_MS;
}

function wantsOrigin(draft: Draft, wanted: WantedSegment, isUrgent: boolean): boolean {
  const { snapshot, config } = draft;
  if (!wanted.isOriginReady || (snapshot.origin.isResting && !wanted.isDemanded)) return false;
  // While nothing plays, what comes after has time.
  if (snapshot.isStarving && !wanted.isDemanded) return false;
  if (wanted.isBarredToPeers) return true;
  if (isTooEarly(draft, wanted)) return false;
  if (isUrgent) return true;
  switch (snapshot.mesh) {
    case 'off':
      return wanted.isDemanded;
    case 'forming':
      return false;
    case 'alone':
      return wanted.aheadSeconds <= config.originAheadSeconds;
    case 'open':
      if (wanted.holders.length > 0 || wanted.isLoadedElsewhere) return false;
      if (wanted.aheadSeconds > patienceSeconds(draft, wanted)) return false;
      return (
        wanted.rank === 0 ||
        Math.min(wanted.waitedMs, snapshot.settledMs) >=
          wanted.rank * Math.min(config.backupDelayMs, wanted.deadlineMs * BACKUP_SHARE)
      );
  }
}

/**
 * How far ahead we fetch a segment for all: the elected one first, the next in line after it, and nobody at the same
 * moment as another whom he does not know. Two viewers without a connection but with a common neighbour need not both
 * fetch it: the later one finds it there.
 */
function patienceSeconds(draft: Draft, wanted: WantedSegment): number {
  const draw = drawOf(draft, wanted.hash);
  const part = wanted.rank === 0 ? 0.9 + draw / 10 : 0.75 - 0.1 * wanted.rank + draw / 10;
  return draft.config.originAheadSeconds * Math.max(0.35, part);
}

/** One prefetch at a time, so that what playback waits for has the line for itself. */
function canFetch(draft: Draft, wanted: WantedSegment): boolean {
  if (draft.originActive >= draft.config.maxOriginTransfers) return false;
  return draft.originActive < (wanted.isDemanded ? 2 : 1);
}

/** Everything is on its way; hand the end of what comes too slowly to somebody else. */
function relieveSlowest(draft: Draft, wanted: WantedSegment, isUrgent: boolean): void {
  const slowest = findSlowest(draft, wanted);
  if (slowest === null || !Number.isFinite(slowest.transfer.end)) return;
  const { transfer, remainingMs } = slowest;
  const remaining = transfer.end - transfer.position;
  const isLate = draft.snapshot.isStarving || remainingMs > wanted.deadlineMs;
  if (isLate && isUrgent && takeOver(draft, wanted, transfer)) return;
  if (remaining < 2 * MIN_SHARE_BYTES) {
    if (isLate && isUrgent) handOver(draft, wanted, slowest);
    return;
  }
  if (!isLate && transfer.peerId !== null) return;
  // What is not late leaves the server to those who need it; what is late is shared by speed.
  const ownRate = transfer.bytesPerMs ?? originRate(draft) / 4;
  const helpRate = Math.max(originRate(draft), wholeHolderRate(draft, wanted, transfer.peerId));
  const share = isLate ? helpRate / (helpRate + ownRate) : 1;
  const first = Math.max(transfer.position + MIN_SHARE_BYTES, transfer.end - remaining * share);
  const gain = { start: nextBoundary(first), end: transfer.end };
  if (gain.end <= gain.start) return;
  const before = draft.actions.length;
  const left = wanted.isBarredToPeers ? [gain] : requestBlocks(draft, wanted, { open: [gain], isUrgent: isLate });
  const hasServer = wanted.transfers.some((one) => one.peerId === null);
  const mayFetch = isUrgent && isLate && !hasServer && wanted.isOriginReady && canFetch(draft, wanted);
  if (left.length === 1 && mayFetch && draft.actions.length === before) {
    give(draft, wanted, { source: null, range: gain, isUrgent });
  }
  if (draft.actions.length === before) return;
  // Lines that make up for a weak server are slow: what is on its way on one may be there before it comes on another.
  const isTold = !draft.snapshot.isStarving && !isOriginWeak(draft, wanted);
  draft.actions.push({ kind: 'shorten', transferId: transfer.id, end: gain.start, isTold });
}

/** Too little to share: a peer that would have sent it twice before is asked in place of the slow one. */
function handOver(
  draft: Draft,
  wanted: WantedSegment,
  { transfer, remainingMs }: { transfer: TransferView; remainingMs: number },
): void {
  const { peerId, position, end, id } = transfer;
  if (peerId === null || wanted.isBarredToPeers) return;
  let best: Source | null = null;
  let bestRate = 0;
  for (const { peer: index, ranges } of wanted.holders) {
    const peer = draft.snapshot.peers[index];
    if (ranges !== null || peer === undefined || peer.id === peerId || !peer.honoursRangeEnd) continue;
    if (worthOf(draft, index, 0) === 0 || !hasRoom(draft, index, true)) continue;
    const rate = rateOf(peer) / (1 + (draft.peerActive[index] ?? 0));
    if (rate <= bestRate) continue;
    best = { index, peer };
    bestRate = rate;
  }
  if (best === null || remainingMs < HAND_OVER * (DEFAULT_LATENCY_MS + (end - position) / bestRate)) return;
  draft.actions.push({ kind: 'cancel', transferId: id, isPeerSilent: false });
  give(draft, wanted, { source: best, range: { start: position, end }, isUrgent: true });
}

/** The last blocks of a segment that is late, from a peer that keeps us waiting: a server brings them. */
function takeOver(draft: Draft, wanted: WantedSegment, transfer: TransferView): boolean {
  const { position, end, peerId, silentMs } = transfer;
  const hasServer = wanted.transfers.some((one) => one.peerId === null);
  if (peerId === null || end - position > MAX_TAKE_OVER_BYTES) return false;
  const serverMs = (end - position) / originRate(draft) + (draft.snapshot.origin.latencyMs ?? DEFAULT_LATENCY_MS);
  if (silentMs < clamp(serverMs, IDLE_MS, idleLimitMs(draft, wanted))) return false;
  if (hasServer || !wanted.isOriginReady || !canFetch(draft, wanted)) return false;
  draft.actions.push({ kind: 'cancel', transferId: transfer.id, isPeerSilent: false });
  give(draft, wanted, { source: null, range: { start: position, end }, isUrgent: true });
  return true;
}

function findSlowest(draft: Draft, wanted: WantedSegment): { transfer: TransferView; remainingMs: number } | null {
  let slowest: { transfer: TransferView; remainingMs: number } | null = null;
  for (const transfer of wanted.transfers) {
    const remainingMs = transferRemainingMs(draft, wanted, transfer);
    if (remainingMs === null) continue;
    if (slowest === null || remainingMs > slowest.remainingMs) slowest = { transfer, remainingMs };
  }
  return slowest;
}

/** Null where nothing can be said of it yet. */
function transferRemainingMs(draft: Draft, wanted: WantedSegment, transfer: TransferView): number | null {
  const { hasStarted, peerId, position, end, bytesPerMs } = transfer;
  if (!hasStarted && peerId !== null) {
    const peer = draft.snapshot.peers.find(({ id }) => id === peerId);
    // It sends what we asked before, and then this.
    if (peer !== undefined && peer.bytesPerMs !== null) {
      let queuedBytes = 0;
      for (const one of wanted.transfers) if (one.peerId === peerId) queuedBytes += one.end - one.position;
      return queuedBytes / peer.bytesPerMs;
    }
    // Before its first byte nothing is known of a transfer but how long it has kept us waiting.
    if (transfer.silentMs < IDLE_MS) return null;
  }
  return (end - position) / (bytesPerMs ?? (peerId === null ? originRate(draft) : rateOf(null) / 4));
}
