import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Film } from '../../demo/catalogue/film.ts';
import {
  mirroredLights,
  mirroredRiver,
  northernLights,
  privateRiver,
  riverBehindPassword,
  riverOfLight,
} from '../../demo/catalogue/films.ts';
import { ACCESS_TOKEN } from '../../demo/server/guard.ts';
import type { PlayerOptions } from '../../src/player/options.ts';
import { shortenUuid } from '../../src/source/short-id.ts';
import { openViewer, type Snapshot, type Viewer } from '../support/browser-harness.ts';
import { useDemoAndHarness } from '../support/harness-stage.ts';

/** What people paste, in a real browser on a page of another origin, against the demo's two instances. */
describe('a player on any instance', () => {
  const stage = useDemoAndHarness();
  let context: BrowserContext;

  afterAll(() => {
    // Over all of these tests: nobody announced a hash that the instances do not list.
    const refused = stage.demo.world.places.flatMap(({ counters }) => [...counters.refusedHashes]);
    expect(refused).toEqual([]);
  });
  beforeEach(async () => {
    context = await stage.browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    stage.demo.controls.reset();
    stage.demo.secondControls.reset();
  });

  const open = (player: PlayerOptions): Promise<Viewer> =>
    openViewer(context, stage.site, { player: { autoplay: true, isMuted: true, ...player } });
  const link = (film: Film, origin = stage.demo.origin) => `${origin}/w/${shortenUuid(film.uuid)}`;
  const plays = (seconds: number) => (state: Snapshot) => state.positionSeconds > seconds && state.videoWidth > 0;
  /** Answers an instance's REST in the page's own network. */
  const answerRest = (origin: string, answer: { status: number; body?: string; contentType?: string }) =>
    context.route(
      (url) => url.origin === origin && url.pathname.startsWith('/api/v1/videos/'),
      (route) => route.fulfill({ ...answer, headers: { 'access-control-allow-origin': '*' } }),
    );

  it('plays a local film from its time on, and may share it', async () => {
    const viewer = await open({ source: `${link(riverOfLight)}?start=20s` });
    const state = await viewer.until('it plays', plays(20.5));
    expect(state).toMatchObject({ title: 'River of Light', sharing: { kind: 'on' }, chapters: { length: 5 } });
    await viewer.until('it meets the tracker', ({ supply }) => supply?.trackers[0]?.state === 'connected');
    await expect.poll(() => stage.demo.counters.views, { timeout: 5000 }).toBeGreaterThan(0);
  });

  it('plays a remote film through the instance that follows its own', async () => {
    const viewer = await open({ source: link(riverOfLight, stage.demo.secondOrigin) });
    expect(await viewer.until('it plays', plays(0.5))).toMatchObject({
      title: 'River of Light',
      sharing: { kind: 'on' },
    });
  });

  it('plays the newest film of a handle', async () => {
    const answer = await fetch(`${stage.demo.origin}/api/v1/videos/${riverOfLight.uuid}`);
    const { channel } = (await answer.json()) as { channel: { name: string } };
    const viewer = await open({ source: `@${channel.name}@${stage.demo.world.places[0].host}` });
    expect((await viewer.until('it plays', plays(0.5))).title).toMatch(/River/);
  });

  it('plays and shares from the ActivityPub object where REST is closed', async () => {
    await answerRest(stage.demo.origin, { status: 403, body: '{}' });
    const viewer = await open({ source: link(riverOfLight) });
    expect(await viewer.until('it plays', plays(0.5))).toMatchObject({
      title: 'River of Light',
      sharing: { kind: 'on' },
      captions: { length: 2 },
    });
  });

  it('asks the origin where the instance that was asked does not follow it', async () => {
    const body = JSON.stringify({
      code: 'does_not_respect_follow_constraints',
      originUrl: `${stage.demo.origin}/videos/watch/${riverOfLight.uuid}`,
    });
    await answerRest(stage.demo.secondOrigin, { status: 403, body, contentType: 'application/problem+json' });
    const viewer = await open({ source: link(riverOfLight, stage.demo.secondOrigin) });
    await viewer.until('it plays', plays(0.5));
  });

  it('plays a playlist from start to stop, over its gaps', async () => {
    const list = stage.demo.world.places[0].lists[0]!;
    const viewer = await open({ source: `${stage.demo.origin}/w/p/${shortenUuid(list.uuid)}` });
    const first = await viewer.until('the first part plays', plays(2.2));
    expect(first.positionSeconds).toBeLessThan(10);
    await viewer.call('seek', 9);
    const second = await viewer.until('the second part plays', plays(30.2));
    expect(second.positionSeconds).toBeLessThan(40);
    await viewer.call('seek', 39);
    const third = await viewer.until(
      'the third part plays',
      ({ positionSeconds, phase }) => phase === 'playing' && positionSeconds < 20,
    );
    expect(third.title).toBe('River of Light');
  });

  it('prompts for a password, says when it is wrong, and plays without sharing', async () => {
    const viewer = await open({ source: link(riverBehindPassword), p2p: 'on' });
    await viewer.until('it asks for the password', ({ phase }) => phase === 'needs-password');
    await viewer.call('submitPassword', 'torch');
    await viewer.until('it says that it is wrong', ({ isPasswordWrong }) => isPasswordWrong);
    await viewer.call('submitPassword', 'lantern');
    expect(await viewer.until('it plays', plays(0.5))).toMatchObject({
      sharing: { kind: 'off', reason: 'password-film' },
    });
    expect((await viewer.state()).supply?.trackers).toEqual([]);
  });

  it('goes on when the token of a private film runs out in the middle', async () => {
    stage.demo.controls.set({ rateBytesPerSecond: 200_000 });
    const viewer = await open({ source: link(privateRiver), access: { kind: 'bearer', token: ACCESS_TOKEN } });
    await viewer.until('it plays', plays(0.5));
    stage.demo.world.places[0].fileTokens.clear();
    stage.demo.controls.set({ rateBytesPerSecond: null });
    await viewer.call('seek', 45);
    expect(await viewer.until('it plays there', plays(45.5))).toMatchObject({ error: null });
    expect((await viewer.events()).filter((event) => event.startsWith('failed'))).toEqual([]);
    expect(stage.demo.world.places[0].fileTokens.size).toBeGreaterThan(0);
  });

  it('lets a mirror take over when the film’s server dies in the middle, with at most 3 s of stall', async () => {
    stage.demo.controls.set({ rateBytesPerSecond: 300_000 });
    stage.demo.secondControls.set({ rateBytesPerSecond: 300_000 });
    const viewer = await open({ source: link(mirroredRiver), p2p: 'off' });
    await viewer.until('it plays', plays(2));
    stage.demo.controls.set({ isCutOff: true });
    const mirroredBytes = stage.demo.secondCounters.mediaBytes;
    // Far beyond what is buffered already.
    const bufferedSeconds = await viewer.page.evaluate(() => window.harness.player!.media.buffered.end(0));
    expect(bufferedSeconds).toBeLessThan(40);
    const stalledMs = await measureStall(viewer, bufferedSeconds + 10);
    expect(stage.demo.secondCounters.mediaBytes).toBeGreaterThan(mirroredBytes);
    console.log(`The longest stall when a mirror took over at ${bufferedSeconds.toFixed(1)} s: ${stalledMs} ms`);
    expect(stalledMs).toBeLessThanOrEqual(3000);
    expect((await viewer.events()).filter((event) => event.startsWith('failed'))).toEqual([]);
  });

  /** The longest time without progress until the film has come to `untilSeconds`, in milliseconds. */
  async function measureStall(viewer: Viewer, untilSeconds: number): Promise<number> {
    return viewer.page.evaluate(async (end) => {
      const { media } = window.harness.player!;
      let longestMs = 0;
      let lastMs = performance.now();
      let last = media.currentTime;
      while (media.currentTime < end && performance.now() - lastMs < 20_000) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        if (media.currentTime === last) longestMs = Math.max(longestMs, performance.now() - lastMs);
        else {
          last = media.currentTime;
          lastMs = performance.now();
        }
      }
      return Math.round(longestMs);
    }, untilSeconds);
  }

  it('plays a mirror’s file where the film’s server is dead from the start', async () => {
    stage.demo.controls.set({ isCutOff: true });
    const viewer = await open({ source: link(mirroredRiver, stage.demo.secondOrigin) });
    expect(await viewer.until('it plays', plays(0.5), 30_000)).toMatchObject({
      title: mirroredRiver.title,
      sharing: { kind: 'off', reason: 'not-hls' },
    });
    await viewer.call('seek', 40);
    expect((await viewer.until('it plays there', plays(40.3), 30_000)).durationSeconds).toBeGreaterThan(55);
  });

  it.each([
    ['nobody mirrors the film', northernLights, 'nobody mirrors it'],
    ['mirrors hold the picture without its sound', mirroredLights, 'pictures and sound in separate files'],
  ] as const)('says which server is dead from the start where %s', async (_, film, reason) => {
    stage.demo.controls.set({ isCutOff: true });
    const viewer = await open({ source: link(film, stage.demo.secondOrigin) });
    const { error } = await viewer.until('it fails', ({ phase }) => phase === 'failed', 30_000);
    const { host } = stage.demo.world.places[0];
    expect(error?.code).toBe('origin-down');
    expect(error?.message).toContain(`lies on ${host}, which is down`);
    expect(error?.message).toContain(reason);
  });

  it.each([
    [429, 'rate-limited'],
    [500, 'server-error'],
    ['html', 'invalid-answer'],
    ['silence', 'unreachable'],
  ] as const)('says in words what an instance that answers %s does', async (apiFailure, code) => {
    stage.demo.controls.set({ apiFailure });
    const viewer = await open({ source: link(riverOfLight) });
    const { error } = await viewer.until('it fails', ({ phase }) => phase === 'failed', 30_000);
    expect(error).toMatchObject({ code, message: expect.stringContaining(stage.demo.world.places[0].host) });
    stage.demo.controls.reset();
    await viewer.call('retry');
    await viewer.until('it plays after all', plays(0.3));
  });
});
