import { describe, expect, it } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../src/base/http.ts';
import { createSeededRandom } from '../../../src/base/random.ts';
import { createHttpSupply } from '../../../src/swarm/http-supply.ts';
import { createOrigin, type OriginRequest } from '../../../src/swarm/origin.ts';
import { chooseServer, Server } from '../../../src/swarm/origin-servers.ts';
import { createSwarm, type SwarmOptions } from '../../../src/swarm/swarm.ts';
import { createFilm, createStage, FILE_URL, type Mishap, type StageViewer } from '../../support/swarm-stage.ts';
import { createVirtualTime, settle } from '../../support/virtual-clock.ts';

const FILM = createFilm({ segments: 12, segmentBytes: 100_000 });
const FILM_BYTES = FILM.playlist.segments.reduce((sum, { range }) => sum + range!.end - range!.start, 0);
const A = 'https://a.test/copies';
const B = 'https://b.test/copies';

const isMedia = ({ url }: HttpRequest) => url.endsWith('.mp4');
const isOrigin = ({ url }: HttpRequest) => url === FILE_URL;

function expectWatched({ played, wrong, errors }: StageViewer): void {
  expect(played.size).toBe(FILM.playlist.segments.length);
  expect(wrong).toEqual([]);
  expect(errors).toEqual([]);
}

describe.each([
  ['createSwarm', createSwarm],
  ['createHttpSupply', (options: SwarmOptions) => createHttpSupply(options)],
])('%s with mirrors', (_, create) => {
  const stageOf = (mishap: (request: HttpRequest) => Mishap | null) => {
    const stage = createStage({ film: FILM, mirrorUrls: [A, B], mishap });
    const asked = (folder: string) => stage.origin.requests.filter(({ url }) => url.startsWith(folder)).length;
    return { stage, asked, viewer: stage.addViewer({ create }) };
  };

  it('leaves the origin for a mirror in the middle of the film', async () => {
    let count = 0;
    const { stage, viewer, asked } = stageOf((one) => (isOrigin(one) && ++count > 3 ? { status: 503 } : null));
    viewer.watch();
    await stage.run(70_000);
    expectWatched(viewer);
    expect(viewer.stalledMs).toBe(0);
    expect(asked(A) + asked(B)).toBeGreaterThan(5);
  });

  it.each([404, 410])('passes by one mirror that answers %i, and asks the others', async (status) => {
    const { stage, viewer, asked } = stageOf((one) => {
      if (one.url.startsWith(A)) return { status };
      return isOrigin(one) ? { status: 503 } : null;
    });
    viewer.watch();
    await stage.run(70_000);
    expectWatched(viewer);
    expect(asked(A)).toBeLessThanOrEqual(4);
    expect(asked(B)).toBeGreaterThan(5);
  });

  it('asks the origin where every mirror lacks the file', async () => {
    const { stage, viewer } = stageOf((one) => (isMedia(one) && !isOrigin(one) ? { status: 404 } : null));
    viewer.watch();
    await stage.run(70_000);
    expectWatched(viewer);
  });

  it('says that a film is gone only when all servers say so', async () => {
    let isGone = true;
    const { stage, viewer } = stageOf((one) => (isMedia(one) && isGone ? { status: 404 } : null));
    viewer.watch();
    await stage.run(20_000);
    expect(viewer.errors[0]).toContain('404');
    isGone = false;
    await stage.run(100_000);
    expect(viewer.played.size).toBe(FILM.playlist.segments.length);
  });

  it('stalls less than three seconds when the origin falls silent for good', async () => {
    let count = 0;
    const { stage, viewer } = stageOf((one) => (isOrigin(one) && ++count > 3 ? { stallAfterBytes: 32_768 } : null));
    viewer.watch();
    await stage.run(80_000);
    expectWatched(viewer);
    expect(viewer.stalledMs).toBeLessThan(3000);
    expect(viewer.supply.stats().wastedBytes / FILM_BYTES).toBeLessThan(0.05);
  });

  it('loads the first bytes of the media file from a mirror where the origin fails, and no playlist', async () => {
    const { stage, viewer, asked } = stageOf((one) =>
      one.url.startsWith('https://tube.test/') ? { status: 503 } : null,
    );
    const ask = (url: string, range: { start: number; end: number } | null) => {
      const signal = new AbortController().signal;
      return viewer.supply.load({ target: { kind: 'resource', url, range }, signal });
    };
    const init = ask(FILE_URL, { start: 0, end: 1000 });
    await stage.run(3000);
    expect(Buffer.compare((await init).bytes, FILM.file.subarray(0, 1000))).toBe(0);
    const before = asked(A) + asked(B);
    const playlist = ask('https://tube.test/film/480.m3u8', null).catch((error: unknown) => String(error));
    await stage.run(10_000);
    expect(await playlist).toContain('503');
    expect(asked(A) + asked(B)).toBe(before);
  });

  it('shows nothing of a mirror that changed the film, and asks the other', async () => {
    const { stage, viewer, asked } = stageOf((one) => {
      if (isMedia(one) && isOrigin(one)) return { status: 503 };
      return one.url.startsWith(A) ? { isWrong: true } : null;
    });
    viewer.watch();
    await stage.run(90_000);
    expectWatched(viewer);
    expect(asked(A)).toBeGreaterThan(0);
    expect(asked(B)).toBeGreaterThan(5);
  });

  it('says that no source has the published bytes where all of them were changed', async () => {
    const { stage, viewer } = stageOf((one) => (isMedia(one) ? { isWrong: true } : null));
    viewer.watch();
    await stage.run(30_000);
    expect(viewer.played.size).toBe(0);
    expect(viewer.errors[0]).toContain('published');
    expect(viewer.supply.stats().wastedBytes).toBeGreaterThan(0);
  });

  it('takes the first bytes from the origin while it answers', async () => {
    const { stage, viewer } = stageOf(() => null);
    const signal = new AbortController().signal;
    const target = { kind: 'resource', url: FILE_URL, range: { start: 0, end: 1000 } } as const;
    const init = viewer.supply.load({ target, signal });
    await stage.run(3000);
    expect((await init).url).toBe(FILE_URL);
  });
});

/** Servers that send one piece each; `afterMs` by the start of their address, never where it is missing. */
function createRace(afterMs: Readonly<Record<string, number>>) {
  const time = createVirtualTime();
  const clock = time.clockOf(1);
  const asked: { url: string; atMs: number; isAborted(): boolean }[] = [];
  const origin = createOrigin({
    clock,
    random: createSeededRandom(1),
    mirrorUrls: [A, B],
    firstByteTimeoutMs: 10_000,
    stallTimeoutMs: 6000,
    http: {
      async request({ url, range, signal }): Promise<HttpResponse> {
        asked.push({ url, atMs: time.nowMs(), isAborted: () => signal?.aborted === true });
        const wait = Object.entries(afterMs).find(([start]) => url.startsWith(start))?.[1];
        async function* body() {
          // Deaf to the signal, as bytes are that are on their way already.
          await new Promise<void>((resolve) => clock.schedule(wait ?? 1e9, resolve));
          yield new Uint8Array(range!.end - range!.start);
        }
        return { status: 206, url, header: () => null, body: body() };
      },
    },
  });
  const ask = (wishes: Partial<OriginRequest> = {}) => {
    const result = { bytes: 0, wastedBytes: 0, url: '', isDone: false };
    const request: OriginRequest = {
      url: FILE_URL,
      range: { start: 0, end: 5000 },
      mirrors: 'any',
      isUrgent: true,
      isReload: false,
      signal: new AbortController().signal,
      isWaitedFor: () => true,
      onStart: ({ url }) => {
        result.url = url;
      },
      onData: (_offset, bytes) => {
        result.bytes += bytes.length;
        return true;
      },
      onWaste: (bytes) => {
        result.wastedBytes += bytes;
      },
      ...wishes,
    };
    void origin.ask(request).then(() => {
      result.isDone = true;
    });
    return result;
  };
  const run = async (ms: number) => {
    // A server sets its clock when it is asked, not when time goes on.
    await settle();
    await time.runUntil(time.nowMs() + ms);
  };
  return { asked, ask, run, origin };
}

describe('createOrigin', () => {
  it('measures what a server would send each if all asked, and lets a crowd come back to it in steps', async () => {
    const { ask, run, origin } = createRace({ 'https://tube.test': 100 });
    const load = async () => {
      ask({ range: { start: 0, end: 100_000 } });
      await run(100);
    };
    await load();
    expect(origin.bytesPerMs()).toBeGreaterThan(500);
    expect(origin.fairBytesPerMs()).toBe(origin.bytesPerMs());
    origin.setAskingShare(0.01);
    for (let i = 0; i < 200; i++) await load();
    const strong = origin.bytesPerMs() ?? 0;
    expect((origin.fairBytesPerMs() ?? 0) / strong).toBeLessThan(0.05);
    // It is not asked by all at once because one of few found it quick.
    origin.setAskingShare(1);
    await run(4000);
    origin.setAskingShare(1);
    await load();
    expect((origin.fairBytesPerMs() ?? 0) / strong).toBeLessThan(0.1);
  });

  it('asks a second server after a second of silence, ends the slower one and counts what it sends as wasted', async () => {
    const { ask, asked, run } = createRace({ 'https://tube.test': 3000, [A]: 200, [B]: 200 });
    const result = ask();
    await run(990);
    expect(asked.length).toBe(1);
    await run(300);
    expect(asked.map(({ url }) => url)).toEqual([FILE_URL, expect.stringMatching(/^https:\/\/[ab]\.test/)]);
    expect(asked[1]?.atMs).toBe(1000);
    expect(result).toMatchObject({ bytes: 5000, isDone: true, url: asked[1]?.url });
    expect(asked[0]?.isAborted()).toBe(true);
    await run(3000);
    expect(result).toMatchObject({ bytes: 5000, wastedBytes: 5000 });
  });

  it('keeps to the first server where that one is the sooner after all', async () => {
    const { ask, asked, run } = createRace({ 'https://tube.test': 1200, [A]: 900, [B]: 900 });
    const result = ask();
    await run(1300);
    expect(result).toMatchObject({ bytes: 5000, isDone: true, url: FILE_URL });
    expect(asked[1]?.isAborted()).toBe(true);
  });

  it('asks nobody else where nothing waits, and a second server for one request at a time', async () => {
    const calm = createRace({});
    calm.ask({ isWaitedFor: () => false });
    await calm.run(5000);
    expect(calm.asked.length).toBe(1);
    const busy = createRace({});
    busy.ask();
    busy.ask();
    await busy.run(5000);
    expect(busy.asked.length).toBe(3);
  });

  it('comes back to the server that lost when its pause is over', async () => {
    const { ask, asked, run } = createRace({ 'https://tube.test': 3000 });
    ask({ mirrors: 'none' });
    await run(1000);
    expect(asked.length).toBe(1);
    await run(3000);
    const second = ask({ mirrors: 'fallback' });
    await run(4000);
    expect(second.url).toBe(FILE_URL);
  });
});

describe('chooseServer', () => {
  const time = createVirtualTime(100_000);
  const ports = { clock: time.clockOf(1), random: createSeededRandom(5) };
  const wish = { file: 'film.mp4', mirrors: 'any', isUrgent: true, tried: new Set<number>() } as const;
  const measured = (folder: string | null, latencyMs: number, bytesPerMs: number) => {
    const server = new Server(folder);
    server.rate.begin(0);
    server.rate.add(bytesPerMs * 1000, 1000);
    server.rate.end(1000);
    server.noteLatency(latencyMs);
    server.askedMs = 100_000;
    return server;
  };

  it('takes the origin while nothing is known', () => {
    expect(chooseServer([new Server(null), new Server(A), new Server(B)], wish, ports)).toBe(0);
  });

  it('weighs latency, throughput and errors', () => {
    const origin = measured(null, 50, 500);
    expect(chooseServer([origin, measured(A, 50, 2000)], wish, ports)).toBe(1);
    expect(chooseServer([origin, measured(A, 3000, 2000)], wish, ports)).toBe(0);
    const flaky = measured(A, 50, 800);
    for (let i = 0; i < 4; i++) flaky.fail(-1e6);
    expect(chooseServer([origin, flaky], wish, ports)).toBe(0);
  });

  it('leaves who failed alone for a while, and tries again later', () => {
    const origin = measured(null, 50, 2000);
    const servers = [origin, measured(A, 50, 500)];
    origin.fail(100_000);
    expect(chooseServer(servers, wish, ports)).toBe(1);
    origin.pausedUntilMs = 99_000;
    origin.errorShare = 0;
    expect(chooseServer(servers, wish, ports)).toBe(0);
  });

  it('gives a mirror of whom nothing is known a try now and then, where nothing hurries', () => {
    const servers = [measured(null, 50, 500), new Server(A)];
    const choices = Array.from({ length: 200 }, () => chooseServer(servers, { ...wish, isUrgent: false }, ports));
    const tries = choices.filter((index) => index === 1).length;
    expect(tries).toBeGreaterThan(20);
    expect(tries).toBeLessThan(100);
    expect(chooseServer(servers, wish, ports)).toBe(0);
  });
});
