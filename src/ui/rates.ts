import type { SupplyStats } from '../swarm/supply.ts';

type Sample = { readonly atMs: number; readonly down: number; readonly up: number };

/** Long enough to be calm, short enough to follow what happens. */
const WINDOW_MS = 5000;

export type Rates = { readonly downBytesPerSecond: number; readonly upBytesPerSecond: number };

const STILL: Rates = { downBytesPerSecond: 0, upBytesPerSecond: 0 };

/** Down and up, as words of the same kind. */
export function describeFlow(down: string, up: string): string {
  return `↓ ${down}  ↑ ${up}`;
}

/** Turns counters into rates over the last seconds. */
export function createRateMeter(now: () => number = () => performance.now()) {
  let samples: Sample[] = [];
  return {
    add(stats: SupplyStats | null): Rates {
      if (stats === null) {
        samples = [];
        return STILL;
      }
      const sample = { atMs: now(), down: stats.httpBytes + stats.peerBytes, up: stats.uploadedBytes };
      // Another film counts from zero.
      if (sample.down < (samples.at(-1)?.down ?? 0)) samples = [];
      samples = [...samples.filter(({ atMs }) => atMs > sample.atMs - WINDOW_MS), sample];
      const first = samples[0] ?? sample;
      const seconds = (sample.atMs - first.atMs) / 1000;
      if (seconds < 0.5) return STILL;
      return {
        downBytesPerSecond: (sample.down - first.down) / seconds,
        upBytesPerSecond: (sample.up - first.up) / seconds,
      };
    },
  };
}
