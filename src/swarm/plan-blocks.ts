import type { ByteRange } from '../base/units.ts';
import { BLOCK_BYTES } from '../wire/session-own.ts';
import { type Draft, rateOf } from './plan-sources.ts';
import { intersectRanges, subtractRanges } from './ranges.ts';
import type { TransferView, WantedSegment } from './snapshot.ts';

/** One request to a peer for blocks of a segment that it does not hold whole. */
const MAX_PIECE_BYTES = 8 * BLOCK_BYTES;
const PIECE_MS = 1000;
/** A neighbour's share of a segment is worth halving only if it is this long. */
const MIN_STEAL_BYTES = 4 * BLOCK_BYTES;

/** Blocks of a segment that is still under way are asked for when it is needed within so many of its durations. */
export const BLOCKS_WITHIN_SEGMENTS = 2.5;

/**
 * Ends a server's transfer where a neighbour's begins, or where a neighbour can send what follows.
 * @returns what became open by it.
 */
export function trimOrigin(draft: Draft, wanted: WantedSegment): ByteRange[] {
  const freed: ByteRange[] = [];
  for (const transfer of wanted.transfers) {
    if (transfer.peerId !== null || wanted.sizeBytes === null) continue;
    const end = findLimit(draft, wanted, transfer);
    if (end >= transfer.end) continue;
    draft.actions.push({ kind: 'shorten', transferId: transfer.id, end });
    freed.push({ start: end, end: transfer.end });
  }
  return freed;
}

function findLimit(draft: Draft, wanted: WantedSegment, transfer: TransferView): number {
  // The block that is under way comes to its end: a cut block is no use to anybody else.
  const from = nextBoundary(transfer.position + 1);
  let limit = transfer.end;
  for (const { start } of wanted.coming) if (start >= from && start < limit) limit = start;
  for (const { peer: index, ranges } of wanted.holders) {
    if (ranges === null || !isFree(draft, index)) continue;
    const first = intersectRanges({ start: from, end: limit }, ranges)[0];
    if (first !== undefined && first.start < limit) limit = first.start;
  }
  return limit;
}

/** Asks neighbours for the blocks they hold, a piece each in turn. @returns what is still open. */
export function requestBlocks(draft: Draft, wanted: WantedSegment, open: readonly ByteRange[]): ByteRange[] {
  let rest = [...open];
  const partial = wanted.holders.filter(({ ranges }) => ranges !== null);
  // The fast and idle first; where that is equal, every viewer begins with another neighbour.
  const order = partial.sort((a, b) => worthOf(draft, b.peer) - worthOf(draft, a.peer));
  for (const { peer: index, ranges } of order) {
    const peer = draft.snapshot.peers[index];
    if (peer === undefined || ranges === null || !isFree(draft, index)) continue;
    if (draft.peerTransfers >= draft.config.maxPeerTransfers) return rest;
    const piece = longest(rest.flatMap((part) => intersectRanges(part, ranges)));
    if (piece === null) continue;
    // No more than the peer sends in a short while: what it cannot, somebody else will.
    const blocks = Math.max(1, Math.floor((rateOf(peer) * PIECE_MS) / BLOCK_BYTES));
    const sizeBytes = Math.min(blocks * BLOCK_BYTES, MAX_PIECE_BYTES);
    const range = { start: piece.start, end: Math.min(piece.end, piece.start + sizeBytes) };
    draft.peerActive[index] = (draft.peerActive[index] ?? 0) + 1;
    draft.peerTransfers++;
    draft.actions.push({ kind: 'request', key: wanted.key, peerId: peer.id, range });
    rest = rest.flatMap((part) => subtractRanges(part, [range]));
  }
  return rest;
}

/**
 * What to ask a server for, given what neighbours hold and fetch: what nobody has; else half of what the slowest of
 * them has still before it; else nothing.
 */
export function chooseOriginRange(draft: Draft, wanted: WantedSegment, open: readonly ByteRange[]): ByteRange | null {
  const taken = [...wanted.coming, ...wanted.holders.flatMap(({ ranges }) => ranges ?? [])];
  const gap = longest(open.flatMap((part) => subtractRanges(part, taken)));
  if (gap !== null) return isCrowded(draft, wanted) ? rotate(draft, wanted, gap) : gap;
  const spans = wanted.coming.flatMap((span) => open.flatMap((part) => intersectRanges(span, [part])));
  const span = longest(spans);
  if (span === null || span.end - span.start < MIN_STEAL_BYTES) return null;
  return { start: nextBoundary(span.start + (span.end - span.start) / 2), end: span.end };
}

/** Could others begin with this segment at the same moment? */
function isCrowded(draft: Draft, wanted: WantedSegment): boolean {
  const { mesh } = draft.snapshot;
  return mesh === 'forming' || (mesh === 'open' && wanted.rivalCount > 0);
}

/** Begins at a block of our own choosing, so that viewers who start together hold different bytes when they meet. */
function rotate(draft: Draft, wanted: WantedSegment, gap: ByteRange): ByteRange {
  const blocks = Math.floor((gap.end - gap.start) / BLOCK_BYTES);
  if (blocks < 2) return gap;
  const mixed = Math.imul(draft.snapshot.ownHash ^ Math.imul(wanted.hash, 0x85ebca6b), 0x9e3779b1) >>> 0;
  const start = nextBoundary(gap.start + (mixed % blocks) * BLOCK_BYTES);
  return start < gap.end ? { start, end: gap.end } : gap;
}

function isFree(draft: Draft, index: number): boolean {
  const peer = draft.snapshot.peers[index];
  return peer !== undefined && !peer.isBusy && (draft.peerActive[index] ?? 0) < peer.maxRequests;
}

function worthOf(draft: Draft, index: number): number {
  const peer = draft.snapshot.peers[index];
  if (peer === undefined) return 0;
  const turn = ((Math.imul(peer.hash ^ draft.snapshot.ownHash, 0x9e3779b1) >>> 8) & 255) / 255;
  return (rateOf(peer) / (1 + (draft.peerActive[index] ?? 0))) * (0.75 + turn / 2);
}

function longest(ranges: readonly ByteRange[]): ByteRange | null {
  let best: ByteRange | null = null;
  for (const range of ranges) if (best === null || range.end - range.start > best.end - best.start) best = range;
  return best;
}

function nextBoundary(offset: number): number {
  return Math.ceil(offset / BLOCK_BYTES) * BLOCK_BYTES;
}
