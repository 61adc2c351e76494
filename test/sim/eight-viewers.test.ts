import { expect, it } from 'vitest';
import { FLEUVE_ENGINE } from './engines.ts';
import { createScenario, ORIGIN, planOrdinaryViewer } from './scenario.ts';
import { runScenario } from './world.ts';

const VIEWERS = 8;
const MBIT = 1_000_000;

it('start together on a quick server, and fetch only the first segment more than once', async () => {
  const base = createScenario('flash-crowd', { viewers: VIEWERS })!;
  const outcome = await runScenario({
    scenario: {
      ...base,
      origin: { ...ORIGIN, thinkMs: 2 },
      linkSetupMs: 300,
      trackerDelayMs: 20,
      path: { minRttMs: 1, maxRttMs: 4, blockedShare: 0, lossyShare: 0, maxLoss: 0 },
      planViewer: (_, random) => ({
        ...planOrdinaryViewer(random),
        joinMs: 250 * random.unit(),
        upBitsPerSecond: 200 * MBIT,
        downBitsPerSecond: 500 * MBIT,
        originRttMs: 2,
      }),
    },
    viewers: VIEWERS,
    seed: 1,
    createSupply: FLEUVE_ENGINE,
  });
  const { film, originMediaBytes, viewers } = outcome;
  const segments = base.film.durationSeconds! / base.film.segmentSeconds;
  const copies = originMediaBytes / film.sizeBytes;
  // All eight fetch the first segment before they know of one another.
  expect(copies).toBeLessThan(1 + (VIEWERS - 0.5) / segments);
  for (const { watching } of viewers) expect(watching.stallsMs).toEqual([]);
});
