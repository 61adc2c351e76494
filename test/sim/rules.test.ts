import { describe, expect, it } from 'vitest';
import type { SegmentSupply } from '../../src/swarm/supply.ts';
import { falsify, PhantomBytes } from '../support/phantom-bytes.ts';
import { drawSources } from './draw-sources.ts';
import { DIRECT_ENGINE, FLEUVE_ENGINE } from './engines.ts';
import { findBrokenRules, formatMeasures, measure } from './measure.ts';
import { createScenario, ORIGIN } from './scenario.ts';
import { type CreateSupply, runScenario } from './world.ts';

const VIEWERS = 3;

/** An engine with a fault of ours. */
function spoil(change: (supply: SegmentSupply) => Partial<SegmentSupply>): CreateSupply {
  return (context) => {
    const supply = DIRECT_ENGINE(context);
    return { ...supply, ...change(supply) };
  };
}

function run(createSupply: CreateSupply) {
  const scenario = createScenario('flash-crowd', { viewers: VIEWERS })!;
  const film = { ...scenario.film, durationSeconds: 12 };
  return runScenario({
    scenario: { ...scenario, film, durationSeconds: 20, origin: ORIGIN },
    viewers: VIEWERS,
    seed: 1,
    createSupply,
  });
}

describe('findBrokenRules', () => {
  it('has nothing to say of engines that work', async () => {
    expect(findBrokenRules(await run(DIRECT_ENGINE))).toEqual([]);
    expect(findBrokenRules(await run(FLEUVE_ENGINE))).toEqual([]);
  });

  it('sees a wrong byte that reached a player', async () => {
    const outcome = await run(
      spoil((supply) => ({
        load: async (request) => {
          const loaded = await supply.load(request);
          return loaded.bytes instanceof PhantomBytes ? { ...loaded, bytes: falsify(loaded.bytes) } : loaded;
        },
      })),
    );
    expect(findBrokenRules(outcome)).toContain('viewer 1 was shown wrong bytes');
  });

  it('sees bytes that were counted and never came', async () => {
    const outcome = await run(
      spoil((supply) => ({ stats: () => ({ ...supply.stats(), peerBytes: 5, httpBytes: 1e9 }) })),
    );
    const broken = findBrokenRules(outcome).join('\n');
    expect(broken).toContain('viewer 1 counts 5 B from peers, got 0');
    expect(broken).toMatch(/viewers count \d+ B from the origin/);
  });

  it('sees a store that outgrew its bound', async () => {
    const outcome = await run(spoil((supply) => ({ stats: () => ({ ...supply.stats(), storedBytes: 1e9 }) })));
    expect(findBrokenRules(outcome)).toContain('viewer 2 stored 1000000000 B');
  });
});

describe('drawSources', () => {
  it('draws a picture without gaps in its numbers', async () => {
    const outcome = await run(FLEUVE_ENGINE);
    const svg = drawSources(outcome);
    expect(svg).toMatch(/^<svg [^>]*viewBox/);
    expect(svg.match(/<polygon/g)).toHaveLength(2);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(formatMeasures(measure(outcome))).not.toMatch(/NaN|undefined/);
  });
});
