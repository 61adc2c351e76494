import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delay } from '../../../src/base/clock.ts';
import { PlayerError } from '../../../src/base/errors.ts';
import type { Http } from '../../../src/base/http.ts';
import { createSeededRandom } from '../../../src/base/random.ts';
import type { Video } from '../../../src/media/video.ts';
import type { ResolveOptions } from '../../../src/source/resolution.ts';
import { resolveVideo } from '../../../src/source/resolve.ts';
import {
  at,
  createRecordedHttp,
  FIRST,
  fixture,
  fixtureJson,
  json,
  newerObject,
  type RecordedAnswer,
  type Route,
  recordedFilm,
  SECOND,
} from '../../support/recorded-http.ts';
import { createManualClock, createSourcePorts } from '../../support/source-ports.ts';

const MAIN = 'bfdbafe0-5a6d-4a11-a0c1-79c483a7289c';
const REST = `${FIRST}/api/v1/videos/${MAIN}`;
const LINK = `${FIRST}/w/${MAIN}`;

async function videoAt(routes: readonly Route[], input = LINK, options: Partial<ResolveOptions> = {}) {
  const http = createRecordedHttp(routes);
  const resolution = await resolveVideo(input, { ports: createSourcePorts(http), ...options });
  if (resolution.kind !== 'video') throw new Error('a playlist came');
  return { video: resolution.video, trail: resolution.trail, http };
}

/** The answer to the film's REST address, and nothing else at all. */
const only = (answer: RecordedAnswer): Route[] => [at(REST, answer)];

describe('resolveVideo when an instance refuses', () => {
  it.each([
    ['error-404-video.json', 404, 'not-found'],
    ['error-400-bad-id.json', 400, 'not-found'],
    ['error-401-private-anon.json', 401, 'needs-login'],
    ['error-401-internal-anon.json', 401, 'needs-login'],
    ['error-401-bad-bearer.json', 401, 'needs-login'],
    ['error-403-private-static.json', 403, 'forbidden'],
    ['video-password-nopassword-403.json', 403, 'needs-password'],
    ['video-password-nopassword-403.json', 401, 'needs-password'],
    ['video-password-wrong-403.json', 403, 'wrong-password'],
    ['video-password-wrong-403.json', 401, 'wrong-password'],
    ['token-video-public.json', 500, 'server-error'],
  ])('turns %s with status %d into %s', async (name, status, code) => {
    await expect(videoAt(only({ status, body: fixture(name) }))).rejects.toMatchObject({ code, message: /\.$/ });
  });

  it('says how long to wait after a 429 in HTML, and waits itself if it is short', async () => {
    const limited = (seconds: string): RecordedAnswer => ({
      status: 429,
      body: '<html>Too many requests</html>',
      headers: { 'retry-after': seconds },
    });
    await expect(videoAt(only(limited('60')))).rejects.toMatchObject({
      code: 'rate-limited',
      context: { retryAfterSeconds: 60 },
    });
    const answers = [limited('2')];
    const http = createRecordedHttp([
      (request) => (request.url === REST ? (answers.shift() ?? null) : null),
      ...recordedFilm(FIRST, { id: MAIN, video: 'video-main-local.json' }),
    ]);
    const clock = createManualClock();
    const result = resolveVideo(LINK, { ports: createSourcePorts(http, clock) });
    // Lets the first answers come in before time goes on.
    for (let i = 0; i < 50; i++) await Promise.resolve();
    clock.advance(2000);
    await expect(result).resolves.toMatchObject({ kind: 'video' });
  });

  it.each([
    ['HTML instead of JSON', { status: 200, body: '<!doctype html><title>Hello</title>' }],
    ['an empty body', { status: 200, body: '' }],
    ['half a body', { status: 200, body: fixture('video-main-local.json').slice(0, 2000) }],
    ['ten megabytes', { status: 200, body: `{"uuid":"${MAIN}","name":"${'x'.repeat(10_000_000)}"}` }],
    ['deep nesting', { status: 200, body: `${'['.repeat(200_000)}${']'.repeat(200_000)}` }],
    ['a list', { status: 200, body: '[]' }],
    ['null', { status: 200, body: 'null' }],
    ['another kind of object', { status: 200, body: '{"total":0,"data":[]}' }],
  ])('gives a typed error for %s', async (_, answer) => {
    await expect(videoAt(only(answer))).rejects.toMatchObject({ name: 'PlayerError', code: 'invalid-answer' });
  });

  it('names the server that does not answer at all', async () => {
    const silent: Route = () => 'silence';
    await expect(videoAt([silent])).rejects.toMatchObject({
      code: 'unreachable',
      message: '127.0.0.1:9001 does not answer.',
    });
  });

  it('does not wait for ever for a server that takes the question and says nothing', async () => {
    const clock = createManualClock();
    const http: Http = {
      request: ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    };
    const result = resolveVideo(LINK, { ports: createSourcePorts(http, clock) });
    const caught = expect(result).rejects.toMatchObject({ code: 'unreachable' });
    for (let i = 0; i < 20; i++) await Promise.resolve();
    clock.advance(15_000);
    await caught;
  });

  it('rejects with the reason of its signal', async () => {
    const abort = new AbortController();
    const clock = createManualClock();
    const http: Http = {
      request: ({ signal }) => delay(clock, 1e6, signal).then(() => Promise.reject(new Error('never'))),
    };
    const result = resolveVideo(LINK, { ports: createSourcePorts(http, clock), signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(result).rejects.toThrow('enough');
    await expect(
      resolveVideo(LINK, { ports: createSourcePorts(http), signal: AbortSignal.abort('early') }),
    ).rejects.toBe('early');
  });
});

describe('resolveVideo when the asked instance cannot give the film', () => {
  it('asks the origin of a film whose instance it does not follow', async () => {
    const refusal = json(
      { code: 'does_not_respect_follow_constraints', originUrl: `${FIRST}/videos/watch/${MAIN}` },
      403,
    );
    const routes = [
      at(`${SECOND}/api/v1/videos/${MAIN}`, refusal),
      ...recordedFilm(FIRST, { id: MAIN, video: 'video-main-local.json', object: 'ap-video-main.json' }),
    ];
    const { video, trail } = await videoAt(routes, `${SECOND}/w/${MAIN}`);
    expect(video.instance?.origin).toBe(FIRST);
    expect(trail.map(({ message }) => message).join(' ')).toContain('does not follow');
  });

  it('ends a circle of instances that send to one another, and does not follow hostile addresses', async () => {
    const send = (originUrl: string) => json({ code: 'does_not_respect_follow_constraints', originUrl }, 403);
    const circle = [at(REST, send(`${SECOND}/w/${MAIN}`)), at(`${SECOND}/api/v1/videos/${MAIN}`, send(LINK))];
    await expect(videoAt(circle)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(videoAt(only(send('javascript:alert(1)')))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each([
    ['says nothing', 'silence' as const],
    ['answers HTML', { status: 200, body: '<html></html>' }],
    ['is closed', { status: 403, body: '{}' }],
    ['has trouble', { status: 500, body: '' }],
  ])('plays from the ActivityPub object where REST %s', async (_, answer) => {
    const routes = [
      at(REST, answer),
      at(`${FIRST}/videos/watch/${MAIN}`, json(newerObject('ap-video-main.json'))),
      at(`${FIRST}/videos/watch/${MAIN}/chapters`, 'ap-chapters.json'),
    ];
    const { video } = await videoAt(routes);
    expect(video).toMatchObject({
      id: MAIN,
      title: 'Main 60s HLS 240+480',
      durationSeconds: 60,
      captions: [{ language: 'en' }, { language: 'fr' }],
      chapters: [{ title: 'Intro' }, { title: 'Second part' }, { title: 'The end' }],
      storyboard: { tileSeconds: 1, tileWidthPx: 192 },
      posterUrl: expect.stringContaining('/lazy-static/previews/'),
      channel: { handle: 'root_channel@127.0.0.1:9001' },
      sharing: { kind: 'listed', infoHashes: { length: 2 }, trackerUrls: ['ws://127.0.0.1:9001/tracker/socket'] },
      media: [{ kind: 'hls', hashesUrl: expect.stringContaining('segments-sha256.json') }],
    });
  });

  it('does not open a password film by its object', async () => {
    const routes = [
      at(REST, { status: 403, body: fixture('video-password-nopassword-403.json') }),
      at(`${FIRST}/videos/watch/${MAIN}`, 'ap-video-main.json'),
    ];
    await expect(videoAt(routes)).rejects.toMatchObject({ code: 'needs-password' });
  });
});

describe('resolveVideo of hostile answers', () => {
  /** What must hold of every film, whatever a server said. */
  function expectSafe(video: Video): void {
    const urls: string[] = [];
    const visit = (value: unknown, key: string): void => {
      if (typeof value === 'string') {
        if (/url$/i.test(key)) urls.push(value);
        return;
      }
      if (typeof value === 'object' && value !== null)
        for (const [name, item] of Object.entries(value)) visit(item, name);
    };
    visit(video, '');
    for (const url of urls) expect(url).toMatch(/^https?:\/\//);
    if (video.sharing.kind === 'listed') {
      for (const hash of video.sharing.infoHashes) expect(hash).toMatch(/^[0-9a-f]{40}$/);
      for (const url of video.sharing.trackerUrls) expect(url).toMatch(/^wss?:\/\//);
    }
    for (const text of [video.title, video.description, video.instance?.name])
      expect(['string', 'object']).toContain(typeof text);
  }

  const STRANGE: readonly unknown[] = [
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '',
    null,
    undefined,
    -1,
    Number.MAX_VALUE,
    'NaN',
    true,
    [],
    {},
    [[]],
    [null],
    '<img src=x onerror=alert(1)>',
    { toString: 'x' },
    '\u0000',
    'x'.repeat(9000),
  ];

  /** A copy in which some values, anywhere, are strange ones. */
  function mutate(value: unknown, chance: () => number): unknown {
    if (chance() < 0.03) return STRANGE[Math.floor(chance() * STRANGE.length)];
    if (Array.isArray(value)) return value.map((item) => mutate(item, chance));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mutate(item, chance)]));
  }

  it('gives a safe film or a typed error for any mixture of right and strange values', async () => {
    const names = [
      'video-main-local.json',
      'ap-video-main.json',
      'config.json',
      'captions.json',
      'chapters.json',
      'storyboards.json',
    ] as const;
    const originals = names.map((name) => (name.startsWith('ap-') ? newerObject(name) : fixtureJson(name)));
    let playable = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const chance = createSeededRandom(seed).unit;
        const [film, object, config, captions, chapters, storyboards] = originals.map((original) =>
          json(mutate(original, chance)),
        );
        const routes = [
          at(REST, film!),
          at(`${FIRST}/videos/watch/${MAIN}`, object!),
          at(`${FIRST}/api/v1/config`, config!),
          at(`${REST}/captions`, captions!),
          at(`${REST}/chapters`, chapters!),
          at(`${REST}/storyboards`, storyboards!),
        ];
        try {
          const { video } = await videoAt(routes);
          expectSafe(video);
          playable += 1;
        } catch (error) {
          if (!(error instanceof PlayerError)) throw error;
        }
      }),
      { numRuns: 80 },
    );
    expect(playable).toBeGreaterThan(5);
  }, 20_000);

  it('keeps markup in names as the text that it is, and drops addresses that are none', async () => {
    const film = {
      ...fixtureJson('video-main-local.json'),
      name: '<script>alert(1)</script>',
      url: 'javascript:alert(1)',
      previewPath: 'javascript:alert(1)',
      thumbnailPath: 'data:image/png;base64,AA',
      embedPath: 'javascript:alert(1)',
    };
    const { video } = await videoAt([at(REST, json(film))]);
    expect(video).toMatchObject({ title: '<script>alert(1)</script>', posterUrl: null });
    expectSafe(video);
  });
});
