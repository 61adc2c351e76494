import { describe, expect, it } from 'vitest';
import { liveDistanceSeconds } from '../../../src/playback/live-distance.ts';

describe('liveDistanceSeconds', () => {
  it.each([
    [1, 4],
    [2, 8],
    [3, 12],
    [3.2, 12],
    [4, 14],
    [6, 21],
  ])('plays a live of %d s a segment %d s behind its edge', (targetSeconds, distanceSeconds) => {
    expect(liveDistanceSeconds(targetSeconds)).toBe(distanceSeconds);
  });

  it('grows with the segments', () => {
    const distances = Array.from({ length: 100 }, (_, i) => liveDistanceSeconds(i / 10));
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
  });
});
