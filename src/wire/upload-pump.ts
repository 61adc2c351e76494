import type { Clock } from '../base/clock.ts';
import { KIB } from '../base/units.ts';
import type { Link } from './link.ts';
import type { Pace } from './session.ts';

/** More than this waiting in the link delays whatever else we have to say to the peer. */
const HIGH_WATER_BYTES = 160 * KIB;

export type PumpStep = {
  /** Sends the next message and returns its payload's size; 0 ends the pump. */
  next(): number;
};

export interface UploadPump {
  start(step: PumpStep): void;
  stop(): void;
}

/** Sends message after message as fast as the link drains and the pace allows. */
export function createUploadPump(link: Link, clock: Clock, pace: Pace): UploadPump {
  let step: PumpStep | null = null;
  let cancelWait: (() => void) | null = null;
  let isRunning = false;
  const run = () => {
    if (isRunning || cancelWait !== null) return;
    isRunning = true;
    while (step !== null && link.bufferedBytes < HIGH_WATER_BYTES) {
      const waitMs = pace(link.bufferedBytes);
      if (waitMs > 0) {
        cancelWait = clock.schedule(waitMs, () => {
          cancelWait = null;
          run();
        });
        break;
      }
      const current: PumpStep = step;
      if (current.next() === 0 && step === current) step = null;
    }
    isRunning = false;
  };
  const endWait = () => {
    cancelWait?.();
    cancelWait = null;
  };
  // A hidden page's timers come round once a second; what a link says comes at once.
  link.on('drained', () => {
    endWait();
    run();
  });
  return {
    start(next) {
      step = next;
      run();
    },
    stop() {
      step = null;
      endWait();
    },
  };
}
