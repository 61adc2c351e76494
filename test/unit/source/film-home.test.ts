import { describe, expect, it } from 'vitest';
import type { Http } from '../../../src/base/http.ts';
import { resolveVideo } from '../../../src/source/resolve.ts';
import { at, createRecordedHttp, FIRST, fixtureJson, json, type Route, SECOND } from '../../support/recorded-http.ts';
import { createManualClock, createSourcePorts } from '../../support/source-ports.ts';

const MAIN = 'bfdbafe0-5a6d-4a11-a0c1-79c483a7289c';

async function videoAt(routes: readonly Route[], input: string) {
  const http = createRecordedHttp(routes);
  const resolution = await resolveVideo(input, { ports: createSourcePorts(http) });
  if (resolution.kind !== 'video') throw new Error('a playlist came');
  return { video: resolution.video };
}

describe('resolveVideo when the film’s own server is down', () => {
  const mirror = 'https://mirror.example/static/redundancy/hls/bfdb';
  const follower = (change: (playlist: Record<string, unknown>) => object): Route[] => {
    const film = fixtureJson('video-main-remote-seen-from-9002.json');
    const [playlist] = film.streamingPlaylists as Record<string, unknown>[];
    const changed = { ...film, streamingPlaylists: [change(playlist ?? {})] };
    return [
      at(`${SECOND}/api/v1/videos/${MAIN}`, json(changed)),
      at(`${SECOND}/api/v1/config`, 'config.json'),
      // A redirection to the origin, which is silent.
      at(`${SECOND}/videos/watch/${MAIN}`, 'silence'),
      ({ url }) => (url.startsWith(FIRST) ? 'silence' : null),
    ];
  };
  const input = `${SECOND}/w/${MAIN}`;

  it('plays a muxed film from a mirror’s files', async () => {
    const { video } = await videoAt(
      follower((playlist) => ({ ...playlist, redundancies: [{ baseUrl: mirror }, { baseUrl: `${mirror}2/` }] })),
      input,
    );
    expect(video.title).toBe('Main 60s HLS 240+480');
    expect(video.media).toMatchObject([
      {
        kind: 'file',
        label: '480p',
        url: `${mirror}/a56bdfeb-3969-41e0-aaa6-aae009238c8a-480-fragmented.mp4`,
        mirrorUrls: [`${mirror}2/a56bdfeb-3969-41e0-aaa6-aae009238c8a-480-fragmented.mp4`],
      },
      { kind: 'file', label: '240p', url: `${mirror}/bd4a66fb-b1de-47ab-a410-77087fd90410-240-fragmented.mp4` },
    ]);
    expect(video.sharing).toMatchObject({ kind: 'none', reason: 'not-hls' });
  });

  it('names the server where nobody mirrors the film, or where sound and picture lie apart', async () => {
    await expect(
      videoAt(
        follower((playlist) => playlist),
        input,
      ),
    ).rejects.toMatchObject({
      code: 'origin-down',
      message: 'The film lies on 127.0.0.1:9001, which is down, and nobody mirrors it.',
    });
    const split = follower((playlist) => ({
      ...playlist,
      redundancies: [{ baseUrl: mirror }],
      files: (playlist.files as object[]).map((file) => ({ ...file, hasAudio: false })),
    }));
    await expect(videoAt(split, input)).rejects.toMatchObject({
      code: 'origin-down',
      context: { host: '127.0.0.1:9001' },
    });
  });

  it('is not deceived where only the object cannot be read', async () => {
    const routes = follower((playlist) => playlist).slice(0, 3);
    const { video } = await videoAt(
      [...routes, ({ url }) => (url.startsWith(FIRST) ? { status: 206, body: 'x' } : null)],
      input,
    );
    expect(video).toMatchObject({ media: [{ kind: 'hls' }], sharing: { kind: 'none', reason: 'object-unreadable' } });
  });
});

describe('judgeHome, by resolveVideo', () => {
  const follower: Route[] = [
    at(`${SECOND}/api/v1/videos/${MAIN}`, 'video-main-remote-seen-from-9002.json'),
    at(`${SECOND}/api/v1/config`, 'config.json'),
  ];

  /** Home takes every question and never answers, or answers some. */
  function resolveWithSilentHome(answersMedia: boolean) {
    const recorded = createRecordedHttp(follower);
    const clock = createManualClock();
    const http: Http = {
      request(request) {
        const isHome = request.url.startsWith(FIRST) || request.url.includes('/videos/watch/');
        if (!isHome) return recorded.request(request);
        if (answersMedia && request.url.endsWith('.m3u8')) {
          return createRecordedHttp([() => ({ status: 206, body: '#' })]).request(request);
        }
        return new Promise((_, reject) =>
          request.signal?.addEventListener('abort', () => reject(request.signal?.reason)),
        );
      },
    };
    const result = resolveVideo(`${SECOND}/w/${MAIN}`, { ports: createSourcePorts(http, clock) });
    const pass = async (seconds: number) => {
      for (let i = 0; i < seconds; i++) {
        for (let turn = 0; turn < 40; turn++) await Promise.resolve();
        clock.advance(1000);
      }
      for (let turn = 0; turn < 40; turn++) await Promise.resolve();
    };
    return { result, pass };
  }

  it('knows within ten seconds that a server is down which swallows all questions', async () => {
    const { result, pass } = resolveWithSilentHome(false);
    const caught = expect(result).rejects.toMatchObject({ code: 'origin-down' });
    await pass(10);
    await caught;
  });

  it('waits longer for the object of a server whose media answer, and then plays without sharing', async () => {
    const { result, pass } = resolveWithSilentHome(true);
    let isSettled = false;
    void result.finally(() => {
      isSettled = true;
    });
    await pass(10);
    expect(isSettled).toBe(false);
    await pass(4);
    await expect(result).resolves.toMatchObject({
      video: { media: [{ kind: 'hls' }], sharing: { reason: 'object-unreadable' } },
    });
  });
});
