import type { Clock } from '../base/clock.ts';

const LOOK_INTERVAL_MS = 500;
/** Longer than a live playlist of short segments stands still. */
const FIRST_PATIENCE_MS = 2500;
const MAX_PATIENCE_MS = 30_000;

export type StallWatchdog = {
  /** Something arrived: patience begins anew. */
  reset(): void;
  destroy(): void;
};

/**
 * Notices a loader that forgot its work. hls.js 1.7.4 does after Content Steering took a fragment's playlist away
 * while it was loading ("Dropping fragment … after level details were reset"), and stays in its loading state.
 * Patience doubles each time, since a loader that is right to wait should be left alone.
 */
export function createStallWatchdog(options: {
  readonly clock: Clock;
  readonly isStuck: () => boolean;
  readonly onStuck: () => void;
}): StallWatchdog {
  const { clock } = options;
  let patienceMs = FIRST_PATIENCE_MS;
  let stuckSinceMs: number | null = null;
  let cancel = look();

  function look(): () => void {
    return clock.schedule(LOOK_INTERVAL_MS, () => {
      if (!options.isStuck()) stuckSinceMs = null;
      else if (stuckSinceMs === null) stuckSinceMs = clock.nowMs();
      else if (clock.nowMs() - stuckSinceMs >= patienceMs) {
        stuckSinceMs = null;
        patienceMs = Math.min(2 * patienceMs, MAX_PATIENCE_MS);
        options.onStuck();
      }
      cancel = look();
    });
  }

  return {
    reset() {
      stuckSinceMs = null;
      patienceMs = FIRST_PATIENCE_MS;
    },
    destroy: () => cancel(),
  };
}
