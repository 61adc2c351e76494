import { describe, expect, it } from 'vitest';
import { ATTACKS, type Attack } from '../support/attacker.ts';
import { BLOCK_ATTACKS } from '../support/block-attacker.ts';
import { FLEUVE_ENGINE } from './engines.ts';
import { type Admitted, admitHostile } from './hostile.ts';
import { findBrokenRules, measure } from './measure.ts';
import { createScenario, ORIGIN, PATH, type Scenario } from './scenario.ts';
import { runScenario } from './world.ts';

const VIEWERS = 4;
const ATTACKERS = 3;
const SEEDS = Number(process.env.FLEUVE_SIM_SEEDS ?? 1);

/** A silent or slow attacker costs its victims one or two timeouts. */
const LONGEST_STALL_MS = 4000;

/** Such a peer can be told from one with bad luck, and is not spoken to again. */
const UNMISTAKABLE: ReadonlySet<string> = new Set([
  'wrong bytes',
  'wrong size',
  'more bytes than promised',
  'completed at once',
  'a command that never ends',
  'a flood of requests',
  'random commands',
  'another length than it says',
  'another segment size in every answer',
]);

function shortFilm(): Scenario {
  const scenario = createScenario('flash-crowd', { viewers: VIEWERS })!;
  return {
    ...scenario,
    film: { ...scenario.film, durationSeconds: 32 },
    durationSeconds: 45,
    origin: ORIGIN,
    path: { ...PATH, blockedShare: 0 },
  };
}

type Case = [name: string, attack: Attack, tongue: 'stock' | 'own'];

const CASES: Case[] = [
  ...Object.entries(ATTACKS).map(([name, attack]): Case => [name, attack, 'stock']),
  ...Object.entries(BLOCK_ATTACKS).map(([name, attack]): Case => [name, attack, 'own']),
];

describe.each(CASES)('attackers: %s', (name, attack, tongue) => {
  it(`does not keep viewers from the film (${SEEDS} seeds)`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      let hostiles: Admitted[] = [];
      let victims = 0;
      const outcome = await runScenario({
        scenario: shortFilm(),
        viewers: VIEWERS,
        seed,
        createSupply: FLEUVE_ENGINE,
        onWorld: async (world) => {
          const list = Array.from({ length: ATTACKERS }, (_, i) => ({ attack, tongue, seed: 1000 * seed + i }));
          hostiles = await admitHostile(world, list);
        },
        onProgress: (atSeconds) => {
          if (atSeconds === 40) victims = hostiles.reduce((count, hostile) => count + hostile.victimCount(), 0);
        },
      });
      const { loadErrors, neverStarted, longestStallMs, maxStoredBytes } = measure(outcome);
      const seen = { seed, broken: findBrokenRules(outcome), loadErrors, neverStarted };
      expect(seen).toEqual({ seed, broken: [], loadErrors: 0, neverStarted: 0 });
      expect(longestStallMs, `seed ${seed}`).toBeLessThan(LONGEST_STALL_MS);
      expect(maxStoredBytes).toBeLessThanOrEqual(outcome.scenario.storeBytes);
      if (UNMISTAKABLE.has(name)) expect(victims, `seed ${seed}: viewers that still speak to an attacker`).toBe(0);
    }
  });
});
