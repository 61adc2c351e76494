/** Segments behind the edge: each hop from viewer to viewer takes a part of one. */
const SEGMENTS = 3.5;
/** Where segments are short, what a hop costs besides them counts more, up to this. */
const SHORT_SEGMENTS = 4;
const LONGEST_FOR_SHORT_SECONDS = 12;

/**
 * How far behind a live's edge it is played, in seconds.
 * @param targetSeconds as its playlist says: no segment is longer.
 */
export function liveDistanceSeconds(targetSeconds: number): number {
  return Math.max(SEGMENTS * targetSeconds, Math.min(SHORT_SEGMENTS * targetSeconds, LONGEST_FOR_SHORT_SECONDS));
}
