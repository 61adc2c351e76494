import type { ByteRange } from '../base/units.ts';
import type { BlockSpan } from './extension.ts';

/**
 * The unit of partial holdings, and the payload of one message: half of what a message may carry, so that a weak server
 * has a block soon, and what comes next never waits long behind it.
 */
export const BLOCK_BYTES = 32_256;

/** Which bytes a span of blocks is, in a segment of this size. */
export function spanRange({ start, end }: BlockSpan, sizeBytes: number): ByteRange {
  return { start: Math.min(start * BLOCK_BYTES, sizeBytes), end: Math.min(end * BLOCK_BYTES, sizeBytes) };
}
