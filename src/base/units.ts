export const KIB = 1024;
export const MIB = 1024 * KIB;
export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;

/** Bytes `start` up to and without `end`. */
export type ByteRange = { readonly start: number; readonly end: number };

export function rangeSizeBytes(range: ByteRange): number {
  return range.end - range.start;
}

/** The value of a `Range` header, whose end is inclusive (RFC 9110, 14.1.2). */
export function rangeHeader(range: ByteRange): string {
  return range.end === Number.POSITIVE_INFINITY ? `bytes=${range.start}-` : `bytes=${range.start}-${range.end - 1}`;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
