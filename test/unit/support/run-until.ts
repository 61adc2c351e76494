import type { VirtualTime } from '../../support/virtual-clock.ts';

/** Two minutes of virtual time. */
const PATIENCE_MS = 120_000;

/** Lets virtual time pass until the condition holds. */
export async function runUntil(time: VirtualTime, condition: () => boolean): Promise<void> {
  const endMs = time.nowMs() + PATIENCE_MS;
  while (!condition()) {
    if (time.nowMs() > endMs) throw new Error(`still not so after ${PATIENCE_MS} ms`);
    await time.runUntil(time.nowMs() + 10);
  }
}
