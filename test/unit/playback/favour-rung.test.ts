import { describe, expect, it } from 'vitest';
import { favourRung, type RungChoice } from '../../../src/playback/favour-rung.ts';

/** 0.5, 1 and 2 Mbit/s. */
function choose(holders: readonly number[], change: Partial<RungChoice> = {}): number {
  const rungs = [500_000, 1_000_000, 2_000_000].map((bitrateBitsPerSecond, i) => ({
    bitrateBitsPerSecond,
    holderCount: holders[i] ?? 0,
  }));
  return favourRung({
    rungs,
    chosen: 1,
    last: 1,
    bandwidthBitsPerSecond: 1_600_000,
    bufferSeconds: 20,
    ...change,
  });
}

describe('favourRung', () => {
  it('takes the better quality that peers hold, if the line nearly carries it', () => {
    expect(choose([0, 0, 2])).toBe(2);
    expect(choose([0, 0, 2], { bandwidthBitsPerSecond: 1_500_000 })).toBe(1);
  });

  it('keeps to the chosen one where peers hold that as well, or one peer alone holds another', () => {
    expect(choose([0, 2, 8])).toBe(1);
    expect(choose([0, 0, 1])).toBe(1);
  });

  it('ventures nothing while little is buffered', () => {
    expect(choose([0, 0, 5], { bufferSeconds: 9 })).toBe(1);
  });

  it('stays with what was playing rather than change to one that nobody holds', () => {
    expect(choose([3, 0, 0], { last: 0 })).toBe(0);
    expect(choose([3, 0, 0], { last: 1 })).toBe(1);
    expect(choose([0, 0, 3], { last: 2 })).toBe(2);
  });

  it('goes no further than to the next one, and not beyond the best', () => {
    expect(choose([0, 0, 5], { chosen: 0, last: 2, bandwidthBitsPerSecond: 9e9 })).toBe(0);
    expect(choose([9, 9, 0], { chosen: 2, last: 2 })).toBe(2);
  });
});
