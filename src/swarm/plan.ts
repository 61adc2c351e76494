import { type ByteRange, KIB } from '../base/units.ts';
import type { SwarmConfig } from './config.ts';
import { chooseOriginRange, requestBlocks, trimOrigin } from './plan-blocks.ts';
import { chooseSources, type Draft, type Source, spread } from './plan-sources.ts';
import type { Action, Snapshot, TransferView, WantedSegment } from './snapshot.ts';

/** Cutting a transfer shorter than this gains nothing over the round trip it costs. */
const MIN_SHARE_BYTES = 64 * KIB;
/** So long nothing of a segment came before a server is asked for what neighbours ought to send. */
const IDLE_MS = 400;
/** A peer that has sent nothing for so long is taken to be slow. */
const PATIENCE_MS = 800;
/** What we expect of a server that was never measured: 4 Mbit/s, 150 ms. */
const DEFAULT_ORIGIN_BYTES_PER_MS = 500;
const DEFAULT_LATENCY_MS = 150;

/**
 * Decides what to ask of whom, from nothing but a snapshot: peers first, servers when a deadline is in danger or when
 * it is our turn to fetch for all. Pure: the same snapshot gives the same plan.
 */
export function plan(snapshot: Snapshot, config: SwarmConfig): Action[] {
  const draft: Draft = {
    snapshot,
    config,
    actions: [],
    peerActive: snapshot.peers.map((peer) => peer.activeCount),
    originActive: snapshot.origin.activeCount,
    peerTransfers: snapshot.peers.reduce((sum, peer) => sum + peer.activeCount, 0),
  };
  for (const wanted of snapshot.wanted) planSegment(draft, wanted);
  return draft.actions;
}

function planSegment(draft: Draft, wanted: WantedSegment): void {
  const running = dropSilent(draft, wanted);
  // What a silent transfer leaves behind is open at the next plan, which its end brings about.
  if (running.length < wanted.transfers.length) return;
  const isUrgent = deriveUrgency(draft, wanted);
  const open = [...wanted.open, ...trimOrigin(draft, wanted)];
  const before = draft.actions.length;
  if (open.length > 0) assignOpen(draft, wanted, { open, isUrgent });
  if (draft.actions.length === before) relieveSlowest(draft, wanted, isUrgent);
}

function dropSilent(draft: Draft, wanted: WantedSegment): TransferView[] {
  const { peerFirstByteTimeoutMs, peerStallTimeoutMs } = draft.config;
  return wanted.transfers.filter((transfer) => {
    const limitMs = transfer.hasStarted ? peerStallTimeoutMs : peerFirstByteTimeoutMs;
    // Servers have a watchdog of their own, which starts another attempt.
    if (transfer.peerId === null || transfer.silentMs < limitMs) return true;
    draft.actions.push({ kind: 'cancel', transferId: transfer.id, isPeerSilent: true });
    return false;
  });
}

/** Would it be too late if a server were asked one margin from now? */
function deriveUrgency(draft: Draft, wanted: WantedSegment): boolean {
  const { origin } = draft.snapshot;
  const missing = wanted.open.reduce((sum, { start, end }) => sum + Math.min(end, wanted.expectedBytes) - start, 0);
  const neededMs =
    Math.max(missing, 0) / (origin.bytesPerMs ?? DEFAULT_ORIGIN_BYTES_PER_MS) +
    2 * (origin.latencyMs ?? DEFAULT_LATENCY_MS);
  return wanted.deadlineMs < neededMs + draft.config.panicSegments * wanted.durationMs;
}

type Opening = { readonly open: readonly ByteRange[]; readonly isUrgent: boolean };

function assignOpen(draft: Draft, wanted: WantedSegment, { open, isUrgent }: Opening): void {
  // Until the size is known, one source alone can be asked: nobody knows where a second should begin.
  if (wanted.sizeBytes === null) {
    if (wanted.transfers.length === 0) assignWhole(draft, wanted, isUrgent);
    return;
  }
  const sources = chooseSources(draft, wanted, isUrgent);
  const hasServer = wanted.transfers.some((transfer) => transfer.peerId === null);
  const mayFetch = !hasServer && wantsOrigin(draft, wanted, isUrgent) && canFetch(draft, wanted, true);
  if (sources.length > 0) {
    const isRace = mayFetch && isUrgent && isStartOrLate(draft, wanted, sources);
    for (const range of open) assignShared(draft, wanted, { range, isUrgent, isRace });
    return;
  }
  const rest = wanted.isBarredToPeers ? [...open] : requestBlocks(draft, wanted, open);
  if (!mayFetch || rest.length === 0) return;
  const range = chooseOriginRange(draft, wanted, rest) ?? (isUrgent ? insist(draft, wanted, rest) : null);
  if (range !== null) give(draft, wanted, { source: null, range, isUrgent });
}

/**
 * Neighbours hold or fetch all that is missing, so a server's bytes would come twice; that is better than to wait for
 * those who cannot send, or send more slowly than a server would.
 */
function insist(draft: Draft, wanted: WantedSegment, rest: readonly ByteRange[]): ByteRange | null {
  const running = wanted.transfers.reduce((sum, one) => sum + (one.bytesPerMs ?? 0), 0);
  const isSlow = running < (draft.snapshot.origin.bytesPerMs ?? DEFAULT_ORIGIN_BYTES_PER_MS) / 2;
  if (!isSlow || wanted.idleMs < IDLE_MS) return null;
  return rest.reduce((best, one) => (one.end - one.start > best.end - best.start ? one : best));
}

function assignWhole(draft: Draft, wanted: WantedSegment, isUrgent: boolean): void {
  const range = wanted.open[0] ?? { start: 0, end: Number.POSITIVE_INFINITY };
  const source = chooseSources(draft, wanted, isUrgent)[0];
  const isLate = isUrgent && (draft.snapshot.isStarving || wanted.deadlineMs <= 0);
  if (source !== undefined && !isLate) give(draft, wanted, { source, range, isUrgent });
  else if (wantsOrigin(draft, wanted, isUrgent) && canFetch(draft, wanted, true)) {
    give(draft, wanted, { source: null, range, isUrgent });
  } else if (source !== undefined) give(draft, wanted, { source, range, isUrgent });
}

/** Neighbours hold all of it: they share it, with a server among them where every millisecond counts. */
function assignShared(
  draft: Draft,
  wanted: WantedSegment,
  { range, isUrgent, isRace }: { range: ByteRange; isUrgent: boolean; isRace: boolean },
): void {
  const sources = chooseSources(draft, wanted, isUrgent);
  const hasServer = wanted.transfers.some((transfer) => transfer.peerId === null);
  const all: (Source | null)[] = isRace && !hasServer ? [null, ...sources] : sources;
  if (all.length === 0) return;
  for (const share of spread(draft, all, { range, minBytes: MIN_SHARE_BYTES })) {
    give(draft, wanted, { ...share, isUrgent });
  }
}

/** A race with servers is worth their bytes only where playback waits or peers would come too late. */
function isStartOrLate(draft: Draft, wanted: WantedSegment, sources: readonly Source[]): boolean {
  if (draft.snapshot.isStarving || wanted.deadlineMs <= 0) return true;
  const bytes = wanted.open.reduce((sum, { start, end }) => sum + end - start, 0);
  const rate = sources.reduce((sum, source) => sum + (source.peer.bytesPerMs ?? 0), 0);
  return rate === 0 || DEFAULT_LATENCY_MS + bytes / rate > wanted.deadlineMs / 2;
}

function wantsOrigin(draft: Draft, wanted: WantedSegment, isUrgent: boolean): boolean {
  const { snapshot, config } = draft;
  if (!wanted.isOriginReady) return false;
  if (isUrgent || wanted.isBarredToPeers) return true;
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
      return wanted.rank === 0 || wanted.waitedMs >= wanted.rank * config.backupDelayMs;
  }
}

/**
 * How far ahead we fetch a segment for all: the elected one first, the next in line later, and nobody at the same
 * moment as another whom he does not know. Two viewers without a connection but with a common neighbour need not both
 * fetch it: the later one finds it there.
 */
function patienceSeconds({ snapshot, config }: Draft, wanted: WantedSegment): number {
  const mixed = Math.imul(snapshot.ownHash ^ Math.imul(wanted.hash, 0x9e3779b1), 0x85ebca6b) >>> 0;
  const chance = (mixed >>> 8) / 0x100_0000;
  return config.originAheadSeconds * Math.max(0.35, 0.75 - 0.12 * wanted.rank + 0.25 * chance);
}

/** One prefetch at a time, so that what playback waits for has the line for itself. */
function canFetch(draft: Draft, wanted: WantedSegment, isNeeded: boolean): boolean {
  if (!isNeeded || draft.originActive >= draft.config.maxOriginTransfers) return false;
  return draft.originActive < (wanted.isDemanded ? 2 : 1);
}

/** Everything is on its way; hand the end of what comes too slowly to somebody else. */
function relieveSlowest(draft: Draft, wanted: WantedSegment, isUrgent: boolean): void {
  const slowest = findSlowest(draft, wanted);
  if (slowest === null) return;
  const { transfer, remainingMs } = slowest;
  const remaining = transfer.end - transfer.position;
  if (remaining < 2 * MIN_SHARE_BYTES || wanted.sizeBytes === null) return;
  const range = { start: transfer.position + MIN_SHARE_BYTES, end: transfer.end };
  const isLate = draft.snapshot.isStarving || remainingMs > wanted.deadlineMs;
  const isFromServer = transfer.peerId === null;
  if (!isLate && !isFromServer) return;
  const busy = new Set(wanted.transfers.map((one) => one.peerId));
  const sources = chooseSources(draft, wanted, isLate).filter(({ peer }) => !busy.has(peer.id));
  const mayFetch =
    isUrgent && isLate && !busy.has(null) && wanted.isOriginReady && canFetch(draft, wanted, sources.length === 0);
  const helper = sources[0] ?? (mayFetch ? null : undefined);
  if (helper === undefined) return;
  const ownRate = transfer.bytesPerMs ?? DEFAULT_ORIGIN_BYTES_PER_MS / 4;
  const helperRate = rateOf(draft, helper);
  // What is not late leaves the server to those who need it; what is late is shared by speed.
  const share = isLate ? helperRate / (helperRate + ownRate) : 1;
  const cut = Math.max(range.start, Math.floor(transfer.end - remaining * share));
  const gain = { start: cut, end: transfer.end };
  if (gain.end - gain.start < MIN_SHARE_BYTES) return;
  draft.actions.push({ kind: 'shorten', transferId: transfer.id, end: gain.start });
  give(draft, wanted, { source: helper, range: gain, isUrgent });
}

function findSlowest(draft: Draft, wanted: WantedSegment): { transfer: TransferView; remainingMs: number } | null {
  let slowest: { transfer: TransferView; remainingMs: number } | null = null;
  for (const transfer of wanted.transfers) {
    const fallback = transfer.peerId === null ? draft.snapshot.origin.bytesPerMs : null;
    // Before its first byte nothing is known of a transfer; it is given the time that its timeout allows.
    const rate = transfer.bytesPerMs ?? fallback;
    if (!transfer.hasStarted && transfer.peerId !== null && transfer.silentMs < PATIENCE_MS) continue;
    const remainingMs = (transfer.end - transfer.position) / (rate ?? DEFAULT_ORIGIN_BYTES_PER_MS / 4);
    if (slowest === null || remainingMs > slowest.remainingMs) slowest = { transfer, remainingMs };
  }
  return slowest;
}

function rateOf(draft: Draft, source: Source | null): number {
  if (source !== null) return source.peer.bytesPerMs ?? DEFAULT_ORIGIN_BYTES_PER_MS / 2;
  return draft.snapshot.origin.bytesPerMs ?? DEFAULT_ORIGIN_BYTES_PER_MS;
}

type Gift = {
  readonly source: Source | null;
  readonly range: { start: number; end: number };
  readonly isUrgent: boolean;
};

function give(draft: Draft, wanted: WantedSegment, { source, range, isUrgent }: Gift): void {
  if (source === null) {
    draft.originActive++;
    draft.actions.push({ kind: 'fetch', key: wanted.key, range, isUrgent });
    return;
  }
  draft.peerActive[source.index] = (draft.peerActive[source.index] ?? 0) + 1;
  draft.peerTransfers++;
  draft.actions.push({ kind: 'request', key: wanted.key, peerId: source.peer.id, range });
}
