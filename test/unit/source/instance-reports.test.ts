import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../../../src/base/storage.ts';
import type { Video } from '../../../src/media/video.ts';
import {
  createInstanceReports,
  type InstanceReportsOptions,
  type PlaybackMetrics,
} from '../../../src/source/instance-reports.ts';
import { at, createRecordedHttp, FIRST, fixtureJson, json, type Route, SECOND } from '../../support/recorded-http.ts';
import { createManualClock, createSourcePorts } from '../../support/source-ports.ts';

const ID = 'bfdbafe0-5a6d-4a11-a0c1-79c483a7289c';
const VIEWS = `POST ${FIRST}/api/v1/videos/${ID}/views`;
const METRICS = `POST ${FIRST}/api/v1/metrics/playback`;
const ACCEPTED: Route = ({ method }) => (method === 'POST' ? { status: 204, body: '' } : null);
const CONFIG = at(`${FIRST}/api/v1/config`, 'config.json');

const metrics = (change: Partial<PlaybackMetrics>): PlaybackMetrics => ({
  mode: 'p2p-media-loader',
  heightPx: 480,
  frameRate: 25,
  isSharing: true,
  peerCount: 1,
  qualityChangeCount: 0,
  errorCount: 0,
  stallCount: 0,
  peerBytes: 0,
  httpBytes: 0,
  uploadedBytes: 0,
  ...change,
});

function createFilm(
  routes: readonly Route[],
  options: Partial<InstanceReportsOptions> & { film?: Partial<Video> } = {},
) {
  const http = createRecordedHttp(routes);
  const clock = createManualClock();
  const state = { position: 0, isPlaying: true };
  const video = {
    id: ID,
    durationSeconds: 60,
    live: null,
    access: null,
    sharing: { kind: 'none', reason: 'not-hls' },
    instance: { origin: FIRST, name: '', software: 'peertube', version: '6.3.0' },
    ...options.film,
  } as unknown as Video;
  const reports = createInstanceReports({
    ports: createSourcePorts(http, clock),
    http,
    video,
    session: createMemoryStorage(),
    countsViews: true,
    sendsMetrics: true,
    readPositionSeconds: () => state.position,
    isPlaying: () => state.isPlaying,
    ...options,
  });
  const settle = async () => {
    for (let i = 0; i < 40; i++) await Promise.resolve();
  };
  const play = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      if (state.isPlaying) state.position += 1;
      clock.advance(1000);
      await settle();
    }
  };
  const sent = (line: string) =>
    http.requests
      .filter((request) => `${request.method} ${request.url}` === line)
      .map(({ body }) => JSON.parse(body ?? '') as Record<string, unknown>);
  return { http, clock, state, reports, settle, play, sent };
}

describe('createInstanceReports', () => {
  it('sends a view at the first play and every five seconds that bring another second', async () => {
    const { reports, settle, play, sent, state } = createFilm([ACCEPTED, CONFIG]);
    reports.start();
    reports.start();
    await settle();
    await play(20);
    expect(sent(VIEWS).map(({ currentTime }) => currentTime)).toEqual([0, 5, 10, 15, 20]);
    state.isPlaying = false;
    await play(20);
    expect(sent(VIEWS)).toHaveLength(5);
  });

  it('keeps one session id of 32 letters for the whole visit', async () => {
    const session = createMemoryStorage();
    const ids = new Set<unknown>();
    for (let i = 0; i < 2; i++) {
      const { reports, settle, play, sent } = createFilm([ACCEPTED, CONFIG], { session });
      reports.start();
      await settle();
      await play(10);
      for (const { sessionId } of sent(VIEWS)) ids.add(sessionId);
    }
    expect([...ids]).toEqual([expect.stringMatching(/^[A-Za-z0-9]{32}$/)]);
  });

  it('marks the view after a seek, but not after the play’s own progress', async () => {
    const { reports, settle, play, sent, state } = createFilm([ACCEPTED, CONFIG]);
    reports.seek(0, 30);
    reports.start();
    await settle();
    reports.seek(0, 2);
    await play(5);
    state.position = 40;
    reports.seek(5, 40);
    await play(10);
    expect(sent(VIEWS).map(({ viewEvent }) => viewEvent)).toEqual([undefined, undefined, 'seek', undefined]);
  });

  it('sends the end of a film, never a time beyond it, and nothing of a second round', async () => {
    const { reports, settle, play, sent, state } = createFilm([ACCEPTED, CONFIG]);
    reports.start();
    await settle();
    state.position = 60.4;
    reports.end();
    await settle();
    reports.loop();
    state.position = 3;
    await play(10);
    expect(sent(VIEWS).map(({ currentTime }) => currentTime)).toEqual([0, 60]);
  });

  it('tells the device to 7.2 and later only', async () => {
    const device = { client: 'Firefox', device: 'desktop' } as const;
    const at63 = createFilm([ACCEPTED, CONFIG], { device });
    at63.reports.start();
    await at63.settle();
    expect(at63.sent(VIEWS)[0]).not.toHaveProperty('client');
    const instance = { origin: FIRST, name: '', software: 'peertube', version: '8.2.0' };
    const at82 = createFilm([ACCEPTED, CONFIG], { device, film: { instance } });
    at82.reports.start();
    await at82.settle();
    expect(at82.sent(VIEWS)[0]).toMatchObject(device);
  });

  it('sends metrics only where the instance asks for them, as differences', async () => {
    const without = createFilm([ACCEPTED, CONFIG], { readMetrics: () => metrics({}) });
    without.reports.start();
    await without.play(60);
    expect(without.sent(METRICS)).toEqual([]);
    const asking = {
      ...fixtureJson('config.json'),
      openTelemetry: { metrics: { enabled: true, playbackStatsInterval: 15_000 } },
    };
    let peerBytes = 1000;
    const film = createFilm([ACCEPTED, at(`${FIRST}/api/v1/config`, json(asking))], {
      readMetrics() {
        peerBytes += 500;
        return metrics({ peerBytes });
      },
    });
    film.reports.start();
    await film.settle();
    await film.play(31);
    expect(film.sent(METRICS)).toMatchObject([
      { downloadedBytesP2P: 1500, playerMode: 'p2p-media-loader', resolution: 480, videoId: ID },
      { downloadedBytesP2P: 500 },
    ]);
  });

  it('keeps silent for as long as a 429 says', async () => {
    const limited: Route = ({ method }) =>
      method === 'POST' ? { status: 429, body: '', headers: { 'retry-after': '30' } } : null;
    const { reports, settle, play, sent } = createFilm([limited, CONFIG]);
    reports.start();
    await settle();
    await play(29);
    expect(sent(VIEWS)).toHaveLength(1);
    await play(6);
    expect(sent(VIEWS)).toHaveLength(2);
  });

  it('can be switched off, and owes nothing to private films and other servers', async () => {
    const owing = async (options: Parameters<typeof createFilm>[1]) => {
      const { reports, settle, play, http } = createFilm([ACCEPTED, CONFIG], options);
      reports.start();
      await settle();
      await play(20);
      reports.end();
      await settle();
      return http.asked.filter((line) => line.startsWith('POST'));
    };
    expect(await owing({ countsViews: false, sendsMetrics: false })).toEqual([]);
    expect(await owing({ film: { sharing: { kind: 'none', reason: 'private-film' } } })).toEqual([]);
    expect(await owing({ film: { instance: null } })).toEqual([]);
    expect(
      await owing({ film: { instance: { origin: SECOND, name: '', software: 'owncast', version: null } } }),
    ).toEqual([]);
  });

  it('stops at once when it is destroyed, which may happen twice', async () => {
    const { reports, settle, play, http } = createFilm([ACCEPTED, CONFIG]);
    reports.start();
    await settle();
    reports.destroy();
    reports.destroy();
    reports.end();
    await play(20);
    expect(http.asked.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });
});
