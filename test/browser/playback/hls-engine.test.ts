import { describe, expect, it } from 'vitest';
import { createStage, playUntil, streamUrl, until } from './stage.ts';

describe('createHlsEngine', () => {
  it('loads no media before it is started', async () => {
    const { engine, supply } = await createStage('ts.m3u8');
    await until('the qualities are known', () => engine.qualities.length === 2);
    expect(supply.log.loads).toEqual([streamUrl('ts.m3u8')]);
  });

  it('begins where it is told to', async () => {
    const { element, engine, supply } = await createStage('fmp4/72.m3u8');
    engine.start(7);
    await playUntil(element, 7.2);
    expect(supply.log.loads.filter((load) => load.startsWith('main-0/'))[0]).toBe('main-0/3');
  });

  it('tells its supply where playback will begin before it asks for anything there', async () => {
    const positions: (number | undefined)[] = [];
    const stage = await createStage('fmp4/72.m3u8', {
      script: ({ url }) => {
        if (url.endsWith('.m4s')) positions.push(stage.supply.log.playheads.at(-1)?.positionSeconds);
        return null;
      },
    });
    stage.engine.start(7);
    await playUntil(stage.element, 7.2);
    expect(positions[0]).toBe(7);
  });

  it('names qualities by their picture and shows the one that is asked for', async () => {
    const { element, engine, supply } = await createStage('single.m3u8');
    await until('the qualities are known', () => engine.qualities.length === 2);
    expect(engine.qualities.map((quality) => quality.label)).toEqual(['72p', '108p']);
    const [small, large] = engine.qualities;
    engine.setQuality(small?.id ?? '');
    engine.start(0);
    await playUntil(element, 0.5);
    expect(engine.activeQualityId).toBe(small?.id);
    const changes: string[] = [];
    engine.on('qualityChanged', ({ id }) => changes.push(id));
    engine.setQuality(large?.id ?? '');
    await until(
      'the playhead names the other stream',
      () => supply.log.playheads.at(-1)?.activeStreams[0] === 'main-0',
    );
    await until('the other quality is on the screen', () => element.videoHeight === 108);
    expect(engine.chosenQualityId).toBe(large?.id);
    await until('the change is told', () => changes.includes(large?.id ?? ''));
    engine.setQuality('auto');
    expect(engine.chosenQualityId).toBe('auto');
  });

  it('plays the sound alone, from where the picture was, and the picture again', async () => {
    const { element, engine, supply } = await createStage('apart.m3u8');
    engine.start(0);
    await playUntil(element, 2);
    expect(engine.qualities.map((quality) => quality.label)).toEqual(['72p', '108p', 'Audio only']);
    engine.setQuality('audio-only');
    await until('sound is played', () => engine.activeQualityId === 'audio-only' && element.currentTime > 2.2);
    expect(element.currentTime).toBeLessThan(8);
    expect(element.videoHeight).toBe(0);
    expect(element.paused).toBe(false);
    expect(supply.log.playheads.at(-1)?.activeStreams).toEqual(['secondary-0']);
    expect(engine.qualities).toHaveLength(3);
    engine.setQuality('auto');
    await until('the picture is back', () => element.videoHeight > 0 && element.currentTime > 2.2);
    expect(engine.qualities).toHaveLength(3);
  });

  it('tells the supply of a seek at once', async () => {
    const { element, engine, supply } = await createStage('fmp4/72.m3u8');
    engine.start(0);
    await playUntil(element, 0.3);
    const seeking = new Promise((resolve) => element.addEventListener('seeking', resolve, { once: true }));
    element.currentTime = 9;
    await seeking;
    expect(supply.log.playheads.at(-1)?.positionSeconds).toBe(9);
    expect(supply.log.playheads.at(-1)?.activeStreams).toEqual(['main-0']);
  });

  it('says that a dead link is one, and plays when asked again', async () => {
    let isDown = true;
    const script = ({ url }: { url: string }) => (isDown && url.endsWith('ts.m3u8') ? 404 : null);
    const { element, engine, failures } = await createStage('ts.m3u8', { script });
    engine.start(0);
    await until('it failed', () => failures.length > 0);
    expect(failures[0]?.code).toBe('playlist-unreachable');
    expect(failures[0]?.context.status).toBe(404);
    isDown = false;
    engine.retry();
    await playUntil(element, 0.5);
    expect(failures).toHaveLength(1);
  });

  it('says that a page is no playlist', async () => {
    const { engine, failures } = await createStage('ts.m3u8', {
      script: () => '<!doctype html><title>Not found</title>',
    });
    engine.start(0);
    await until('it failed', () => failures.length > 0);
    expect(failures[0]?.code).toBe('playlist-invalid');
  });

  it('says that nothing of it can be decoded', async () => {
    const master = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="zz99.1"\na.m3u8\n';
    const { engine, failures } = await createStage('ts.m3u8', { script: () => master });
    engine.start(0);
    await until('it failed', () => failures.length > 0);
    expect(failures[0]?.code).toBe('unsupported-media');
  });

  it('plays on after a server was away for a while', async () => {
    let failuresLeft = 8;
    const script = ({ url }: { url: string }) => (url.endsWith('72-2.m4s') && failuresLeft-- > 0 ? 503 : null);
    const policy = {
      default: {
        maxTimeToFirstByteMs: 5000,
        maxLoadTimeMs: 5000,
        timeoutRetry: null,
        errorRetry: { maxNumRetry: 2, retryDelayMs: 20, maxRetryDelayMs: 20 },
      },
    };
    const { element, engine, failures, recoveries } = await createStage('fmp4/72.m3u8', {
      script,
      hlsConfig: { fragLoadPolicy: policy },
    });
    engine.start(3);
    await playUntil(element, 6, 20_000);
    expect(recoveries.map((error) => error.code)).toContain('media-unreachable');
    expect(failures).toEqual([]);
  });

  it('may be destroyed at any moment and twice', async () => {
    const { element, engine } = await createStage('single.m3u8');
    engine.start(0);
    engine.destroy();
    engine.destroy();
    engine.start(1);
    engine.retry();
    engine.setQuality('auto');
    expect(element.currentTime).toBe(0);
  });
});
