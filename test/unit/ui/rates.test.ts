import { describe, expect, it } from 'vitest';
import type { SupplyStats } from '../../../src/swarm/supply.ts';
import { createRateMeter } from '../../../src/ui/rates.ts';

const stats = (httpBytes: number, peerBytes: number, uploadedBytes: number) =>
  ({ httpBytes, peerBytes, uploadedBytes }) as SupplyStats;

describe('createRateMeter', () => {
  it('takes the mean of the last seconds', () => {
    let nowMs = 0;
    const meter = createRateMeter(() => nowMs);
    expect(meter.add(stats(0, 0, 0)).downBytesPerSecond).toBe(0);
    nowMs = 2000;
    expect(meter.add(stats(1000, 3000, 500))).toEqual({ downBytesPerSecond: 2000, upBytesPerSecond: 250 });
    nowMs = 20_000;
    expect(meter.add(stats(1000, 3000, 500))).toEqual({ downBytesPerSecond: 0, upBytesPerSecond: 0 });
  });

  it('begins anew with another film and without one', () => {
    let nowMs = 0;
    const meter = createRateMeter(() => nowMs);
    meter.add(stats(9000, 0, 0));
    nowMs = 1000;
    expect(meter.add(stats(10, 0, 0)).downBytesPerSecond).toBe(0);
    expect(meter.add(null)).toEqual({ downBytesPerSecond: 0, upBytesPerSecond: 0 });
  });
});
