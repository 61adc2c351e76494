import { describe, expect, it } from 'vitest';
import type { Http } from '../../../src/base/http.ts';
import type { Ports } from '../../../src/base/ports.ts';
import type { Video } from '../../../src/media/video.ts';
import { createBrowserClock } from '../../../src/platform/browser.ts';
import type { Resolution, ResolveOptions } from '../../../src/source/resolution.ts';
import { resolveVideo } from '../../../src/source/resolve.ts';
import {
  at,
  createRecordedHttp,
  FIRST,
  fixtureJson,
  json,
  newerObject,
  type RecordedHttp,
  type Route,
  recordedFilm,
  SECOND,
} from '../../support/recorded-http.ts';
import { createSourcePorts } from '../../support/source-ports.ts';

const MAIN = 'bfdbafe0-5a6d-4a11-a0c1-79c483a7289c';
const FILM = { id: MAIN, video: 'video-main-local.json', object: 'ap-video-main.json' };

function resolveAt(routes: readonly Route[], input: string, options: Partial<ResolveOptions> = {}) {
  const http = createRecordedHttp(routes);
  const ports: Ports = createSourcePorts(http);
  return { http, ports, result: resolveVideo(input, { ports, ...options }) };
}

async function videoOf(result: Promise<Resolution>): Promise<Video> {
  const resolution = await result;
  if (resolution.kind !== 'video') throw new Error('a playlist came');
  return resolution.video;
}

const counted = (http: RecordedHttp) => http.asked.length;

describe('resolveVideo of a PeerTube film', () => {
  it('gathers all that a player needs of the recorded film, in six requests', async () => {
    const { http, result } = resolveAt(recordedFilm(FIRST, FILM), `${FIRST}/w/pG75DFXGf51ia9fSgF6L2s?start=5s`);
    const resolution = await result;
    const video = await videoOf(result);
    expect(resolution).toMatchObject({ kind: 'video', startSeconds: 5, stopSeconds: null });
    expect(video).toMatchObject({
      id: MAIN,
      title: 'Main 60s HLS 240+480',
      pageUrl: `${FIRST}/w/pG75DFXGf51ia9fSgF6L2s`,
      embedUrl: `${FIRST}/videos/embed/${MAIN}`,
      instance: { origin: FIRST, name: 'Test instance 1', software: 'peertube', version: '6.3.0' },
      channel: { name: 'Main root channel', handle: 'root_channel@127.0.0.1:9001', avatarUrl: null },
      durationSeconds: 60,
      aspectRatio: 1.7792,
      language: 'en',
      licence: 'Attribution - Share Alike',
      posterUrl: `${FIRST}/lazy-static/previews/fb4be056-66bc-42fd-b2a5-c16b67777c7b.jpg`,
      captions: [
        { language: 'en', label: 'English', isAutomatic: false },
        { language: 'fr', label: 'French', isAutomatic: false },
      ],
      chapters: [
        { startSeconds: 0, title: 'Intro' },
        { startSeconds: 15, title: 'Second part' },
        { startSeconds: 40, title: 'The end' },
      ],
      storyboard: { sheetWidthPx: 1920, sheetHeightPx: 648, tileWidthPx: 192, tileHeightPx: 108, tileSeconds: 1 },
      live: null,
      sensitive: null,
      access: null,
      downloadable: true,
    });
    expect(video.media).toHaveLength(1);
    expect(video.media[0]).toMatchObject({ kind: 'hls', mirrorUrls: [] });
    expect(counted(http)).toBe(6);
  });

  it('lists exactly the hashes of the ActivityPub object, and the WebSocket tracker', async () => {
    const routes = [
      at(`${FIRST}/videos/watch/${MAIN}`, json(newerObject('ap-video-main.json'))),
      ...recordedFilm(FIRST, FILM),
    ];
    expect((await videoOf(resolveAt(routes, `${FIRST}/w/${MAIN}`).result)).sharing).toEqual({
      kind: 'listed',
      infoHashes: ['6b461422a2867b7b61487a34b4b0b4a30f4f76f7', '6fde131be5945cc33310405a86e06407919d9eb1'],
      trackerUrls: ['ws://127.0.0.1:9001/tracker/socket'],
      stunUrls: ['stun:stun.stunprotocol.org', 'stun:stun.framasoft.org'],
      isOnByDefault: true,
    });
  });

  it('does not share in the swarms that 6.3 really lists: their viewers speak another protocol', async () => {
    const { result } = resolveAt(recordedFilm(FIRST, FILM), `${FIRST}/w/pG75DFXGf51ia9fSgF6L2s`);
    expect((await videoOf(result)).sharing).toEqual({ kind: 'none', reason: 'old-swarm' });
    const live = recordedFilm(FIRST, { id: '9', video: 'video-live.json', object: 'ap-video-live.json' });
    expect((await videoOf(resolveAt(live, `${FIRST}/w/9`).result)).sharing).toEqual({
      kind: 'none',
      reason: 'old-swarm',
    });
  });

  it('takes pictures and captions of a remote film from the instance that was asked, media from its own', async () => {
    const routes = recordedFilm(SECOND, {
      id: MAIN,
      video: 'video-main-remote-seen-from-9002.json',
      object: 'ap-video-main.json',
    });
    const video = await videoOf(resolveAt(routes, MAIN, { instance: SECOND }).result);
    expect(video.posterUrl).toMatch(`${SECOND}/lazy-static/previews/`);
    expect(video.captions[0]?.url).toMatch(`${SECOND}/lazy-static/video-captions/`);
    expect(video.storyboard?.url).toMatch(`${SECOND}/lazy-static/storyboards/`);
    expect(video.media[0]).toMatchObject({ url: expect.stringContaining(`${FIRST}/static/streaming-playlists/hls/`) });
    expect(video.pageUrl).toBe(`${FIRST}/w/pG75DFXGf51ia9fSgF6L2s`);
    expect(video.instance?.origin).toBe(SECOND);
  });

  it('offers web videos after HLS, and alone where there is no HLS', async () => {
    const both = recordedFilm(FIRST, { id: '2', video: 'video-webvideo-local.json', object: 'ap-video-webvideo.json' });
    const media = (await videoOf(resolveAt(both, `${FIRST}/w/2`).result)).media;
    expect(media.map(({ kind }) => kind)).toEqual(['hls', 'file', 'file']);
    expect(media[1]).toMatchObject({ label: '480p', mimeType: 'video/mp4', sizeBytes: 2_183_936, widthPx: 854 });
    const alone = recordedFilm(FIRST, { id: '3', video: 'video-webonly.json', object: 'ap-video-webonly.json' });
    const video = await videoOf(resolveAt(alone, `${FIRST}/w/3`).result);
    expect(video.media.every(({ kind }) => kind === 'file')).toBe(true);
    expect(video.sharing).toEqual({ kind: 'none', reason: 'not-hls' });
  });

  it('knows a live that is streamed, and one that waits, from its state', async () => {
    const routes = recordedFilm(FIRST, { id: '9', video: 'video-live.json', object: 'ap-video-live.json' });
    const { http, result } = resolveAt(routes, `${FIRST}/w/9`);
    const live = await videoOf(result);
    expect(live.live).toMatchObject({ state: 'streaming', isPermanent: true, latency: 'default', numericId: 9 });
    expect(live.durationSeconds).toBeNull();
    // The film, its object, the configuration and captions: lives have neither chapters nor storyboards.
    expect(counted(http)).toBe(4);

    const idle = recordedFilm(FIRST, { id: '10', video: 'video-live-idle.json', object: 'ap-video-live-idle.json' });
    const waiting = await videoOf(resolveAt(idle, `${FIRST}/w/10`).result);
    expect(waiting.live).toMatchObject({ state: 'waiting', latency: 'small', isPermanent: false });
    expect(waiting.media).toEqual([]);
  });

  it('trusts the state of a live, not a playlist that is already or still there', async () => {
    const film = { ...fixtureJson('video-live.json'), state: { id: 4, label: 'Waiting' } };
    const routes = [at(`${FIRST}/api/v1/videos/9`, json(film))];
    expect(await videoOf(resolveAt(routes, `${FIRST}/w/9`).result)).toMatchObject({
      live: { state: 'waiting' },
      media: [],
    });
  });

  it('asks the live endpoint where the object cannot be read', async () => {
    const routes = [
      at(`${FIRST}/api/v1/videos/9`, 'video-live.json'),
      at(
        `${FIRST}/api/v1/videos/live/f44985b1-0f5a-464e-b6a9-e482bc040e18`,
        json({
          permanentLive: true,
          latencyMode: 2,
          dvrWindow: 7200,
          schedules: [{ startAt: '2026-12-01T20:00:00.000Z' }],
        }),
      ),
    ];
    expect((await videoOf(resolveAt(routes, `${FIRST}/w/9`).result)).live).toEqual({
      state: 'streaming',
      isPermanent: true,
      latency: 'high',
      dvrSeconds: 7200,
      startsAt: ['2026-12-01T20:00:00.000Z'],
      numericId: 9,
    });
  });
});

describe('resolveVideo and sharing', () => {
  const film = fixtureJson('video-main-local.json');
  const object = newerObject('ap-video-main.json');
  const routesWith = (changes: { film?: object; object?: object | null; config?: object }) => [
    at(`${FIRST}/api/v1/videos/${MAIN}`, json({ ...film, ...changes.film })),
    ...(changes.object === null ? [] : [at(`${FIRST}/videos/watch/${MAIN}`, json({ ...object, ...changes.object }))]),
    at(`${FIRST}/api/v1/config`, json({ ...fixtureJson('config.json'), ...changes.config })),
  ];
  const sharingOf = async (changes: Parameters<typeof routesWith>[0], options: Partial<ResolveOptions> = {}) =>
    (await videoOf(resolveAt(routesWith(changes), `${FIRST}/w/${MAIN}`, options).result)).sharing;

  it('is off, with the reason, where the object cannot be read or lists no hash', async () => {
    expect(await sharingOf({ object: null })).toEqual({ kind: 'none', reason: 'object-unreadable' });
    expect(await sharingOf({ object: { url: [] } })).toEqual({ kind: 'none', reason: 'not-listed' });
    expect(
      await sharingOf({ object: { uuid: '00000000-0000-4000-8000-000000000001', id: `${FIRST}/videos/watch/other` } }),
    ).toEqual({
      kind: 'none',
      reason: 'object-unreadable',
    });
  });

  it('is off without a WebSocket tracker, without segment hashes and where the administrator switched trackers off', async () => {
    expect(await sharingOf({ film: { trackerUrls: [`${FIRST}/tracker/announce`] } })).toEqual({
      kind: 'none',
      reason: 'no-tracker',
    });
    const [playlist] = film.streamingPlaylists as object[];
    expect(await sharingOf({ film: { streamingPlaylists: [{ ...playlist, segmentsSha256Url: null }] } })).toEqual({
      kind: 'none',
      reason: 'no-hashes',
    });
    expect(await sharingOf({ config: { tracker: { enabled: false } } })).toEqual({
      kind: 'none',
      reason: 'instance-off',
    });
  });

  it('never takes private, internal or password films, whatever else is there', async () => {
    expect(await sharingOf({ film: { privacy: { id: 5 } } })).toEqual({ kind: 'none', reason: 'password-film' });
    for (const id of [3, 4, 99]) {
      expect(await sharingOf({ film: { privacy: { id } } })).toEqual({ kind: 'none', reason: 'private-film' });
    }
    expect(await sharingOf({ film: { privacy: { id: 2 } } })).toMatchObject({ kind: 'listed' });
  });

  it('follows the default of the embed or of the web front end', async () => {
    const config = { defaults: { p2p: { webapp: { enabled: true }, embed: { enabled: false } } } };
    expect(await sharingOf({ config })).toMatchObject({ isOnByDefault: false });
    expect(await sharingOf({ config }, { context: 'webapp' })).toMatchObject({ isOnByDefault: true });
  });

  it('uses the STUN servers that 7.0 and later list, and only such', async () => {
    const stunServers = ['stun:stun.tube.example:3478', 'javascript:alert(1)', 5];
    expect(await sharingOf({ config: { serverVersion: '7.2.0', webrtc: { stunServers } } })).toMatchObject({
      stunUrls: ['stun:stun.tube.example:3478'],
    });
    expect(await sharingOf({ config: { serverVersion: '8.0.0' } })).toMatchObject({ stunUrls: [] });
  });
});

describe('resolveVideo and later versions', () => {
  it('prefers thumbnails[] and fileUrl to paths, and reads sensitive flags', async () => {
    const film = {
      ...fixtureJson('video-main-local.json'),
      thumbnails: [
        { width: 280, height: 157, fileUrl: `${FIRST}/small.jpg` },
        { width: 1280, height: 720, fileUrl: `${FIRST}/large.jpg` },
      ],
      nsfw: true,
      nsfwFlags: 3,
      nsfwSummary: 'Loud <b>noises</b>',
    };
    const routes = [
      at(`${FIRST}/api/v1/videos/${MAIN}`, json(film)),
      at(
        `${FIRST}/api/v1/config`,
        json({ serverVersion: '8.1.0', instance: { name: 'T', defaultNSFWPolicy: 'do_not_list' } }),
      ),
      at(
        `${FIRST}/api/v1/videos/${MAIN}/captions`,
        json({
          total: 1,
          data: [
            { language: { id: 'fr', label: 'French' }, fileUrl: 'https://s3.example/fr.vtt', captionPath: '/no.vtt' },
          ],
        }),
      ),
      at(
        `${FIRST}/api/v1/videos/${MAIN}/storyboards`,
        json({
          storyboards: [
            {
              fileUrl: 'https://s3.example/s.jpg',
              totalWidth: 10,
              totalHeight: 10,
              spriteWidth: 5,
              spriteHeight: 5,
              spriteDuration: 2,
            },
          ],
        }),
      ),
    ];
    expect(await videoOf(resolveAt(routes, `${FIRST}/w/${MAIN}`).result)).toMatchObject({
      posterUrl: `${FIRST}/large.jpg`,
      captions: [{ url: 'https://s3.example/fr.vtt' }],
      storyboard: { url: 'https://s3.example/s.jpg' },
      sensitive: { flags: ['violent', 'sexual'], summary: 'Loud <b>noises</b>', policy: 'hide' },
      instance: { version: '8.1.0' },
    });
  });
});

describe('resolveVideo and the player theme', () => {
  const settingsUrl = `${FIRST}/api/v1/player-settings/videos/${MAIN}`;
  const configOf = (serverVersion: string) =>
    at(`${FIRST}/api/v1/config`, json({ serverVersion, defaults: { player: { theme: 'galaxy' } } }));
  const resolveWith = (version: string, ...routes: Route[]) =>
    resolveAt([...routes, configOf(version), ...recordedFilm(FIRST, FILM)], `${FIRST}/w/${MAIN}`);

  it('is the film’s own from 8.0 on, which costs a seventh request', async () => {
    for (const version of ['8.0.0', '8.2.3', '10.0.0']) {
      const { http, result } = resolveWith(version, at(settingsUrl, json({ theme: 'lucide' })));
      expect((await videoOf(result)).playerTheme, version).toBe('lucide');
      expect(counted(http)).toBe(7);
    }
  });

  it('is the instance’s default where the film’s is refused or unknown', async () => {
    for (const answer of [json({}, 500), json({ theme: '<b>' }), json([]), 'silence' as const]) {
      expect(
        (await videoOf(resolveWith('8.2.3', (request) => (request.url === settingsUrl ? answer : null)).result))
          .playerTheme,
      ).toBe('galaxy');
    }
  });

  it('is not asked for before 8.0', async () => {
    const { http, result } = resolveAt(recordedFilm(FIRST, FILM), `${FIRST}/w/${MAIN}`);
    expect((await videoOf(result)).playerTheme).toBeNull();
    expect(http.asked.filter((line) => line.includes('player-settings'))).toEqual([]);
  });

  it('is not waited for', async () => {
    const recorded = createRecordedHttp([configOf('8.2.3'), ...recordedFilm(FIRST, FILM)]);
    const http: Http = {
      request: (request) => (request.url === settingsUrl ? new Promise(() => undefined) : recorded.request(request)),
    };
    const ports = createSourcePorts(http, createBrowserClock());
    expect((await videoOf(resolveVideo(`${FIRST}/w/${MAIN}`, { ports }))).playerTheme).toBe('galaxy');
  });
});
