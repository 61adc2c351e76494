import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Film } from '../../demo/catalogue/film.ts';
import {
  mirroredRiver,
  northernLights,
  privateRiver,
  riverBehindPassword,
  riverOfLight,
} from '../../demo/catalogue/films.ts';
import { ACCESS_TOKEN } from '../../demo/server/guard.ts';
import { INSTANCE_VERSIONS } from '../../demo/server/info-hash.ts';
import { infoHashesOf } from '../../demo/server/place.ts';
import type { Http } from '../../src/base/http.ts';
import { createBrowserClock } from '../../src/platform/browser.ts';
import { createFetchHttp } from '../../src/platform/fetch-http.ts';
import { createFilmHttp } from '../../src/source/film-http.ts';
import type { Resolution, ResolveOptions } from '../../src/source/resolution.ts';
import { resolveVideo } from '../../src/source/resolve.ts';
import { shortenUuid } from '../../src/source/short-id.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import { createSourcePorts } from '../support/source-ports.ts';

/** The demo's two instances asked over real HTTP, in each version that they can speak. */
describe('resolveVideo of the demo’s instances', () => {
  let demo: Demo;

  beforeAll(async () => {
    demo = await startDemo({ hasPages: false });
  });
  afterAll(() => demo.close());
  afterEach(() => {
    demo.controls.reset();
    demo.secondControls.reset();
    for (const place of demo.world.places) place.version = '8.2.3';
  });

  const resolve = (input: string, options: Partial<ResolveOptions> = {}): Promise<Resolution> =>
    resolveVideo(input, { ports: createSourcePorts(createFetchHttp(), createBrowserClock()), ...options });
  const videoOf = async (input: string, options: Partial<ResolveOptions> = {}) => {
    const resolution = await resolve(input, options);
    if (resolution.kind !== 'video') throw new Error('a playlist came');
    return resolution.video;
  };
  const link = (film: Film) => `${demo.origin}/w/${shortenUuid(film.uuid)}`;

  it.each(INSTANCE_VERSIONS)(
    'finds the film of a %s at home and through its follower, with that version’s hashes',
    async (version) => {
      for (const place of demo.world.places) place.version = version;
      const hashes = infoHashesOf(demo.world.places[0], riverOfLight);
      expect(hashes.length).toBeGreaterThan(0);
      for (const origin of [demo.origin, demo.secondOrigin]) {
        const video = await videoOf(`${origin}/w/${riverOfLight.uuid}`);
        expect(video).toMatchObject({
          title: 'River of Light',
          instance: { origin, software: 'peertube', version },
          captions: { length: 2 },
          chapters: { length: 5 },
          storyboard: { tileSeconds: 1 },
          media: [{ kind: 'hls', mirrorUrls: [] }],
        });
        if (version.startsWith('6.')) expect(video.sharing).toEqual({ kind: 'none', reason: 'old-swarm' });
        else expect(video.sharing).toMatchObject({ kind: 'listed', infoHashes: { length: hashes.length } });
        if (video.sharing.kind === 'listed') expect([...video.sharing.infoHashes].sort()).toEqual([...hashes].sort());
        expect(video.posterUrl).toMatch(`${origin}/lazy-static/`);
      }
    },
  );

  it('lists a channel’s films by its handle, and a playlist with its gaps', async () => {
    const place = demo.world.places[0];
    const finger = await fetch(`${demo.origin}/api/v1/videos/${riverOfLight.uuid}`);
    const { channel } = (await finger.json()) as { channel: { name: string } };
    const newest = await resolve(`@${channel.name}@${place.host}`);
    expect(newest).toMatchObject({
      kind: 'playlist',
      position: 1,
      playlist: {
        entries: expect.arrayContaining([
          expect.objectContaining({ video: expect.objectContaining({ title: 'River of Light' }) }),
        ]),
      },
    });
    const list = place.lists[0]!;
    const playlist = await resolve(`${demo.origin}/w/p/${shortenUuid(list.uuid)}`);
    expect(playlist).toMatchObject({
      kind: 'playlist',
      playlist: {
        entries: [{ startSeconds: 2, stopSeconds: 10 }, { video: null }, { startSeconds: 30 }, { video: null }, {}],
      },
    });
  });

  it('opens the password film, and its media by a token that runs out', async () => {
    await expect(resolve(link(riverBehindPassword))).rejects.toMatchObject({ code: 'needs-password' });
    await expect(resolve(link(riverBehindPassword), { password: 'torch' })).rejects.toMatchObject({
      code: 'wrong-password',
    });
    const video = await videoOf(link(riverBehindPassword), { password: 'lantern' });
    expect(video.sharing).toEqual({ kind: 'none', reason: 'password-film' });
    await expectMediaSurviveExpiry(video);
  });

  it('opens the private film with the getter’s token', async () => {
    await expect(resolve(link(privateRiver))).rejects.toMatchObject({ code: 'needs-login' });
    const access = async () => ({ kind: 'bearer', token: ACCESS_TOKEN }) as const;
    const video = await videoOf(link(privateRiver), { access });
    expect(video.sharing).toEqual({ kind: 'none', reason: 'private-film' });
    await expectMediaSurviveExpiry(video);
  });

  async function expectMediaSurviveExpiry(video: Awaited<ReturnType<typeof videoOf>>): Promise<void> {
    const [media] = video.media;
    if (media?.kind !== 'hls') throw new Error('no HLS');
    const http = createFetchHttp();
    const filmHttp = createFilmHttp({ http, ports: createSourcePorts(http, createBrowserClock()), video });
    expect((await http.request({ url: media.url })).status).toBe(403);
    expect((await filmHttp.request({ url: media.url })).status).toBe(200);
    demo.world.places[0].fileTokens.clear();
    const answers = await Promise.all([1, 2, 3].map(() => filmHttp.request({ url: media.url })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(demo.world.places[0].fileTokens.size).toBe(1);
  }

  it('plays from the object alone where REST is closed', async () => {
    const http = createFetchHttp();
    const closed: Http = {
      request: (request) =>
        http.request(request.url.includes('/api/') ? { ...request, url: `${demo.origin}/api/v1/nowhere` } : request),
    };
    const ports = createSourcePorts(closed, createBrowserClock());
    expect(await videoOf(link(riverOfLight), { ports })).toMatchObject({
      title: 'River of Light',
      media: [{ kind: 'hls' }],
      sharing: { kind: 'listed', infoHashes: infoHashesOf(demo.world.places[0], riverOfLight) },
      chapters: { length: 5 },
    });
    for (const apiFailure of [500, 'html', 429] as const) {
      demo.controls.set({ apiFailure });
      const code = { 500: 'server-error', html: 'invalid-answer', 429: 'rate-limited' }[apiFailure];
      await expect(resolve(link(riverOfLight)), String(apiFailure)).rejects.toMatchObject({ code });
    }
  });

  it('takes mirrors’ files where the film’s own server is dead, and names it where they do not help', async () => {
    demo.controls.set({ isCutOff: true });
    const input = `${demo.secondOrigin}/w/${mirroredRiver.uuid}`;
    const video = await videoOf(input);
    expect(video.media.map((media) => (media.kind === 'file' ? new URL(media.url).origin : media.kind))).toEqual(
      mirroredRiver.media!.files.map(() => demo.secondOrigin),
    );
    expect(video.captions).toHaveLength(2);
    for (const alone of [riverOfLight, northernLights]) {
      await expect(resolve(`${demo.secondOrigin}/w/${alone.uuid}`)).rejects.toMatchObject({ code: 'origin-down' });
    }
    await expect(resolve(link(mirroredRiver))).rejects.toMatchObject({ code: 'unreachable' });
    demo.secondControls.set({ apiFailure: 429 });
    await expect(resolve(input)).rejects.toMatchObject({ code: 'rate-limited' });
  });
});
