import { describe, expect, it } from 'vitest';
import { DIRECT_ENGINE, FLEUVE_ENGINE } from './engines.ts';
import { findBrokenRules, measure } from './measure.ts';
import { createScenario, ORIGIN, type Scenario } from './scenario.ts';
import { runScenario } from './world.ts';

const VIEWERS = 20;
const SEED = 1;

/** Two minutes of film are more than the rules need. */
function shorten(name: string, change: Partial<Scenario> = {}): Scenario {
  const scenario = createScenario(name, { viewers: VIEWERS })!;
  return { ...scenario, film: { ...scenario.film, durationSeconds: 60 }, durationSeconds: 75, ...change };
}

const run = (scenario: Scenario, seed = SEED) =>
  runScenario({ scenario, viewers: VIEWERS, seed, createSupply: FLEUVE_ENGINE });

describe('20 viewers', () => {
  it('share a film that all begin at once: nothing wrong, nothing lost, nobody stalls', async () => {
    const outcome = await run(shorten('flash-crowd', { origin: ORIGIN }));
    const measures = measure(outcome);
    expect(findBrokenRules(outcome)).toEqual([]);
    expect(measures.loadErrors).toBe(0);
    expect(measures.neverStarted).toBe(0);
    expect(measures.stalls).toBe(0);
    expect(measures.peerShare).toBeGreaterThan(0.7);
  });

  it('come and go, some of them without a goodbye', async () => {
    const outcome = await run(shorten('churn'));
    expect(findBrokenRules(outcome)).toEqual([]);
    expect(measure(outcome).loadErrors).toBe(0);
    expect(measure(outcome).stalls).toBeLessThanOrEqual(2);
  });

  it('never show or pass on what a liar sent, and ban the liar', async () => {
    const outcome = await run(shorten('liar'));
    expect(findBrokenRules(outcome)).toEqual([]);
    expect(measure(outcome).loadErrors).toBe(0);
    const liars = outcome.viewers.filter(({ plan }) => plan.isLiar);
    expect(liars.length).toBeGreaterThan(0);
    // Each honest neighbour takes a lie at most once or twice: much less than a film.
    for (const liar of liars) expect(liar.sentBytes).toBeLessThan(outcome.film.sizeBytes);
  });

  it('watch a live near its edge', async () => {
    const outcome = await run(shorten('live-edge'));
    expect(findBrokenRules(outcome)).toEqual([]);
    expect(measure(outcome).loadErrors).toBe(0);
    expect(measure(outcome).peerShare).toBeGreaterThan(0.6);
  });

  it('go on while the origin answers with errors, breaks off and stalls', async () => {
    const origin = { ...ORIGIN, errorShare: 0.1, resetShare: 0.1, stallShare: 0.05 };
    const outcome = await run(shorten('flash-crowd', { origin }));
    expect(findBrokenRules(outcome)).toEqual([]);
    expect(measure(outcome).loadErrors).toBe(0);
    expect(measure(outcome).neverStarted).toBe(0);
  });

  it('keep the store within its bound when it is small', async () => {
    const storeBytes = 8 * 1024 * 1024;
    const outcome = await run(shorten('flash-crowd', { origin: ORIGIN, storeBytes }));
    expect(findBrokenRules(outcome)).toEqual([]);
    expect(measure(outcome).maxStoredBytes).toBeGreaterThan(storeBytes / 2);
    expect(measure(outcome).stalls).toBe(0);
  });
});

describe('runScenario', () => {
  it('gives the same numbers for the same seed, and others for another', async () => {
    const scenario = shorten('churn', { durationSeconds: 40 });
    const [first, again, other] = [await run(scenario, 7), await run(scenario, 7), await run(scenario, 8)];
    expect(measure(again)).toEqual(measure(first));
    expect(again.taskCount).toBe(first.taskCount);
    expect(measure(other)).not.toEqual(measure(first));
  });

  it('finds viewers without peers as a plain player would leave them', async () => {
    const scenario = shorten('flash-crowd', { origin: ORIGIN });
    const outcome = await runScenario({ scenario, viewers: VIEWERS, seed: SEED, createSupply: DIRECT_ENGINE });
    expect(findBrokenRules(outcome)).toEqual([]);
    expect(measure(outcome)).toMatchObject({ peerShare: 0, stalls: 0, neverStarted: 0 });
    expect(measure(outcome).originCopies).toBeCloseTo(VIEWERS, 1);
  });
});
