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
  peerTransfers: number;
};

/** A peer that can be asked for something now. */
export type Source = {
  readonly index: number;
  readonly peer: PeerView;
};

/** Sources of one segment at a time, when it hurries. */
const MAX_URGENT_SOURCES = 4;
/** A peer whose speed is not known is taken to be middling: 2 Mbit/s. */
const DEFAULT_PEER_BYTES_PER_MS = 250;

/** Peers that hold the whole segment and have a place free, the best first: one, or several where it hurries. */
export function chooseSources(draft: Draft, wanted: WantedSegment, isUrgent: boolean): Source[] {
  const { maxPeerTransfers, maxPeerPrefetches } = draft.config;
  // While playback waits, nothing else may take a share of the line.
  const isHeldBack = !isUrgent && !wanted.isDemanded && draft.snapshot.isStarving;
  const limit = isUrgent ? maxPeerTransfers : maxPeerPrefetches;
  if (wanted.isBarredToPeers || isHeldBack || draft.peerTransfers >= limit) return [];
  const ranked: { source: Source; worth: number }[] = [];
  for (const { peer: index, ranges } of wanted.holders) {
    const peer = draft.snapshot.peers[index];
    const active = draft.peerActive[index] ?? 0;
    if (ranges !== null || peer === undefined || peer.isBusy || active >= peer.maxRequests) continue;
    const rate = peer.bytesPerMs ?? DEFAULT_PEER_BYTES_PER_MS;
    // Equal peers take turns from segment to segment.
    const turn = ((Math.imul(peer.hash ^ wanted.hash, 0x9e3779b1) >>> 16) & 255) / 256;
    ranked.push({ source: { index, peer }, worth: (rate / (1 + active)) * (0.75 + turn / 2) });
  }
  ranked.sort((a, b) => b.worth - a.worth);
  const room = limit - draft.peerTransfers;
  return ranked.slice(0, Math.min(isUrgent ? MAX_URGENT_SOURCES : 1, room)).map(({ source }) => source);
}

/**
 * Cuts a range among sources by their speed. Servers (null) take its beginning; a peer that cannot stop at a range's
 * end takes its end, and there is room for one such peer only.
 */
export function spread(
  draft: Draft,
  sources: readonly (Source | null)[],
  { range, minBytes }: { range: ByteRange; minBytes: number },
): { source: Source | null; range: ByteRange }[] {
  const endless = sources.filter((source) => source !== null && !source.peer.honoursRangeEnd).slice(0, 1);
  const ordered = [...sources.filter((source) => source === null || source.peer.honoursRangeEnd), ...endless];
  const size = range.end - range.start;
  const count = Math.max(1, Math.min(ordered.length, Math.floor(size / minBytes)));
  // Where it is not worth cutting, whoever is first in the caller's order brings it all.
  const used = count === 1 ? sources.slice(0, 1) : ordered.slice(-count);
  const rates = used.map((source) =>
    source === null ? (draft.snapshot.origin.bytesPerMs ?? 2 * DEFAULT_PEER_BYTES_PER_MS) : rateOf(source.peer),
  );
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const shares: { source: Source | null; range: ByteRange }[] = [];
  let start = range.start;
  for (const [i, source] of used.entries()) {
    const wish = i === used.length - 1 ? range.end : Math.floor(start + (size * (rates[i] ?? 0)) / total);
    const part = { start, end: Math.min(wish, range.end) };
    start = part.end;
    if (part.start < part.end) shares.push({ source, range: part });
  }
  return shares;
}

/** What a peer is expected to send, in bytes a millisecond. */
export function rateOf(peer: PeerView): number {
  return peer.bytesPerMs ?? DEFAULT_PEER_BYTES_PER_MS;
}
