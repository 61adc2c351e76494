import { describe, expect, it } from 'vitest';
import { FLEUVE_ENGINE } from './engines.ts';
import { findBrokenRules, measure } from './measure.ts';
import { createScenario, ORIGIN, PATH, type Scenario } from './scenario.ts';
import { runScenario } from './world.ts';

const VIEWERS = 50;
/** Of one processor's time. */
const PATIENCE_MS = 20_000;

/** Latency, limits of every line, loss on every second connection, and a third of the viewers in motion. */
function bustle(): Scenario {
  const scenario = createScenario('churn', { viewers: VIEWERS })!;
  return {
    ...scenario,
    durationSeconds: 75,
    origin: { ...ORIGIN, errorShare: 0.01, resetShare: 0.01 },
    path: { ...PATH, lossyShare: 0.5, maxLoss: 0.005 },
    planViewer(index, random) {
      const plan = scenario.planViewer(index, random);
      const isStaying = index % 3 !== 0;
      return isStaying ? { ...plan, joinMs: 600 * index, watchSeconds: null, pauses: [], sleeps: [] } : plan;
    },
  };
}

describe('50 viewers', () => {
  // What else the machine does only adds to the time.
  it('share a film in spite of latency, narrow lines, loss and churn, simulated in under 20 s', {
    retry: 2,
  }, async () => {
    const before = process.cpuUsage();
    const outcome = await runScenario({ scenario: bustle(), viewers: VIEWERS, seed: 1, createSupply: FLEUVE_ENGINE });
    const { user, system } = process.cpuUsage(before);
    // Of the processor: other work on the machine does not count.
    const tookMs = (user + system) / 1000;
    const measures = measure(outcome);
    expect(findBrokenRules(outcome)).toEqual([]);
    expect(measures.loadErrors).toBe(0);
    expect(measures.neverStarted).toBe(0);
    expect(measures.peerShare).toBeGreaterThan(0.75);
    expect(measures.stalledShare).toBeLessThan(0.02);
    expect(tookMs).toBeLessThan(PATIENCE_MS);
  });
});
