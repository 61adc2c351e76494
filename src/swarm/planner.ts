import type { Clock } from '../base/clock.ts';

/** Plans follow one another no faster than this, however much happens. */
const MIN_INTERVAL_MS = 100;
const PRESSING_INTERVAL_MS = 20;

/** Calls the plan when something happened, and from time to time while there is something to wait for. */
export class Planner {
  readonly #clock: Clock;
  /** Returns when it wants to be called again if nothing happens, in milliseconds; null for never. */
  readonly #run: () => number | null;
  #lastMs = Number.NEGATIVE_INFINITY;
  #dueMs = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #isDestroyed = false;

  constructor(clock: Clock, run: () => number | null) {
    this.#clock = clock;
    this.#run = run;
  }

  touch(isPressing: boolean): void {
    const nowMs = this.#clock.nowMs();
    const intervalMs = isPressing ? PRESSING_INTERVAL_MS : MIN_INTERVAL_MS;
    this.#schedule(Math.max(nowMs, this.#lastMs + intervalMs));
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  #schedule(dueMs: number): void {
    if (this.#isDestroyed || dueMs >= this.#dueMs) return;
    this.#cancel?.();
    this.#dueMs = dueMs;
    this.#cancel = this.#clock.schedule(dueMs - this.#clock.nowMs(), () => {
      this.#cancel = null;
      this.#dueMs = Number.POSITIVE_INFINITY;
      this.#lastMs = this.#clock.nowMs();
      const againMs = this.#run();
      if (againMs !== null) this.#schedule(this.#clock.nowMs() + againMs);
    });
  }
}
