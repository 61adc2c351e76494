/** One quality as the choice sees it; the list goes from the lowest bitrate to the highest. */
export type Rung = {
  readonly bitrateBitsPerSecond: number;
  /** Neighbours that hold the next segment in this quality. */
  readonly holderCount: number;
};

export type RungChoice = {
  readonly rungs: readonly Rung[];
  /** The bitrate rules' own choice, and what was loaded last: indices into `rungs`. */
  readonly chosen: number;
  readonly last: number;
  readonly bandwidthBitsPerSecond: number;
  readonly bufferSeconds: number;
};

/** One holder may leave any moment. */
const ENOUGH_HOLDERS = 2;
/** A rung that peers hold may need so much more than was measured: they send beside the server. */
const BONUS = 1.3;
/** With less in the buffer nothing is ventured. */
const SAFE_BUFFER_SECONDS = 10;

/**
 * The quality next to the chosen one where peers hold that and not this: one better if the line nearly carries it, or
 * the one that was playing rather than a change. Otherwise the chosen one. Never more than one rung away, so it
 * cannot swing.
 */
export function favourRung({ rungs, chosen, last, bandwidthBitsPerSecond, bufferSeconds }: RungChoice): number {
  const isHeld = (index: number) => (rungs[index]?.holderCount ?? 0) >= ENOUGH_HOLDERS;
  if (bufferSeconds < SAFE_BUFFER_SECONDS || isHeld(chosen)) return chosen;
  const fits = (index: number) => (rungs[index]?.bitrateBitsPerSecond ?? 0) <= bandwidthBitsPerSecond * BONUS;
  const better = chosen + 1;
  if (isHeld(better) && fits(better)) return better;
  return Math.abs(last - chosen) === 1 && isHeld(last) && fits(last) ? last : chosen;
}
