import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nightOnTheWater } from '../../demo/catalogue/films.ts';
import { shortenUuid } from '../../src/source/short-id.ts';
import {
  type HarnessSite,
  launchBrowser,
  openViewer,
  type Snapshot,
  serveHarness,
} from '../support/browser-harness.ts';
import { type Demo, startDemo } from '../support/demo.ts';

describe('a player on a live', () => {
  let demo: Demo;
  let site: HarnessSite;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    [demo, site, browser] = await Promise.all([startDemo({ hasPages: false }), serveHarness(), launchBrowser()]);
  });
  afterAll(async () => {
    const refused = demo.world.places.flatMap(({ counters }) => [...counters.refusedHashes]);
    await Promise.all([browser.close(), site.close(), demo.close()]);
    expect(refused).toEqual([]);
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(() => context.close());

  const is = (phase: Snapshot['phase']) => (state: Snapshot) => state.phase === phase;
  const isPlaying = ({ phase, videoWidth, positionSeconds }: Snapshot) =>
    phase === 'playing' && videoWidth > 0 && positionSeconds > 0.5;

  it('waits for it, plays when it starts, waits when it stops, plays when it comes back, and ends for good', async () => {
    const [{ live }] = demo.world.places;
    live?.stop();
    const source = `${demo.origin}/w/${shortenUuid(nightOnTheWater.uuid)}`;
    const viewer = await openViewer(context, site, { player: { source, autoplay: true, isMuted: true } });
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
