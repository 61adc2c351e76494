import { describe, expect, it, onTestFinished } from 'vitest';
import { followLive } from '../../../src/playback/dom/live-follower.ts';
import { CATCH_UP_RATE } from '../../../src/playback/live-catch-up.ts';
import { createLiveScript, LIVE_URL } from './live-script.ts';
import { createElement, createStage, playUntil, streamUrl, until } from './stage.ts';

describe('createHlsEngine, live', () => {
  it('plays a sliding window with sound apart near its edge, and names segments by their sequence', async () => {
    const live = createLiveScript();
    const positions: (number | undefined)[] = [];
    const stage = await createStage(LIVE_URL, {
      script: (request) => {
        if (/\/72-\d+\.mpegts$/.test(request.url)) positions.push(stage.supply.log.playheads.at(-1)?.positionSeconds);
        return live.script(request);
      },
    });
    const { element, engine, supply } = stage;
    engine.start(0);
    await element.play();
    await until('it plays', () => element.readyState >= 3 && element.currentTime > 0);
    expect(positions[0]).toBeGreaterThan(1);
    expect(engine.isLive).toBe(true);
    expect(engine.liveSyncSeconds).toBeGreaterThan(0);
    const playlist = supply.log.playlists.get('main-0');
    expect(playlist?.isLive).toBe(true);
    expect(playlist?.segments[0]?.id).toBeGreaterThanOrEqual(2);
    expect(supply.log.playlists.get('secondary-0')?.segments[0]?.id).toBeGreaterThanOrEqual(2);
    const edge = supply.log.playheads.at(-1)?.liveEdgeSeconds ?? 0;
    expect(edge).toBeGreaterThan(element.currentTime);
    const first = supply.log.loads.find((load) => load.startsWith('main-0/'));
    expect(Number(first?.split('/')[1])).toBeGreaterThanOrEqual(4);
  });

  it('goes on after its encoder stood still, and ends when the playlist does', async () => {
    const live = createLiveScript();
    const { element, engine, supply, failures } = await createStage(LIVE_URL, { script: live.script });
    engine.start(0);
    await element.play();
    await until('it plays', () => element.currentTime > 0 && element.readyState >= 3);
    live.stall();
    await until('it stalls', () => element.readyState < 3, 20_000);
    const stalledAt = element.currentTime;
    live.resume();
    await until('it goes on', () => element.currentTime > stalledAt + 1, 15_000);
    const ids = supply.log.playlists.get('main-0')?.segments.map((segment) => segment.id) ?? [];
    live.end();
    await until('the end is known', () => supply.log.playlists.get('main-0')?.isLive === false, 15_000);
    const last = supply.log.playlists.get('main-0')?.segments.map((segment) => segment.id) ?? [];
    expect(last[0]).toBeGreaterThanOrEqual(ids[0] ?? 0);
    expect(engine.isLive).toBe(false);
    element.playbackRate = 4;
    await until('it ended', () => element.ended, 15_000);
    expect(failures).toEqual([]);
  }, 60_000);

  it('comes nearer to the edge than where it began, and leaves a rate that somebody chose', async () => {
    const live = createLiveScript();
    const { element, engine } = await createStage(LIVE_URL, { script: live.script });
    engine.start(0);
    await element.play();
    await until('it hurries', () => element.playbackRate === CATCH_UP_RATE, 15_000);
    element.playbackRate = 1.5;
    await until('it plays on', () => !element.paused && element.readyState >= 3);
    const chosenAt = element.currentTime;
    await until('a second passed', () => element.currentTime > chosenAt + 1);
    expect(element.playbackRate).toBe(1.5);
    element.playbackRate = CATCH_UP_RATE;
    engine.destroy();
    expect(element.playbackRate).toBe(1);
  });

  it('leaves a viewer where he went back to, until he goes forward again', async () => {
    const live = createLiveScript();
    const { element, engine } = await createStage(LIVE_URL, { script: live.script });
    engine.start(0);
    await element.play();
    await until('it hurries', () => element.playbackRate === CATCH_UP_RATE && element.currentTime > 2, 15_000);
    element.currentTime -= 1.5;
    await until('he is there', () => !element.seeking && element.playbackRate === 1);
    let fastest = 0;
    element.addEventListener('timeupdate', () => {
      fastest = Math.max(fastest, element.playbackRate);
    });
    const backAt = element.currentTime;
    await until('three seconds passed', () => element.currentTime > backAt + 3, 15_000);
    expect(fastest).toBe(1);
    element.currentTime += 1.5;
    await until('it hurries again', () => element.playbackRate === CATCH_UP_RATE, 15_000);
  });

  it('forgets where he went when another run of the live is played', async () => {
    const element = createElement();
    const behind = { latencySeconds: 17, targetSeconds: 12, bufferSeconds: 8, segmentSeconds: 4 };
    const stop = followLive(element, () => behind);
    onTestFinished(() => {
      stop();
      element.remove();
    });
    element.src = streamUrl('plain/72.mp4#t=4');
    await playUntil(element, 4.5);
    expect(element.playbackRate).toBe(CATCH_UP_RATE);
    element.currentTime -= 2;
    await until('he is there', () => !element.seeking && element.playbackRate === 1);
    element.src = streamUrl('plain/108.mp4');
    await playUntil(element, 0.5);
    expect(element.playbackRate).toBe(CATCH_UP_RATE);
  });

  it('is played as fast as it comes where the page says how far behind', async () => {
    const live = createLiveScript();
    const { element, engine } = await createStage(LIVE_URL, {
      script: live.script,
      hlsConfig: { liveSyncDurationCount: 4 },
    });
    let fastest = 0;
    element.addEventListener('timeupdate', () => {
      fastest = Math.max(fastest, element.playbackRate);
    });
    engine.start(0);
    await element.play();
    await until(
      'four seconds passed',
      () => element.played.length > 0 && element.played.end(0) - element.played.start(0) > 4,
      15_000,
    );
    expect(fastest).toBe(1);
  });

  it('loads the parts of a low-latency live by HTTP and its whole segments as segments', async () => {
    const begin = performance.now();
    const partsSent = () => 24 + Math.floor((performance.now() - begin) / 1000);
    const script = ({ url }: { url: string }) => (url.includes('low-latency.m3u8') ? lowLatency(partsSent()) : null);
    const { element, engine, supply } = await createStage('low-latency.m3u8', { script });
    engine.start(0);
    await element.play();
    await until('a part was loaded', () => supply.log.loads.filter((load) => load.includes('.mpegts')).length > 1);
    await until('it plays', () => element.currentTime > 0 && element.readyState >= 3);
    expect(supply.log.playlists.get('main-0')?.segments.at(-1)?.id).toBeGreaterThan(8);
  });
});

/** Segments of two parts; the parts stand for the whole file they are cut from, each is loaded as a range of it. */
function lowLatency(parts: number): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    '#EXT-X-TARGETDURATION:2',
    '#EXT-X-PART-INF:PART-TARGET=1.0',
    '#EXT-X-SERVER-CONTROL:PART-HOLD-BACK=3.0',
  ];
  const segments = Math.floor(parts / 2);
  const start = Math.max(0, segments - 6);
  lines.push(`#EXT-X-MEDIA-SEQUENCE:${start}`, `#EXT-X-DISCONTINUITY-SEQUENCE:${Math.ceil(start / 6)}`);
  for (let id = start; id <= segments; id++) {
    const url = streamUrl(`ts/72-${id % 6}.mpegts`);
    if (id % 6 === 0 && id > start) lines.push('#EXT-X-DISCONTINUITY');
    const sent = Math.min(2, parts - 2 * id);
    // 12,032 bytes are 64 packets of MPEG-TS: every segment of the fixture is longer.
    const ranges = ['12032@0', '11280@12032'];
    for (let part = 0; part < sent; part++) {
      const independent = part === 0 ? ',INDEPENDENT=YES' : '';
      lines.push(`#EXT-X-PART:DURATION=1.0,URI="${url}",BYTERANGE="${ranges[part]}"${independent}`);
    }
    if (sent === 2) lines.push('#EXTINF:2.0,', url);
  }
  return lines.join('\n');
}

describe('createHlsEngine, a live that comes back', () => {
  it('plays its second run after `retry`', async () => {
    let isUp = false;
    const live = createLiveScript();
    const script = (request: { url: string }) => (isUp || !request.url.includes('live/') ? live.script(request) : 404);
    const { element, engine, failures } = await createStage(LIVE_URL, { script });
    engine.start(0);
    await until('it failed', () => failures.length > 0);
    isUp = true;
    engine.retry();
    await playUntil(element, 0.1);
    expect(engine.isLive).toBe(true);
  });
});
