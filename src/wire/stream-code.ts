const STREAM_KEYS = Array.from({ length: 256 }, (_, code) => (code > 127 ? `secondary-${code - 128}` : `main-${code}`));
const STREAM_CODES = new Map(STREAM_KEYS.map((streamKey, code) => [streamKey, code]));

/**
 * One byte: the top bit for a separate audio track, the place among the streams of its kind below.
 * Null for a stream that has no place in it.
 */
export function encodeStream(streamKey: string): number | null {
  return STREAM_CODES.get(streamKey) ?? null;
}

/** Null for what is no byte. */
export function decodeStream(code: number): string | null {
  return STREAM_KEYS[code] ?? null;
}
