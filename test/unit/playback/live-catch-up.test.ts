import { describe, expect, it } from 'vitest';
import { type LivePlayback, shouldCatchUp } from '../../../src/playback/live-catch-up.ts';

const BEHIND: LivePlayback = { latencySeconds: 17, targetSeconds: 12, bufferSeconds: 8, segmentSeconds: 4 };

describe('shouldCatchUp', () => {
  it('hurries while a live is farther behind than it may be, and enough of it is there', () => {
    expect(shouldCatchUp(BEHIND, false)).toBe(true);
    expect(shouldCatchUp({ ...BEHIND, latencySeconds: 12 }, true)).toBe(false);
  });

  it('begins with more in the buffer than it goes on with', () => {
    const short = { ...BEHIND, bufferSeconds: 5 };
    expect(shouldCatchUp(short, false)).toBe(false);
    expect(shouldCatchUp(short, true)).toBe(true);
    expect(shouldCatchUp({ ...BEHIND, bufferSeconds: 3.9 }, true)).toBe(false);
  });

  it('leaves a viewer where he went himself', () => {
    expect(shouldCatchUp({ ...BEHIND, latencySeconds: 23 }, true)).toBe(false);
  });
});
