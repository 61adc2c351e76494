import type { ByteRange } from '../base/units.ts';
import type { SwarmConfig } from './config.ts';
import type { Action, PeerView, Snapshot, WantedSegment } from './snapshot.ts';

/** A plan in the making. */
export type Draft = {
  readonly snapshot: Snapshot;
  readonly config: SwarmConfig;
  readonly actions: Action[];
  readonly peerActive: number[];
  originActive: number;
  /** What playback needs next may be late: nothing that can wait is begun. */
  isInDanger: boolean;
  /** When a segment may be late. */
  againMs: number;
};

/** A peer that can be asked for something now. */
export type Source = { readonly index: number; readonly peer: PeerView };

/** What we expect of a server that was never measured: 4 Mbit/s, 150 ms. */
const DEFAULT_ORIGIN_BYTES_PER_MS = 500;
export const DEFAULT_LATENCY_MS = 150;
/** A peer whose speed is not known is taken to be middling: 2 Mbit/s. */
const DEFAULT_PEER_BYTES_PER_MS = 250;

/** What servers are expected to send, in bytes a millisecond. */
export function originRate({ snapshot }: Draft): number {
  return snapshot.origin.bytesPerMs ?? DEFAULT_ORIGIN_BYTES_PER_MS;
}

/** A server that takes more than this part of a segment's duration for it is too weak to be asked for what others have. */
const WEAK_ORIGIN = 0.8;

/** All want more of it than it has: what one viewer asks of it twice, another lacks. */
export function isOriginWeak(draft: Draft, wanted: WantedSegment): boolean {
  return wanted.expectedBytes / originRate(draft) > WEAK_ORIGIN * wanted.durationMs;
}

/**
 * We came a moment ago, and to ask a server now would mean to ask it for what others fetch as well: a quick one is asked
 * when the guard of playback says so, or when neighbours have heard of one another.
 */
export function isTooEarly(draft: Draft, wanted: WantedSegment): boolean {
  const { mesh, settledMs, origin } = draft.snapshot;
  if (mesh !== 'forming' && !(mesh === 'open' && settledMs === 0)) return false;
  return wanted.deadlineMs > 0 && origin.bytesPerMs !== null && !isOriginWeak(draft, wanted);
}

/** What a peer is expected to send, in bytes a millisecond; null for one of whom nothing is known. */
export function rateOf(peer: PeerView | null): number {
  return peer?.bytesPerMs ?? DEFAULT_PEER_BYTES_PER_MS;
}

/** From 0 to 1: another for every viewer and number, and the same whenever it is asked for. */
export function drawOf({ snapshot }: Draft, number: number): number {
  const mixed = Math.imul(snapshot.ownHash ^ Math.imul(number, 0x9e3779b1), 0x85ebca6b) >>> 0;
  return (mixed >>> 8) / 0x100_0000;
}

/**
 * How useful it is to ask this peer now; 0 if it cannot be asked. Equal peers take turns from segment to segment, for
 * each viewer in an order of his own; whoever sends `enough`, in bytes a millisecond, is equal to the fastest.
 */
export function worthOf(draft: Draft, index: number, turnHash: number, enough = Number.POSITIVE_INFINITY): number {
  const peer = draft.snapshot.peers[index];
  const active = draft.peerActive[index] ?? 0;
  if (peer === undefined || peer.isBusy || active >= peer.maxRequests) return 0;
  const turn = ((Math.imul(peer.hash ^ turnHash ^ draft.snapshot.ownHash, 0x9e3779b1) >>> 8) & 255) / 255;
  return (Math.min(rateOf(peer), enough) / (1 + active)) * (0.75 + turn / 2);
}

/** May one more peer be asked? Peers that send already can be asked for more. */
export function hasRoom(draft: Draft, index: number, isUrgent: boolean): boolean {
  if ((draft.peerActive[index] ?? 0) > 0) return true;
  const { maxPeerTransfers, maxPeerPrefetches } = draft.config;
  let sending = 0;
  for (const active of draft.peerActive) if (active > 0) sending++;
  return sending < (isUrgent ? maxPeerTransfers : maxPeerPrefetches);
}

/** So many of its durations away, a segment has time. */
const CALM_SEGMENTS = 4;
/** From one to the next, a segment takes so many times as long as its bytes alone. */
const STEP_SLACK = 2;

/** Of what comes first in a live, nothing is calm. */
export function isCalm({ deadlineMs, durationMs }: Pick<WantedSegment, 'deadlineMs' | 'durationMs'>): boolean {
  return deadlineMs > CALM_SEGMENTS * durationMs;
}

/** While playback waits, nothing else may take a share of the line; and what has time is taken in turn. */
export function isHeldBack(draft: Draft, wanted: WantedSegment, isUrgent: boolean): boolean {
  if (isUrgent || wanted.isDemanded) return false;
  return draft.snapshot.isStarving || draft.isInDanger || isOthersTurn(draft, wanted);
}

/**
 * Where few hold a segment and lines are fast enough, as many take it as there are, by their turns; then twice as many
 * hold it. So nobody has to send it to all.
 */
function isOthersTurn({ snapshot }: Draft, { deadlineMs, durationMs, turn, holders, expectedBytes }: WantedSegment) {
  const spareMs = deadlineMs - CALM_SEGMENTS * durationMs;
  if (spareMs <= 0) return false;
  let count = 0;
  let rate = 0;
  for (const { peer, ranges } of holders) {
    if (ranges !== null) continue;
    count++;
    rate += rateOf(snapshot.peers[peer] ?? null);
  }
  if (turn < count || count === 0) return false;
  const rounds = Math.ceil(Math.log2((turn + 1) / count));
  return rounds * STEP_SLACK * (expectedBytes / (rate / count)) < spareMs;
}

/** The best peer that holds all of the segment, of those that cannot stop at a range's end, or while no end is known. */
export function chooseEndless(draft: Draft, wanted: WantedSegment, isUrgent: boolean): Source | null {
  if (wanted.isBarredToPeers || isHeldBack(draft, wanted, isUrgent)) return null;
  let best: Source | null = null;
  let bestWorth = 0;
  for (const { peer: index, ranges } of wanted.holders) {
    const peer = draft.snapshot.peers[index];
    if (ranges !== null || peer === undefined || !hasRoom(draft, index, isUrgent)) continue;
    if (wanted.sizeBytes !== null && peer.honoursRangeEnd) continue;
    const worth = worthOf(draft, index, wanted.hash);
    if (worth <= bestWorth) continue;
    best = { index, peer };
    bestWorth = worth;
  }
  return best;
}

/** What the peers that hold all of it and have a place free send together, in bytes a millisecond. */
export function wholeHolderRate(draft: Draft, wanted: WantedSegment, exceptId: string | null = null): number {
  let total = 0;
  for (const { peer: index, ranges } of wanted.holders) {
    const peer = draft.snapshot.peers[index];
    if (ranges !== null || peer === undefined || peer.id === exceptId) continue;
    if (worthOf(draft, index, 0) > 0) total += rateOf(peer);
  }
  return total;
}

export type Gift = {
  readonly source: Source | null;
  readonly range: ByteRange;
  readonly isUrgent: boolean;
  /** A server's transfer that no later plan cuts short. */
  readonly isPinned?: boolean;
};

/** Asks a peer, or a server where there is none, for a range. */
export function give(draft: Draft, wanted: WantedSegment, { source, range, isUrgent, isPinned = false }: Gift): void {
  if (source === null) {
    draft.originActive++;
    draft.actions.push({ kind: 'fetch', key: wanted.key, range, isUrgent, isPinned });
    return;
  }
  draft.peerActive[source.index] = (draft.peerActive[source.index] ?? 0) + 1;
  draft.actions.push({ kind: 'request', key: wanted.key, peerId: source.peer.id, range });
}

export function longest(ranges: readonly ByteRange[]): ByteRange | null {
  let best: ByteRange | null = null;
  for (const range of ranges) if (best === null || range.end - range.start > best.end - best.start) best = range;
  return best;
}
