import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FILMS_FOLDER } from '../../demo/catalogue/film.ts';
import { riverOfLight } from '../../demo/catalogue/films.ts';
import { Controls } from '../../demo/server/controls.ts';
import { Counters } from '../../demo/server/counters.ts';
import { createInstance, type Instance } from '../../demo/server/instance.ts';
import { createLive } from '../../demo/server/live.ts';
import type { Place } from '../../demo/server/place.ts';
import {
  type HarnessSite,
  launchBrowser,
  openViewer,
  type Snapshot,
  serveHarness,
  type Viewer,
} from '../support/browser-harness.ts';

/** A live of 12 seconds that goes round, made by ffmpeg: sound, 240p, 480p, in MPEG-TS segments of four seconds. */
function makeSegments(folder: string): void {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=854x480:rate=25:duration=12'];
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=12'];
  const segments = (stream: number) => [
    '-f',
    'segment',
    '-segment_time',
    '4',
    '-segment_format',
    'mpegts',
    join(folder, `${stream}-%06d.ts`),
  ];
  const x264 = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-profile:v',
    'high',
    '-pix_fmt',
    'yuv420p',
    '-g',
    '100',
    '-keyint_min',
    '100',
    '-sc_threshold',
    '0',
  ];
  execFileSync('ffmpeg', ['-v', 'error', ...sound, '-c:a', 'aac', ...segments(0)]);
  execFileSync('ffmpeg', ['-v', 'error', ...picture, ...x264, '-vf', 'scale=426:240', ...segments(1)]);
  execFileSync('ffmpeg', ['-v', 'error', ...picture, ...x264, ...segments(2)]);
}

describe('a player on a live', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleuve-live-'));
  let place: Place & { origin: string; host: string };
  let instance: Instance;
  let site: HarnessSite;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    makeSegments(folder);
    place = {
      origin: '',
      host: '',
      name: 'Live tube',
      description: '',
      version: '8.2.3',
      films: [
        {
          ...riverOfLight,
          id: 4,
          uuid: '1b6ce7a0-93d4-4a1e-8f0b-5c2d7e9a6f31',
          title: 'River, live',
          media: null,
          captions: [],
          chapters: [],
          isPermanentLive: true,
        },
      ],
      lists: [],
      live: createLive(relative(FILMS_FOLDER, folder)),
      controls: new Controls(),
      counters: new Counters(),
      followed: [],
      mirrors: [],
      fileTokens: new Map(),
      isBehindNginx: true,
      stunUrls: [],
      embedAllowList: new Map(),
    };
    instance = createInstance(place, []);
    await new Promise<void>((resolve) => instance.server.listen(0, '127.0.0.1', resolve));
    place.host = `127.0.0.1:${(instance.server.address() as AddressInfo).port}`;
    place.origin = `http://${place.host}`;
    [site, browser] = await Promise.all([serveHarness(), launchBrowser()]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), site.close(), instance.close()]);
    rmSync(folder, { recursive: true });
    expect([...place.counters.refusedHashes]).toEqual([]);
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(() => context.close());

  const open = (): Promise<Viewer> =>
    openViewer(context, site, { player: { source: `${place.origin}/w/4`, autoplay: true, isMuted: true } });
  const isPlaying = ({ phase, videoWidth, positionSeconds }: Snapshot) =>
    phase === 'playing' && videoWidth > 0 && positionSeconds > 0.5;

  it('waits for it, plays when it starts, waits when it stops, plays when it comes back, and ends for good', async () => {
    const viewer = await open();
    const is = (phase: Snapshot['phase']) => (state: Snapshot) => state.phase === phase;
    await viewer.until('it waits', is('waiting-for-live'));
    place.live?.start();
    const first = await viewer.until('it plays', isPlaying);
    expect(first).toMatchObject({ isLive: true, title: 'River, live', sharing: { kind: 'on' } });
    place.live?.stop();
    await viewer.until('it waits again', is('waiting-for-live'), 10_000);
    place.live?.start();
    await viewer.until('it plays again', isPlaying, 20_000);
    place.live?.stop({ forGood: true });
    await viewer.until('it is over', (state) => state.phase === 'live-ended' || state.phase === 'ended', 30_000);
    expect((await viewer.events()).filter((event) => event.startsWith('failed'))).toEqual([]);
  });
});
