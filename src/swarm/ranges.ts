import type { ByteRange } from '../base/units.ts';

/** A set of bytes: sorted, disjoint, never touching, never empty ranges. */
export type RangeSet = readonly ByteRange[];

export function addRange(set: RangeSet, range: ByteRange): RangeSet {
  if (range.start >= range.end) return set;
  const last = set.at(-1);
  // Nearly always the next bytes of the last range.
  if (last !== undefined && range.start === last.end) {
    return set.length === 1
      ? [{ start: last.start, end: range.end }]
      : [...set.slice(0, -1), { start: last.start, end: range.end }];
  }
  let { start, end } = range;
  const before: ByteRange[] = [];
  const after: ByteRange[] = [];
  for (const other of set) {
    if (other.end < start) before.push(other);
    else if (other.start > end) after.push(other);
    else {
      start = Math.min(start, other.start);
      end = Math.max(end, other.end);
    }
  }
  return [...before, { start, end }, ...after];
}

/** What of `range` is in none of `taken`, which need not be sorted. */
export function subtractRanges(range: ByteRange, taken: Iterable<ByteRange>): ByteRange[] {
  let rest = range.start < range.end ? [range] : [];
  for (const other of taken) {
    if (rest.length === 0) break;
    const next: ByteRange[] = [];
    for (const part of rest) {
      if (other.end <= part.start || other.start >= part.end) {
        next.push(part);
        continue;
      }
      if (other.start > part.start) next.push({ start: part.start, end: other.start });
      if (other.end < part.end) next.push({ start: other.end, end: part.end });
    }
    rest = next;
  }
  return rest;
}

export function intersectRanges(range: ByteRange, set: RangeSet): ByteRange[] {
  const common: ByteRange[] = [];
  for (const other of set) {
    const start = Math.max(range.start, other.start);
    const end = Math.min(range.end, other.end);
    if (start < end) common.push({ start, end });
  }
  return common;
}

export function countBytes(set: Iterable<ByteRange>): number {
  let bytes = 0;
  for (const range of set) bytes += range.end - range.start;
  return bytes;
}
