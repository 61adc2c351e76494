import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../../../src/base/storage.ts';
import type { Access, Video } from '../../../src/media/video.ts';
import { createFilmHttp } from '../../../src/source/film-http.ts';
import { parseMomentMs } from '../../../src/source/moment.ts';
import { createOwnLogin } from '../../../src/source/own-login.ts';
import type { ResolveOptions } from '../../../src/source/resolution.ts';
import { resolveVideo } from '../../../src/source/resolve.ts';
import { at, createRecordedHttp, FIRST, fixture, json, type Route, SECOND } from '../../support/recorded-http.ts';
import { createManualClock, createSourcePorts } from '../../support/source-ports.ts';

const SECRET = 'c551c782-fef2-42f1-a0b6-1e2811de4b2d';
const PRIVATE = '942e40df-f8df-4b7c-8834-31613617cde5';
const TOKEN = '3a94abd1-baea-424b-a49f-a9c90b4056bf';
const API = `${FIRST}/api/v1/videos/${SECRET}`;

/** The password film as it was recorded; the right password is `right`. */
const passwordRoutes: readonly Route[] = [
  at(`${FIRST}/api/v1/config`, 'config.json'),
  at(`${FIRST}/videos/watch/${SECRET}`, { status: 403, body: fixture('ap-video-password.json') }),
  (request) => {
    if (!request.url.startsWith(API)) return null;
    const password = request.headers?.['x-peertube-video-password'];
    if (password === undefined) return { status: 403, body: fixture('video-password-nopassword-403.json') };
    if (password !== 'right') return { status: 403, body: fixture('video-password-wrong-403.json') };
    if (request.url === API) return { status: 200, body: fixture('video-password-ok.json') };
    if (request.url === `${API}/token` && request.method === 'POST') {
      return { status: 200, body: fixture('token-video-password.json') };
    }
    return request.url === `${API}/captions` ? { status: 200, body: fixture('captions-password-ok.json') } : null;
  },
];

const privateRoutes = (isRight: (token: string | undefined) => boolean): readonly Route[] => [
  at(`${FIRST}/videos/watch/${PRIVATE}`, { status: 401, body: fixture('ap-video-private-401.json') }),
  (request) => {
    if (!request.url.startsWith(`${FIRST}/api/v1/videos/${PRIVATE}`)) return null;
    if (!isRight(request.headers?.authorization)) return { status: 401, body: fixture('error-401-private-anon.json') };
    return {
      status: 200,
      body: fixture(request.url.endsWith('/token') ? 'token-video-private.json' : 'video-private-owner.json'),
    };
  },
];

async function videoAt(routes: readonly Route[], input: string, options: Partial<ResolveOptions> = {}) {
  const http = createRecordedHttp(routes);
  const resolution = await resolveVideo(input, { ports: createSourcePorts(http), ...options });
  if (resolution.kind !== 'video') throw new Error('a playlist came');
  return { video: resolution.video, http };
}

describe('resolveVideo of protected films', () => {
  const input = `${FIRST}/w/${SECRET}`;

  it('asks for the password, says when it was wrong, and opens with the right one', async () => {
    await expect(videoAt(passwordRoutes, input)).rejects.toMatchObject({ code: 'needs-password' });
    await expect(videoAt(passwordRoutes, input, { password: 'wrong' })).rejects.toMatchObject({
      code: 'wrong-password',
    });
    const { video } = await videoAt(passwordRoutes, input, { password: 'right' });
    expect(video).toMatchObject({
      title: 'Password 20s',
      captions: [{ language: 'en' }],
      sharing: { kind: 'none', reason: 'password-film' },
      access: {
        kind: 'password',
        password: 'right',
        fileToken: { token: TOKEN, expiresAt: '2026-11-24T02:49:53.098Z' },
      },
    });
    expect(video.media[0]).toMatchObject({ kind: 'hls', url: expect.not.stringContaining('videoFileToken') });
  });

  it('never sends the password to the ActivityPub address or to another host', async () => {
    const { http } = await videoAt(passwordRoutes, input, { password: 'right' });
    const told = http.requests.filter(({ headers }) => headers?.['x-peertube-video-password'] !== undefined);
    expect(told.length).toBeGreaterThan(2);
    expect(told.every(({ url }) => url.startsWith(`${FIRST}/api/v1/videos/`))).toBe(true);
    const elsewhere = createRecordedHttp([
      at(
        `${SECOND}/api/v1/videos/${SECRET}`,
        json({ code: 'does_not_respect_follow_constraints', originUrl: input }, 403),
      ),
      ...passwordRoutes,
    ]);
    await expect(
      resolveVideo(`${SECOND}/w/${SECRET}`, { ports: createSourcePorts(elsewhere), password: 'right' }),
    ).rejects.toMatchObject({ code: 'needs-password' });
  });

  it('asks the getter for a token only when the instance demands one', async () => {
    let calls = 0;
    const access = async (): Promise<Access> => {
      calls += 1;
      return { kind: 'bearer', token: 'good' };
    };
    const routes = privateRoutes((header) => header === 'Bearer good');
    const { video } = await videoAt(routes, `${FIRST}/w/${PRIVATE}`, { access });
    expect(calls).toBe(1);
    expect(video).toMatchObject({
      sharing: { kind: 'none', reason: 'private-film' },
      access: { kind: 'bearer', token: 'good', fileToken: { token: 'ea5386cc-6677-4a48-9743-b3d0cef6ce2c' } },
    });
    await expect(videoAt(routes, `${FIRST}/w/${PRIVATE}`)).rejects.toMatchObject({ code: 'needs-login' });
    await expect(videoAt(routes, `${FIRST}/w/${PRIVATE}`, { access: async () => null })).rejects.toMatchObject({
      code: 'needs-login',
    });
  });

  it('shows the token to the configured instance only', async () => {
    const http = createRecordedHttp(privateRoutes(() => false));
    const access: Access = { kind: 'bearer', token: 'secret' };
    const options = { ports: createSourcePorts(http), access, instance: SECOND };
    await expect(resolveVideo(`${FIRST}/w/${PRIVATE}`, options)).rejects.toMatchObject({ code: 'needs-login' });
    expect(http.requests.every(({ headers }) => headers?.authorization === undefined)).toBe(true);
  });
});

describe('createFilmHttp', () => {
  const FILE = `${FIRST}/static/streaming-playlists/hls/private/${SECRET}/a-240-fragmented.mp4`;
  const open = (access: Access | null): Pick<Video, 'id' | 'access' | 'sharing' | 'instance'> => ({
    id: SECRET,
    access,
    sharing: { kind: 'none', reason: 'password-film' },
    instance: { origin: FIRST, name: '', software: 'peertube', version: '6.3.0' },
  });
  const filmHttp = (routes: readonly Route[], access: Access | null, getter?: () => Promise<Access | null>) => {
    const http = createRecordedHttp(routes);
    const clock = createManualClock();
    const ports = createSourcePorts(http, clock);
    const film = createFilmHttp({ http, ports, video: open(access) as Video, access: getter });
    return { http, clock, film };
  };
  const tokenRoutes = (valid: () => string, next: () => string | null): Route[] => [
    ({ method }) => {
      if (method !== 'POST') return null;
      const token = next();
      return token === null ? json({}, 401) : json({ files: { token, expires: '2026-11-24T03:00:00.000Z' } });
    },
    ({ url }) =>
      new URL(url).searchParams.get('videoFileToken') === valid() ? { status: 200, body: 'bytes' } : json({}, 403),
  ];
  const fresh: Access = {
    kind: 'password',
    password: 'right',
    fileToken: { token: 'one', expiresAt: '2026-11-24T03:00:00.000Z' },
  };

  it('puts the token into the addresses of protected files only, and takes it out of the answers', async () => {
    const { film, http } = filmHttp(
      tokenRoutes(
        () => 'one',
        () => null,
      ),
      fresh,
    );
    const response = await film.request({ url: `${FILE}?x=1` });
    expect(response.status).toBe(200);
    expect(response.url).toBe(`${FILE}?x=1`);
    expect(http.requests[0]?.headers).toBeUndefined();
    await film.request({ url: `${SECOND}/static/streaming-playlists/hls/private/x.mp4` });
    await film.request({ url: `${FIRST}/lazy-static/previews/a.jpg` });
    expect(http.requests.slice(1).every(({ url, headers }) => !url.includes('Token') && headers === undefined)).toBe(
      true,
    );
  });

  it('sends the header where there is no token, and to the API', async () => {
    const routes: Route[] = [({ headers }) => (headers?.['x-peertube-video-password'] === 'right' ? json(1) : null)];
    const { film } = filmHttp(routes, { kind: 'password', password: 'right' });
    expect((await film.request({ url: FILE })).status).toBe(200);
    expect((await film.request({ url: `${API}/captions` })).status).toBe(200);
  });

  it('renews a token that was refused, once for all requests that wait for it', async () => {
    let valid = 'one';
    const { film, http } = filmHttp(
      tokenRoutes(
        () => valid,
        () => (valid = 'two'),
      ),
      fresh,
    );
    valid = 'gone';
    const responses = await Promise.all([1, 2, 3].map(() => film.request({ url: FILE })));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(http.asked.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  it('renews a token before it runs out', async () => {
    let valid = 'one';
    const { film, http, clock } = filmHttp(
      tokenRoutes(
        () => valid,
        () => (valid = 'two'),
      ),
      fresh,
    );
    clock.advance(7 * 3600 * 1000);
    expect((await film.request({ url: FILE })).status).toBe(200);
    expect(http.asked).toHaveLength(1);
    clock.advance(45 * 60 * 1000);
    expect((await film.request({ url: FILE })).status).toBe(200);
    expect(http.asked.map((line) => line.slice(0, 4))).toEqual(['GET ', 'POST', 'GET ']);
  });

  it('asks the getter when the old key no longer opens, and gives up politely when nothing does', async () => {
    const isOpen = (header: string | undefined) => header === 'Bearer new';
    const routes: Route[] = [
      ({ method, headers }) =>
        method === 'POST' ? (isOpen(headers?.authorization) ? json({ files: { token: 'two' } }) : json({}, 401)) : null,
      ({ url }) => (url.includes('videoFileToken=two') ? json(1) : json({}, 403)),
    ];
    const old: Access = { kind: 'bearer', token: 'old', fileToken: { token: 'one', expiresAt: null } };
    const good = filmHttp(routes, old, async () => ({ kind: 'bearer', token: 'new' }));
    expect((await good.film.request({ url: FILE })).status).toBe(200);
    const bad = filmHttp(routes, old, async () => {
      throw new Error('the page is confused');
    });
    for (let i = 0; i < 5; i++) expect((await bad.film.request({ url: FILE })).status).toBe(403);
    expect(bad.http.asked.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  it('leaves the requests of a public film as they are', () => {
    const http = createRecordedHttp([]);
    const video = { ...open(null), sharing: { kind: 'none', reason: 'no-tracker' } } as Video;
    expect(createFilmHttp({ http, ports: createSourcePorts(http), video, password: 'x' })).toBe(http);
  });
});

describe('createOwnLogin', () => {
  it('gives the stored login, renews it when asked again, and keeps the new one', async () => {
    const http = createRecordedHttp([
      ({ url, body }) =>
        url === `${FIRST}/api/v1/users/token` && body?.includes('refresh_token=r1') === true
          ? json({ access_token: 'a2', refresh_token: 'r2' })
          : null,
    ]);
    const storage = createMemoryStorage();
    const login = createOwnLogin({ ports: createSourcePorts(http), origin: FIRST, storage });
    expect(await login()).toBeNull();
    for (const [key, value] of Object.entries({
      access_token: 'a1',
      refresh_token: 'r1',
      client_id: 'c',
      client_secret: 's',
    })) {
      storage.write(key, value);
    }
    expect(await login()).toEqual({ kind: 'bearer', token: 'a1' });
    expect(http.asked).toHaveLength(0);
    expect(await login()).toEqual({ kind: 'bearer', token: 'a2' });
    expect(storage.read('refresh_token')).toBe('r2');
    // The renewal now fails: no token, and nothing is lost.
    expect(await login()).toBeNull();
    expect(storage.read('access_token')).toBe('a2');
  });
});

describe('parseMomentMs', () => {
  it('agrees with the engine’s own reading', () => {
    for (const text of [
      '1970-01-01T00:00:00.000Z',
      '2026-11-24T02:49:53.098Z',
      '2024-02-29T23:59:59Z',
      '2000-03-01T12:00:00.5Z',
    ]) {
      expect(parseMomentMs(text)).toBe(Math.floor(Date.parse(text) / 1000) * 1000);
    }
    for (const text of ['', 'yesterday', '2026-11-24', '2026-11-24T02:49:53+01:00'])
      expect(parseMomentMs(text)).toBeNaN();
  });
});
