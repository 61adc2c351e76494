import type { Clock } from '../base/clock.ts';

/** Plans follow one another no faster than this, however much happens. */
const INTERVAL_MS = { starving: 20, pressing: 50, news: 200 } as const;

/** How much hangs on it: playback stands still; a transfer ended or is in danger; somebody said something. */
export type Pressure = keyof typeof INTERVAL_MS;

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

  touch(pressure: Pressure): void {
    this.#schedule(Math.max(this.#clock.nowMs(), this.#lastMs + INTERVAL_MS[pressure]));
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
