import { describe, expect, it } from 'vitest';
import { DIRECT_ENGINE, FLEUVE_ENGINE } from './engines.ts';
import { findBrokenRules, type Measures, measure } from './measure.ts';
import { createScenario, ORIGIN, type Scenario } from './scenario.ts';
import { type RunOutcome, runScenario } from './world.ts';

const VIEWERS = 20;
const SEED = 1;

/** Forty seconds of film are all that the rules need. */
function shorten(name: string, change: Partial<Scenario> = {}): Scenario {
  const scenario = createScenario(name, { viewers: VIEWERS })!;
  return { ...scenario, film: { ...scenario.film, durationSeconds: 40 }, durationSeconds: 50, ...change };
}

const run = (scenario: Scenario, seed = SEED) =>
  runScenario({ scenario, viewers: VIEWERS, seed, createSupply: FLEUVE_ENGINE });

/** What holds whatever happens: nothing wrong, nothing lost, every load answered, everybody sees a picture. */
function expectRules(outcome: RunOutcome): Measures {
  const measures = measure(outcome);
  expect(findBrokenRules(outcome)).toEqual([]);
  expect(measures.loadErrors).toBe(0);
  expect(measures.neverStarted).toBe(0);
  return measures;
}

/** While the origin lives, nobody waits after his first picture: of twenty, one may for less than half a second. */
function expectNoStall({ stalls, longestStallMs }: Measures): void {
  expect(stalls).toBeLessThan(2);
  expect(longestStallMs).toBeLessThan(500);
}

describe('20 viewers', () => {
  it('share a film that all begin at once', async () => {
    const measures = expectRules(await run(shorten('flash-crowd', { origin: ORIGIN })));
    expectNoStall(measures);
    expect(measures.peerShare).toBeGreaterThan(0.6);
  });

  it('come and go, some of them without a goodbye', async () => {
    expectNoStall(expectRules(await run(shorten('churn'))));
  });

  it('never show or pass on what a liar sent', async () => {
    const outcome = await run(shorten('liar'));
    expectRules(outcome);
    const liars = outcome.viewers.filter(({ plan }) => plan.isLiar);
    expect(liars.length).toBeGreaterThan(0);
    // Whoever sent as much as a whole segment was found out.
    for (const { peerId, sentBytes } of liars) {
      if (sentBytes > 2_000_000) expect([...outcome.bannedPeerIds]).toContain(peerId);
    }
  });

  it('watch a live near its edge', async () => {
    const measures = expectRules(await run(shorten('live-edge')));
    expectNoStall(measures);
    expect(measures.peerShare).toBeGreaterThan(0.5);
    expect(measures.edgeDistanceSeconds).toBeLessThan(16);
  });

  it('go on while the origin answers with errors, breaks off and stalls', async () => {
    const origin = { ...ORIGIN, errorShare: 0.05, resetShare: 0.05, stallShare: 0.02 };
    expectRules(await run(shorten('flash-crowd', { origin })));
  });

  it('keep the store within its bound when it is small', async () => {
    const storeBytes = 8 * 1024 * 1024;
    const measures = expectRules(await run(shorten('flash-crowd', { origin: ORIGIN, storeBytes })));
    expect(measures.maxStoredBytes).toBeGreaterThan(storeBytes / 2);
  });
});

describe('runScenario', () => {
  it('gives the same numbers for the same seed, and others for another', async () => {
    const scenario = shorten('churn', { durationSeconds: 25 });
    const [first, again, other] = [await run(scenario, 7), await run(scenario, 7), await run(scenario, 8)];
    expect(measure(again)).toEqual(measure(first));
    expect(again.taskCount).toBe(first.taskCount);
    expect(measure(other)).not.toEqual(measure(first));
  });

  it('leaves viewers without peers as a plain player would', async () => {
    const scenario = shorten('flash-crowd', { origin: ORIGIN });
    const outcome = await runScenario({ scenario, viewers: VIEWERS, seed: SEED, createSupply: DIRECT_ENGINE });
    expect(expectRules(outcome)).toMatchObject({ peerShare: 0, stalls: 0 });
    expect(measure(outcome).originCopies).toBeCloseTo(VIEWERS, 1);
  });
});
