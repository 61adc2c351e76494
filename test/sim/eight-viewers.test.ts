import { expect, it } from 'vitest';
import { FLEUVE_ENGINE } from './engines.ts';
import { measure } from './measure.ts';
import { createScenario, ORIGIN, planOrdinaryViewer } from './scenario.ts';
import { type RunOutcome, runScenario } from './world.ts';

const VIEWERS = 8;
const MBIT = 1_000_000;
const BASE = createScenario('flash-crowd', { viewers: VIEWERS })!;

/** One room: quick lines, a quick server. */
function play(joinMs: (index: number, unit: () => number) => number, upMbits: number): Promise<RunOutcome> {
  return runScenario({
    scenario: {
      ...BASE,
      origin: { ...ORIGIN, thinkMs: 2 },
      linkSetupMs: 300,
      trackerDelayMs: 20,
      path: { minRttMs: 1, maxRttMs: 4, blockedShare: 0, lossyShare: 0, maxLoss: 0 },
      planViewer: (index, random) => ({
        ...planOrdinaryViewer(random),
        joinMs: joinMs(index, () => random.unit()),
        upBitsPerSecond: upMbits * MBIT,
        downBitsPerSecond: 500 * MBIT,
        originRttMs: 2,
      }),
    },
    viewers: VIEWERS,
    seed: 1,
    createSupply: FLEUVE_ENGINE,
  });
}

it('start together on a quick server, and fetch only the first segment more than once', async () => {
  const { film, originMediaBytes, viewers } = await play((_, unit) => 250 * unit(), 200);
  const segments = BASE.film.durationSeconds! / BASE.film.segmentSeconds;
  const copies = originMediaBytes / film.sizeBytes;
  // All eight fetch the first segment before they know of one another.
  expect(copies).toBeLessThan(1 + (VIEWERS - 0.5) / segments);
  for (const { watching } of viewers) expect(watching.stallsMs).toEqual([]);
});

it('come one after the other, and the first does not send the film to each of them', async () => {
  const outcome = await play((index) => 3000 * index, 60);
  const { largestUpload, stalls, originCopies } = measure(outcome);
  expect(originCopies).toBeLessThan(1.25);
  expect(largestUpload).toBeLessThan(2.5);
  expect(stalls).toBe(0);
});
