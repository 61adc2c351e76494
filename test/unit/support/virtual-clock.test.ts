import { describe, expect, it } from 'vitest';
import { delay } from '../../../src/base/clock.ts';
import { createVirtualTime } from '../../support/virtual-clock.ts';

describe('createVirtualTime', () => {
  it('runs what is due in order of time, then of arrival, and stops at the moment it was given', async () => {
    const time = createVirtualTime();
    const order: string[] = [];
    for (const delayMs of [30, 10, 20, 10]) time.at(1, delayMs, () => order.push(`${delayMs}@${time.nowMs()}`));
    time.at(1, 31, () => order.push('too late'));
    await time.runUntil(30);
    expect(order).toEqual(['10@10', '10@10', '20@20', '30@30']);
    expect(time.nowMs()).toBe(30);
  });

  it('lets the promises of a machine settle before its next task, as an event loop does', async () => {
    const time = createVirtualTime();
    const order: string[] = [];
    const task = (name: string) => async () => {
      order.push(name);
      for (let hops = 0; hops < 20; hops++) await null;
      order.push(`${name} settled`);
    };
    time.at(1, 5, task('first'));
    time.at(1, 5, task('second'));
    await time.runUntil(5);
    expect(order).toEqual(['first', 'first settled', 'second', 'second settled']);
  });

  it('takes machines side by side within one millisecond', async () => {
    const time = createVirtualTime();
    const order: string[] = [];
    time.at(1, 5, () => order.push('1a'));
    time.at(1, 5, () => order.push('1b'));
    time.at(2, 5, () => order.push('2a'));
    await time.runUntil(5);
    expect(order).toEqual(['1a', '2a', '1b']);
  });

  it('does not run a cancelled task', async () => {
    const time = createVirtualTime();
    const clock = time.clockOf(1);
    let ran = false;
    const cancel = clock.schedule(5, () => {
      ran = true;
    });
    cancel();
    cancel();
    await time.runUntil(10);
    expect(ran).toBe(false);
  });

  it('keeps what falls due on a sleeping machine until it wakes', async () => {
    const time = createVirtualTime();
    const ran: string[] = [];
    for (const dueMs of [10, 20, 40]) time.at(1, dueMs, () => ran.push(`${dueMs}@${time.nowMs()}`));
    time.at(2, 10, () => ran.push(`other@${time.nowMs()}`));
    time.freeze(1, 30);
    await time.runUntil(100);
    expect(ran).toEqual(['other@10', '10@30', '20@30', '40@40']);
  });

  it('serves delays of code that awaits them', async () => {
    const time = createVirtualTime();
    const clock = time.clockOf(1);
    const moments: number[] = [];
    const walk = async () => {
      for (let step = 0; step < 3; step++) {
        await delay(clock, 7);
        moments.push(clock.nowMs());
      }
    };
    const done = walk();
    await time.runUntil(100);
    await done;
    expect(moments).toEqual([7, 14, 21]);
  });

  it('refuses a loop in which no time passes', async () => {
    const time = createVirtualTime();
    const again = () => void time.at(0, 0, again);
    again();
    await expect(time.runUntil(1)).rejects.toThrow('time stands still');
  });
});
