import { describe, expect, it } from 'vitest';
import { delay } from '../../../src/base/clock.ts';
import { createVirtualTime, settle } from '../../support/virtual-clock.ts';

describe('delay', () => {
  it('resolves after the time and not before', async () => {
    const time = createVirtualTime();
    let isOver = false;
    void delay(time.clockOf(1), 100).then(() => {
      isOver = true;
    });
    await time.runUntil(99);
    expect(isOver).toBe(false);
    await time.runUntil(100);
    await settle();
    expect(isOver).toBe(true);
  });

  it("rejects with the signal's reason, aborted before or meanwhile", async () => {
    const time = createVirtualTime();
    const reason = new RangeError('enough');
    await expect(delay(time.clockOf(1), 100, AbortSignal.abort(reason))).rejects.toBe(reason);
    const abort = new AbortController();
    const waiting = delay(time.clockOf(1), 100, abort.signal);
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(time.taskCount()).toBe(0);
  });
});
