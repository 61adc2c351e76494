import { describe, expect, it } from 'vitest';
import { deriveLoading, type FinishedLoad, planRetry } from '../../../src/playback/load-stats.ts';

const ESTIMATE = { bandwidthBitsPerSecond: 1_000_000, firstByteMs: 80 };
const LOAD: FinishedLoad = {
  source: 'http',
  timing: { startMs: 50_000, firstByteMs: 50_200, endMs: 51_000 },
  sizeBytes: 125_000,
  askedMs: 2000,
  answeredMs: 3000,
};

/** As hls.js samples it. */
function measuredBitsPerSecond(load: FinishedLoad): number {
  const loading = deriveLoading(load, ESTIMATE);
  const wait = Math.min(loading.first - loading.start, ESTIMATE.firstByteMs);
  return (load.sizeBytes * 8000) / (loading.end - loading.start - wait);
}

describe('deriveLoading', () => {
  it('moves the transfer to the clock of the player', () => {
    expect(deriveLoading(LOAD, ESTIMATE)).toEqual({ start: 2000, first: 2200, end: 3000 });
  });

  it('gives a transfer that began before it was asked for its whole length', () => {
    const ahead = { ...LOAD, askedMs: 2990 };
    expect(deriveLoading(ahead, ESTIMATE)).toEqual({ start: 2000, first: 2200, end: 3000 });
  });

  it('leaves the estimate as it is for bytes that were here already', () => {
    const stored = { ...LOAD, source: 'store' as const, askedMs: 2999 };
    expect(measuredBitsPerSecond(stored)).toBeCloseTo(ESTIMATE.bandwidthBitsPerSecond);
  });

  it('never decreases, whatever a supply says', () => {
    const odd = [
      { startMs: 10, firstByteMs: 5, endMs: 7 },
      { startMs: 10, firstByteMs: 90, endMs: 20 },
      { startMs: 10, firstByteMs: 10, endMs: 10 },
    ];
    for (const timing of odd) {
      const { start, first, end } = deriveLoading({ ...LOAD, timing }, ESTIMATE);
      expect(start).toBeLessThanOrEqual(first);
      expect(first).toBeLessThanOrEqual(end);
      expect(end).toBeLessThanOrEqual(3000);
    }
  });
});

describe('planRetry', () => {
  const policy = { maxNumRetry: 3, retryDelayMs: 100, maxRetryDelayMs: 300 };

  it('waits twice as long each time, up to the bound', () => {
    const delays = [0, 1, 2].map((retryCount) => planRetry(policy, { retryCount, status: 503, isTimeout: false }));
    expect(delays).toEqual([100, 200, 300]);
  });

  it('waits as long each time where the policy is linear', () => {
    expect(planRetry({ ...policy, backoff: 'linear' }, { retryCount: 2, status: 0, isTimeout: true })).toBe(100);
  });

  it('gives up after the last try, without a policy, and on what the server refuses', () => {
    expect(planRetry(policy, { retryCount: 3, status: 503, isTimeout: false })).toBeNull();
    expect(planRetry(null, { retryCount: 0, status: 503, isTimeout: false })).toBeNull();
    expect(planRetry(policy, { retryCount: 0, status: 404, isTimeout: false })).toBeNull();
  });
});
