import { describe, expect, it } from 'vitest';
import { createStage, playUntil, streamUrl, until } from './stage.ts';

describe('createHlsEngine, by kind of stream', () => {
  it('plays one file a rendition by byte ranges, and asks for each segment by its place', async () => {
    const { element, engine, supply } = await createStage('single.m3u8');
    engine.start(0);
    await playUntil(element, 3);
    expect(supply.log.manifest?.streams.map((stream) => [stream.key, stream.heightPx])).toEqual([
      ['main-0', 108],
      ['main-1', 72],
    ]);
    const playlist = [...supply.log.playlists.values()][0];
    expect(playlist?.isLive).toBe(false);
    expect(playlist?.segments.map((segment) => segment.id)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(playlist?.segments[0]?.range?.start).toBeGreaterThan(0);
    const ids = supply.log.loads.flatMap((load) => /^main-[01]\/(\d)$/.exec(load)?.[1] ?? []);
    expect(ids.slice(0, 3)).toEqual(['0', '1', '2']);
  });

  it('loads init sections as resources with their range', async () => {
    const { element, engine, http } = await createStage('single/72.m3u8');
    engine.start(0);
    await playUntil(element, 1);
    const init = http.requests.find((request) => request.range?.start === 0);
    expect(init?.url).toBe(streamUrl('single/72.mp4'));
    expect(init?.range?.end).toBeGreaterThan(500);
  });

  it('plays MPEG-TS', async () => {
    const { element, engine, supply } = await createStage('ts.m3u8');
    engine.start(0);
    await playUntil(element, 3);
    expect(supply.log.loads.some((load) => /^main-[01]\/1$/.test(load))).toBe(true);
  });

  it('plays fragmented MP4, a file a segment, given as a media playlist alone', async () => {
    const { element, engine, supply } = await createStage('fmp4/72.m3u8');
    engine.start(0);
    await playUntil(element, 3);
    expect(supply.log.manifest?.streams).toHaveLength(1);
    expect(supply.log.loads).toContain('main-0/1');
    expect(supply.log.loads).toContain(streamUrl('fmp4/72-init.mp4'));
  });

  it('plays sound apart, shares it too, and changes its language', async () => {
    const { element, engine, supply } = await createStage('apart.m3u8');
    engine.start(0);
    await playUntil(element, 1);
    expect(supply.log.manifest?.streams.map((stream) => stream.key)).toEqual([
      'main-0',
      'main-1',
      'secondary-0',
      'secondary-1',
    ]);
    expect(supply.log.playheads.at(-1)?.activeStreams).toContain('secondary-0');
    expect(engine.audioTracks.map((track) => track.language)).toEqual(['en', 'fr']);
    const french = engine.audioTracks[1];
    engine.setAudioTrack(french?.id ?? '');
    await until('French is loaded', () => supply.log.loads.some((load) => load.startsWith('secondary-1/')));
    expect(supply.log.playheads.at(-1)?.activeStreams).toContain('secondary-1');
    expect(engine.activeAudioTrackId).toBe(french?.id);
  });

  it('plays sound alone', async () => {
    const { element, engine, supply } = await createStage('audio.m3u8');
    engine.start(0);
    await playUntil(element, 2);
    expect(engine.qualities.map((quality) => quality.isAudioOnly)).toEqual([true]);
    expect(supply.log.loads).toContain('main-0/0');
  });

  it('decrypts AES-128 whose key came by HTTP and whose ciphertext can be shared', async () => {
    const { element, engine, supply } = await createStage('aes/72.m3u8');
    engine.start(0);
    await playUntil(element, 3);
    expect(supply.log.loads).toContain(streamUrl('aes/key.bin'));
    expect(supply.log.loads).toContain('main-0/1');
  });

  it('shows WebVTT renditions that come as resources', async () => {
    const { element, engine, supply } = await createStage('text.m3u8');
    engine.start(0);
    await playUntil(element, 2);
    await until('the words are there', () => [...element.textTracks].some((track) => (track.cues?.length ?? 0) === 2));
    expect(supply.log.loads).toContain(streamUrl('text/en.vtt'));
  });

  it('plays across a discontinuity with a second init section', async () => {
    const { element, engine, supply } = await createStage('maps.m3u8');
    engine.start(0);
    await playUntil(element, 6);
    expect(element.videoHeight).toBe(90);
    expect(supply.log.loads).toContain(streamUrl('fmp4/late-init.mp4'));
    expect(supply.log.loads).toContain('main-0/3');
  });

  it('plays on after a gap without asking for what is missing', async () => {
    const { element, engine, supply } = await createStage('gap.m3u8');
    engine.start(0);
    await playUntil(element, 5);
    expect(supply.log.loads).not.toContain('main-0/1');
    expect(supply.log.loads).toContain('main-0/2');
    expect(supply.log.playlists.get('main-0')?.segments.map((segment) => segment.id)).toEqual([0, 2, 3]);
  });

  it('keeps a stream the same on every pathway of Content Steering', async () => {
    const { element, engine, supply } = await createStage('steering.m3u8');
    engine.start(0);
    await playUntil(element, 1);
    await until('the far pathway is in use', () => supply.log.loads.includes(streamUrl('single/72.m3u8?pathway=far')));
    await playUntil(element, 3);
    expect(supply.log.manifest?.streams.map((stream) => stream.key)).toEqual(['main-0']);
    expect(supply.log.loads).toContain('main-0/1');
  });

  it('plays interstitials by HTTP and keeps the film its own', async () => {
    const { element, engine, supply } = await createStage('interstitial.m3u8');
    engine.start(0);
    await element.play();
    await until('the advertisement is loaded', () => supply.log.loads.includes(streamUrl('fmp4/late-1.m4s')), 20_000);
    await until('the film goes on', () => element.currentTime > 3 && element.videoHeight === 72, 20_000);
    expect(supply.log.manifest?.url).toBe(streamUrl('interstitial.m3u8'));
    expect(supply.log.loads).toContain('main-0/0');
  });

  it('counts places in the master playlist although one of its codecs cannot be played', async () => {
    const { element, engine, supply } = await createStage('unknown-codec.m3u8');
    engine.start(0);
    await playUntil(element, 1);
    expect(engine.qualities.map((quality) => quality.heightPx)).toEqual([72]);
    expect(supply.log.loads).toContain('main-1/0');
  });
});
