import { describe, expect, it } from 'vitest';
import { createStallWatchdog } from '../../../src/playback/stall-watchdog.ts';
import { createVirtualTime, WORLD } from '../../support/virtual-clock.ts';

describe('createStallWatchdog', () => {
  it('speaks up after a while of being stuck, and later the next time', async () => {
    const time = createVirtualTime();
    const clock = time.clockOf(WORLD);
    const momentsMs: number[] = [];
    const watchdog = createStallWatchdog({ clock, isStuck: () => true, onStuck: () => momentsMs.push(clock.nowMs()) });
    await time.runUntil(12_000);
    expect(momentsMs).toEqual([3000, 8500]);
    watchdog.destroy();
    await time.runUntil(60_000);
    expect(momentsMs).toHaveLength(2);
  });

  it('says nothing while work goes on', async () => {
    const time = createVirtualTime();
    const clock = time.clockOf(WORLD);
    let nudges = 0;
    let looks = 0;
    const watchdog = createStallWatchdog({ clock, isStuck: () => looks++ % 4 !== 0, onStuck: () => nudges++ });
    await time.runUntil(30_000);
    expect(nudges).toBe(0);
    watchdog.destroy();
  });
});
