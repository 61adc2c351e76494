import { describe, expect, it } from 'vitest';
import { FLEUVE_ENGINE } from './engines.ts';
import { findBrokenRules, measure } from './measure.ts';
import { createScenario, ORIGIN } from './scenario.ts';
import { runScenario } from './world.ts';

const SEEDS = 30;
const VIEWERS = 4;
const SEEKS = 7;

/** Every viewer jumps to and fro, each in his own way, from the start on. */
function jumps() {
  const scenario = createScenario('seek-storm', { viewers: VIEWERS })!;
  return {
    ...scenario,
    origin: ORIGIN,
    durationSeconds: 34,
    planViewer: (index: number, random: Parameters<typeof scenario.planViewer>[1]) => ({
      ...scenario.planViewer(index, random),
      joinMs: 1000 * index,
      upBitsPerSecond: 6_000_000,
      downBitsPerSecond: 30_000_000,
      seeks: Array.from({ length: SEEKS }, (_, i) => ({
        afterSeconds: 3 + 4 * i + random.unit(),
        toSeconds: 560 * random.unit(),
      })),
    }),
  };
}

describe('seeking', () => {
  it(`never loses the film (${SEEDS} seeds of ${VIEWERS * SEEKS} jumps)`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const outcome = await runScenario({ scenario: jumps(), viewers: VIEWERS, seed, createSupply: FLEUVE_ENGINE });
      const measures = measure(outcome);
      expect({ seed, broken: findBrokenRules(outcome) }).toEqual({ seed, broken: [] });
      expect({ seed, errors: measures.loadErrors }).toEqual({ seed, errors: 0 });
      expect({ seed, hasWaited: measures.longestSeekWaitMs > 0 }).toEqual({ seed, hasWaited: true });
      expect(measures.longestSeekWaitMs, `seed ${seed}`).toBeLessThan(4000);
    }
  });
});
