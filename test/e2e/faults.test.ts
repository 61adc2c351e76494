import { describe, expect, it } from 'vitest';
import type { PlayerOptions } from '../../src/player/options.ts';
import { openRogue, openViewer, type Snapshot, type Viewer, type ViewerOptions } from '../support/browser-harness.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import { useHarness } from '../support/harness-stage.ts';
import { orderRogue } from '../support/rogue-order.ts';

const FILM_SECONDS = 60;

const stage = useHarness();

/** Every test has an instance of its own, so that they can all run at once. */
async function withDemo(run: (demo: Demo, filmUrl: string) => Promise<void>): Promise<void> {
  const demo = await startDemo({ hasPages: false });
  try {
    await run(demo, `${demo.origin}/w/${demo.world.places[0].films[0]!.uuid}`);
    expect([...demo.counters.refusedHashes]).toEqual([]);
  } finally {
    await demo.close();
  }
}

async function open(player: PlayerOptions, options: Partial<ViewerOptions> = {}): Promise<Viewer> {
  const context = await stage.browser.newContext({ viewport: { width: 320, height: 180 } });
  return openViewer(context, stage.site, {
    player: { autoplay: true, isMuted: true, ...player },
    widthPx: 320,
    ...options,
  });
}

const plays = (seconds: number) => (state: Snapshot) => state.positionSeconds > seconds && state.videoWidth > 0;

async function failures(viewer: Viewer): Promise<readonly string[]> {
  return (await viewer.events()).filter((event) => event.startsWith('failed'));
}

/** What the player shows instead of the film. */
async function readErrorScreen(viewer: Viewer): Promise<string> {
  const screen = viewer.page.locator('[part~=error]');
  try {
    await screen.waitFor({ timeout: 15_000 });
  } catch (cause) {
    const shown = await viewer.page.evaluate(() => document.querySelector('#player')?.shadowRoot?.innerHTML);
    throw new Error(`The player does not say what is wrong. It shows: ${shown}`, { cause });
  }
  return (await screen.textContent()) ?? '';
}

describe.concurrent('when something breaks, the film goes on', () => {
  it('without a tracker it comes from the server', () =>
    withDemo(async (demo, source) => {
      demo.controls.set({ isTrackerUp: false });
      const viewer = await open({ source });
      const state = await viewer.until('it plays', plays(4), 40_000);
      expect(state.sharing).toEqual({ kind: 'on' });
      expect(state.supply).toMatchObject({ peerBytes: 0, peers: [] });
      expect(state.supply?.trackers.every((tracker) => tracker.state !== 'connected')).toBe(true);
      expect(await failures(viewer)).toEqual([]);
    }));

  it('past a peer that vanishes in the middle of a segment', () =>
    withDemo(async (demo, source) => {
      const context = await stage.browser.newContext();
      const rogue = await openRogue(context, stage.site, await orderRogue(demo, 'stops'));
      const viewer = await open({ source });
      await rogue.until('it has sent a piece', ({ sentBytes }) => sentBytes > 0);
      await rogue.vanish();
      const { positionSeconds } = await viewer.state();
      const state = await viewer.until('the film goes on', plays(positionSeconds + 10), 60_000);
      expect(state.supply!.peerBytes).toBeGreaterThan(0);
      expect(await failures(viewer)).toEqual([]);
      await context.close();
    }));

  it('past a peer that sends wrong bytes, whom nobody asks again', () =>
    withDemo(async (demo, source) => {
      const context = await stage.browser.newContext();
      const rogue = await openRogue(context, stage.site, await orderRogue(demo, 'lies'));
      const viewer = await open({ source });
      await rogue.until('it is sent away', ({ closedCount }) => closedCount > 0, 30_000);
      const { sentBytes } = await rogue.read();
      expect(sentBytes).toBeGreaterThan(0);
      const { positionSeconds } = await viewer.state();
      const state = await viewer.until('the film goes on', plays(positionSeconds + 10), 60_000);
      expect((await rogue.read()).sentBytes).toBe(sentBytes);
      expect(state.supply!.wastedBytes).toBeGreaterThan(0);
      expect(state.supply!.isVerified).toBe(true);
      expect(state.supply!.peers).toEqual([]);
      expect(await failures(viewer)).toEqual([]);
      await context.close();
    }));

  it.each([
    ['answers 500', { failureStatus: 500 }],
    ['stalls in the middle of its answers', { isStalling: true }],
  ] as const)('from a peer, where the origin %s', (_, trouble) =>
    withDemo(async (demo, source) => {
      const first = await open({ source, rate: 4 });
      const hasAll = ({ buffered }: Snapshot) => (buffered.at(-1)?.endSeconds ?? 0) > FILM_SECONDS - 1;
      await first.until('the first has all of it', hasAll, 60_000);
      const second = await open({ source });
      await second.until(
        'the second plays and has met the first',
        (state) => plays(1)(state) && state.supply!.peerBytes > 0,
      );
      demo.controls.set(trouble);
      await second.call('seek', FILM_SECONDS - 8);
      await second.until('the second has seen the end of it', ({ phase }) => phase === 'ended', 60_000);
      expect(await failures(second)).toEqual([]);
    }),
  );

  it('after an origin has come to itself again', () =>
    withDemo(async (demo, source) => {
      demo.controls.set({ failureStatus: 500 });
      const viewer = await open({ source });
      await viewer.until('it waits', ({ phase }) => phase === 'buffering');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      demo.controls.set({ failureStatus: null, isStalling: true });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      demo.controls.reset();
      await viewer.until('it plays', plays(1), 40_000);
      expect(await failures(viewer)).toEqual([]);
    }));
});

describe.concurrent('when nothing helps, the player says so', () => {
  const LOCAL = 'http://127.0.0.1:9/film.m3u8';

  it.each([
    { what: 'a link that is dead', source: LOCAL, code: 'playlist-unreachable' },
    {
      what: 'a film whose server is dead',
      source: 'http://127.0.0.1:9/w/9f1c3d5e-27ab-4c60-8e94-d3b7a1f05c82',
      code: 'unreachable',
    },
    { what: 'words that are no link', source: 'not a link', code: 'unrecognised' },
  ])('$what: $code', async ({ source, code }) => {
    const viewer = await open({ source }, { hasSkin: true });
    const state = await viewer.until('it fails', ({ phase }) => phase === 'failed', 40_000);
    expect(state.error?.code).toBe(code);
    expect(state.error?.message).toMatch(/^\S.{15,}[.!…]$/s);
    expect(await viewer.events()).toContain(`failed:${code}`);
    expect((await readErrorScreen(viewer)).length).toBeGreaterThan(20);
  });

  it('a playlist that is none: playlist-invalid', () =>
    withDemo(async (demo) => {
      const viewer = await open({ source: `${stage.site.origin}/film.m3u8` }, { hasSkin: true });
      const state = await viewer.until('it fails', ({ phase }) => phase === 'failed', 20_000);
      expect(state.error?.code).toBe('playlist-invalid');
      expect(demo.counters.requests).toEqual([]);
    }));

  it('a browser without Media Source Extensions: no-media-source', () =>
    withDemo(async (_, source) => {
      const initScript = `
        delete window.MediaSource; delete window.ManagedMediaSource; delete window.WebKitMediaSource;
        HTMLMediaElement.prototype.canPlayType = () => '';`;
      const viewer = await open({ source }, { hasSkin: true, initScript });
      const state = await viewer.until('it fails', ({ phase }) => phase === 'failed');
      expect(state.error?.code).toBe('no-media-source');
      expect(await readErrorScreen(viewer)).toMatch(/browser/i);
    }));

  it('a browser without WebRTC plays from the server and says why it does not share', () =>
    withDemo(async (demo, source) => {
      const initScript = 'delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection;';
      const viewer = await open({ source }, { initScript });
      const state = await viewer.until('it plays', plays(2));
      expect(state.sharing).toEqual({ kind: 'off', reason: 'no-webrtc' });
      expect(demo.counters.announcedHashes.size).toBe(0);
      expect(await failures(viewer)).toEqual([]);
    }));
});
