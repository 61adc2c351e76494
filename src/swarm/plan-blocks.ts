import { type ByteRange, clamp } from '../base/units.ts';
import { BLOCK_BYTES } from '../wire/block.ts';
import {
  type Draft,
  give,
  hasRoom,
  isCalm,
  isHeldBack,
  isOriginWeak,
  isTooEarly,
  longest,
  rateOf,
  worthOf,
} from './plan-sources.ts';
import { countBytes, intersectRanges, subtractRanges } from './ranges.ts';
import type { TransferView, WantedSegment } from './snapshot.ts';

/** One request to a peer where it hurries: so much, and as much as it sends in this time. */
const MAX_URGENT_PIECE_BYTES = 16 * BLOCK_BYTES;
const URGENT_PIECE_MS = 1000;
/** The same before the first picture, where servers are weak: who is served to the end can soon serve others. */
const START_PIECE_BYTES = 64 * BLOCK_BYTES;
const MAX_PIECE_MS = 15_000;
/** Pieces of one segment that a peer is asked for in one plan. */
const MAX_ROUNDS = 3;
/** One fetches for all where handing it on takes no more than this part of the time there is. */
const SPREAD_SHARE = 0.5;
/** The part of all neighbours, those with the better lines first, that fetch a piece each. */
const SPREADERS = 0.5;
/** A neighbour's share of a segment is worth halving only if it is this long. */
const MIN_STEAL_BYTES = 8 * BLOCK_BYTES;

/** What sends a segment in this part of the time there is need not be faster: so the load is spread. */
const CALM_SHARE = 8;
/** Whoever held a segment first has sent it to others: he is asked if nobody else is half as quick. */
const FIRST_HOLDER_WORTH = 0.5;

/** Blocks of a segment that is still under way are asked for when it is needed within so many of its durations. */
export const BLOCKS_WITHIN_SEGMENTS = 2.5;

/**
 * Ends a server's transfer where a neighbour's begins, or where a neighbour can send what follows.
 * @returns what became open by it.
 */
export function trimOrigin(draft: Draft, wanted: WantedSegment): ByteRange[] {
  const freed: ByteRange[] = [];
  for (const transfer of wanted.transfers) {
    if (transfer.peerId !== null || transfer.isPinned || wanted.sizeBytes === null) continue;
    const end = findLimit(draft, wanted, transfer);
    if (end >= transfer.end) continue;
    draft.actions.push({ kind: 'shorten', transferId: transfer.id, end, isTold: false });
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
    if (ranges === null || worthOf(draft, index, 0) === 0) continue;
    const first = intersectRanges({ start: from, end: limit }, ranges)[0];
    if (first !== undefined && first.start < limit) limit = first.start;
  }
  return limit;
}

/** Asks neighbours for what they hold, a piece each as their speed and the time allow. @returns what is still open. */
export function requestBlocks(
  draft: Draft,
  wanted: WantedSegment,
  { open, isUrgent }: { open: readonly ByteRange[]; isUrgent: boolean },
): readonly ByteRange[] {
  if (wanted.holders.length === 0 || isHeldBack(draft, wanted, isUrgent)) return open;
  let rest = open;
  for (let round = 0; round < MAX_ROUNDS && rest.length > 0; round++) {
    const left = requestRound(draft, wanted, { open: rest, isUrgent });
    if (left === rest) break;
    rest = left;
  }
  return rest;
}

/** One piece from each peer that has a place free. @returns the very same list if there was none. */
function requestRound(
  draft: Draft,
  wanted: WantedSegment,
  { open, isUrgent }: { open: readonly ByteRange[]; isUrgent: boolean },
): readonly ByteRange[] {
  let rest = open;
  const enough = isCalm(wanted) ? (CALM_SHARE * wanted.expectedBytes) / wanted.deadlineMs : Number.POSITIVE_INFINITY;
  const spared = isCalm(wanted) ? wanted.firstHolderId : null;
  const ranked = wanted.holders.map((holder) => {
    const part = draft.snapshot.peers[holder.peer]?.id === spared ? FIRST_HOLDER_WORTH : 1;
    return { holder, worth: part * worthOf(draft, holder.peer, wanted.hash, enough) };
  });
  ranked.sort((a, b) => b.worth - a.worth);
  for (const { holder, worth } of ranked) {
    const peer = draft.snapshot.peers[holder.peer];
    if (peer === undefined || worth === 0 || !peer.honoursRangeEnd) continue;
    if (!hasRoom(draft, holder.peer, isUrgent)) continue;
    const { ranges } = holder;
    const piece = longest(ranges === null ? rest : rest.flatMap((part) => intersectRanges(part, ranges)));
    if (piece === null) continue;
    const sizeBytes = pieceBytes(draft, wanted, { index: holder.peer, isUrgent });
    const range = { start: piece.start, end: Math.min(piece.end, nextBoundary(piece.start + sizeBytes)) };
    give(draft, wanted, { source: { index: holder.peer, peer }, range, isUrgent });
    rest = rest.flatMap((part) => subtractRanges(part, [range]));
  }
  return rest;
}

/** No more than the peer sends in time: what it cannot, somebody else will. */
function pieceBytes(
  draft: Draft,
  wanted: WantedSegment,
  { index, isUrgent }: { index: number; isUrgent: boolean },
): number {
  if (draft.snapshot.isStarting && isOriginWeak(draft, wanted)) return START_PIECE_BYTES;
  const pieceMs = isUrgent ? URGENT_PIECE_MS : clamp(wanted.deadlineMs / 2, URGENT_PIECE_MS, MAX_PIECE_MS);
  const rate = rateOf(draft.snapshot.peers[index] ?? null) / (1 + (draft.peerActive[index] ?? 0));
  const bytes = Math.max(1, Math.floor((rate * pieceMs) / BLOCK_BYTES)) * BLOCK_BYTES;
  return isUrgent ? Math.min(bytes, MAX_URGENT_PIECE_BYTES) : bytes;
}

/**
 * What to ask a server for, given what neighbours hold and fetch: what nobody has; else half of what the slowest of
 * them has still before it; else nothing.
 */
export function chooseOriginRange(
  draft: Draft,
  wanted: WantedSegment,
  { open, isGapOnly }: { open: readonly ByteRange[]; isGapOnly: boolean },
): ByteRange | null {
  if (wanted.isBarredToPeers) return longest(open);
  const everything = { start: 0, end: Number.POSITIVE_INFINITY };
  const taken = [...wanted.coming, ...wanted.holders.flatMap(({ ranges }) => ranges ?? [everything])];
  const gap = longest(open.flatMap((part) => subtractRanges(part, taken)));
  if (gap !== null) return mayRotate(draft, wanted) ? rotate(draft, wanted, gap) : gap;
  if (isGapOnly) return null;
  const spans = wanted.coming.flatMap((span) => open.flatMap((part) => intersectRanges(span, [part])));
  const span = longest(spans);
  if (span === null || span.end - span.start < MIN_STEAL_BYTES) return null;
  return { start: nextBoundary(span.start + (span.end - span.start) / 2), end: span.end };
}

/**
 * Where the elected fetcher alone could not hand a segment on to all in time, each neighbour fetches a part of it, by
 * the same order: all send, and nobody has to send more than a little. Null where one fetches for all.
 */
export function ownPiece(draft: Draft, wanted: WantedSegment): ByteRange | null {
  const { mesh, isStarving, peers, origin } = draft.snapshot;
  const { sizeBytes, rivalCount, rank, holders, isOriginReady, isDemanded } = wanted;
  if (mesh !== 'open' || rivalCount === 0 || sizeBytes === null || !isOriginReady) return null;
  if (isTooEarly(draft, wanted)) return null;
  if ((!isDemanded && (isStarving || origin.isResting)) || wanted.isBarredToPeers) return null;
  if (holders.some(({ ranges }) => ranges === null)) return null;
  let rate = 0;
  for (const peer of peers) rate += rateOf(peer);
  const spreadMs = (sizeBytes / (rate / peers.length)) * Math.log2(rivalCount + 2);
  if (spreadMs < SPREAD_SHARE * wanted.deadlineMs) return null;
  const blocks = Math.ceil(sizeBytes / BLOCK_BYTES);
  // A weak server needs every hand at once: nobody asks it twice for a block.
  const share = isOriginWeak(draft, wanted) ? 1 : SPREADERS;
  const parts = Math.min(Math.ceil((rivalCount + 1) * share), blocks);
  if (rank >= parts) return null;
  const at = (part: number) => Math.floor((part * blocks) / parts) * BLOCK_BYTES;
  return { start: at(rank), end: Math.min(at(rank + 1), sizeBytes) };
}

/**
 * Could others begin with this segment at the same moment? Not where one is elected and has time. While nobody is known,
 * one turn is enough: each costs a request.
 */
function mayRotate(draft: Draft, wanted: WantedSegment): boolean {
  const { mesh, isStarving } = draft.snapshot;
  if (mesh === 'forming') return countBytes(wanted.open) === wanted.sizeBytes;
  return mesh === 'open' && wanted.rivalCount > 0 && (isStarving || isOriginWeak(draft, wanted));
}

/** Begins at a block of our own choosing, so that viewers who start together hold different bytes when they meet. */
function rotate(draft: Draft, wanted: WantedSegment, gap: ByteRange): ByteRange {
  const blocks = Math.floor((gap.end - gap.start) / BLOCK_BYTES);
  if (blocks < 2) return gap;
  const mixed = Math.imul(draft.snapshot.ownHash ^ Math.imul(wanted.hash, 0x85ebca6b), 0x9e3779b1) >>> 0;
  const start = nextBoundary(gap.start + (mixed % blocks) * BLOCK_BYTES);
  return start < gap.end ? { start, end: gap.end } : gap;
}

/** The next byte at which a block begins. */
export function nextBoundary(offset: number): number {
  return Math.ceil(offset / BLOCK_BYTES) * BLOCK_BYTES;
}
