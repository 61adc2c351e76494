import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nightOnTheWater } from '../../demo/catalogue/films.ts';
import { shortenUuid } from '../../src/source/short-id.ts';
import { openViewer, type Snapshot } from '../support/browser-harness.ts';
import { useDemoAndHarness } from '../support/harness-stage.ts';

describe('a player on a live', () => {
  const stage = useDemoAndHarness();
  let context: BrowserContext;

  afterAll(() => {
    const refused = stage.demo.world.places.flatMap(({ counters }) => [...counters.refusedHashes]);
    expect(refused).toEqual([]);
  });
  beforeEach(async () => {
    context = await stage.browser.newContext();
  });
  afterEach(() => context.close());

  const is = (phase: Snapshot['phase']) => (state: Snapshot) => state.phase === phase;
  const isPlaying = ({ phase, videoWidth, positionSeconds }: Snapshot) =>
    phase === 'playing' && videoWidth > 0 && positionSeconds > 0.5;

  it('waits for it, plays when it starts, waits when it stops, plays when it comes back, and ends for good', async () => {
    const [{ live }] = stage.demo.world.places;
    live?.stop();
    const source = `${stage.demo.origin}/w/${shortenUuid(nightOnTheWater.uuid)}`;
    const viewer = await openViewer(context, stage.site, { player: { source, autoplay: true, isMuted: true } });
    await viewer.until('it waits', is('waiting-for-live'));
    live?.start();
    const first = await viewer.until('it plays', isPlaying);
    expect(first).toMatchObject({ isLive: true, title: nightOnTheWater.title, sharing: { kind: 'on' } });
    live?.stop();
    await viewer.until('it waits again', is('waiting-for-live'), 10_000);
    live?.start();
    await viewer.until('it plays again', isPlaying);
    live?.stop({ forGood: true });
    await viewer.until('it is over', (state) => state.phase === 'live-ended' || state.phase === 'ended', 30_000);
    expect((await viewer.events()).filter((event) => event.startsWith('failed'))).toEqual([]);
  });
});
