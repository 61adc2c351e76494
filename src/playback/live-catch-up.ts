/** So much faster than it comes: with the pitch kept, hardly anybody hears it. */
export const CATCH_UP_RATE = 1.06;

/** Ahead of the playhead before we hurry, and while we do, in segments. */
const CALM_SEGMENTS = 1.5;
const ENOUGH_SEGMENTS = 1;
/** Farther away than this, in segments, is where the viewer went himself. */
const FAR_SEGMENTS = 2.5;

/** Where a live is played. */
export type LivePlayback = {
  /** Behind the camera: where playback is, and where it may be. */
  readonly latencySeconds: number;
  readonly targetSeconds: number;
  /** Of film, from the playhead on. */
  readonly bufferSeconds: number;
  readonly segmentSeconds: number;
};

/**
 * Whoever comes to a live begins farther behind than he has to, so that his neighbours have time to hand on what he
 * needs at once. Later he may come nearer, as long as enough is there.
 */
export function shouldCatchUp(live: LivePlayback, isCatchingUp: boolean): boolean {
  const { latencySeconds, targetSeconds, bufferSeconds, segmentSeconds } = live;
  const excessSeconds = latencySeconds - targetSeconds;
  if (excessSeconds <= 0 || excessSeconds > FAR_SEGMENTS * segmentSeconds) return false;
  return bufferSeconds >= (isCatchingUp ? ENOUGH_SEGMENTS : CALM_SEGMENTS) * segmentSeconds;
}
