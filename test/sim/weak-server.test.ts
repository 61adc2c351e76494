import { expect, it } from 'vitest';
import { FLEUVE_ENGINE } from './engines.ts';
import { findBrokenRules, measure } from './measure.ts';
import { createScenario } from './scenario.ts';
import { runScenario } from './world.ts';

const VIEWERS = 60;

it('a crowd begins on a server that cannot serve a tenth of it and fails now and then, and hardly stands still', async () => {
  const scenario = { ...createScenario('weak-origin', { viewers: VIEWERS })!, durationSeconds: 30 };
  const outcome = await runScenario({ scenario, viewers: VIEWERS, seed: 4, createSupply: FLEUVE_ENGINE });
  const measures = measure(outcome);
  expect(findBrokenRules(outcome)).toEqual([]);
  expect(measures.neverStarted).toBe(0);
  expect(measures.start95Ms).toBeLessThan(7000);
  // Most of these seconds are the hardest ones: the film has just begun for all.
  expect(measures.stalledShare).toBeLessThan(0.1);
}, 120_000);
