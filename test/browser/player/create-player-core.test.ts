import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../../../src/base/storage.ts';
import { createPlayerCore } from '../../../src/player/create-player-core.ts';
import { createFilm, createStage, streamUrl, until, untilPhase } from './stage.ts';

const VTT = 'WEBVTT\n\n00:00.000 --> 00:10.000\nBonjour';

describe('createPlayerCore', () => {
  it('asks for nothing of the film before somebody plays it', async () => {
    const stage = createStage({ source: createFilm() });
    const state = await untilPhase(stage, 'ready');
    expect(state).toMatchObject({ durationSeconds: 12, isPaused: true, supply: null });
    expect(state.seekable).toEqual({ startSeconds: 0, endSeconds: 12 });
    expect(stage.http.requests).toEqual([]);
    expect(stage.element.src).toBe('');
  });

  it('plays, pauses, seeks and ends', async () => {
    const stage = createStage({ source: createFilm() });
    await untilPhase(stage, 'ready');
    void stage.player.play();
    expect((await untilPhase(stage, 'playing')).qualities.map(({ label }) => label)).toEqual(['72p', '108p']);
    stage.player.pause();
    await untilPhase(stage, 'paused');
    stage.player.seek(11.5);
    await until(stage, 'it is at 11.5 s', (state) => state.positionSeconds === 11.5 && !state.isSeeking);
    await stage.player.play();
    await untilPhase(stage, 'ended');
    await expect.poll(() => stage.told).toEqual(['ended']);
    await stage.player.play();
    const again = await untilPhase(stage, 'playing');
    expect(again.positionSeconds).toBeLessThan(5);
  });

  it('turns a link into a film, and a dead one into a sentence', async () => {
    const stage = createStage({ source: streamUrl('single.m3u8') });
    await untilPhase(stage, 'ready');
    stage.player.load('https://nothing.invalid/w/11111111-1111-4111-8111-111111111111');
    const state = await untilPhase(stage, 'failed');
    expect(state.error?.code).toBe('unreachable');
    expect(state.error?.message).toMatch(/nothing\.invalid/);
    expect(stage.told).toEqual(['failed:unreachable']);
  });

  it('keeps a wish to play until there is a film, and plays the next one too', async () => {
    const stage = createStage({ source: streamUrl('single.m3u8') });
    void stage.player.play();
    await untilPhase(stage, 'playing');
    stage.player.load(streamUrl('ts.m3u8'));
    expect(stage.player.state.phase).toBe('resolving');
    await untilPhase(stage, 'playing');
    stage.player.load(null);
    expect(stage.player.state).toMatchObject({ phase: 'idle', video: null, buffered: [] });
  });

  it('begins and ends where it is told to', async () => {
    const stage = createStage({ source: createFilm(), startSeconds: 4, stopSeconds: 5 });
    expect((await untilPhase(stage, 'ready')).positionSeconds).toBe(4);
    await stage.player.play();
    const state = await untilPhase(stage, 'ended');
    expect(state.positionSeconds).toBeGreaterThanOrEqual(5);
    expect(state.positionSeconds).toBeLessThan(6);
    await stage.player.play();
    await until(stage, 'it plays from 4 s again', (next) => next.phase === 'playing' && next.positionSeconds < 5);
  });

  it('begins where somebody clicked on the bar before the start', async () => {
    const stage = createStage({ source: createFilm() });
    await untilPhase(stage, 'ready');
    stage.player.seek(7);
    expect(stage.player.state.positionSeconds).toBe(7);
    void stage.player.play();
    expect((await untilPhase(stage, 'playing')).positionSeconds).toBeGreaterThanOrEqual(7);
  });

  it('goes on where the viewer stopped, unless the page forbids it', async () => {
    const storage = createMemoryStorage();
    const first = createStage({ source: createFilm(), startSeconds: 6, ports: { storage } });
    await first.player.play();
    await untilPhase(first, 'playing');
    first.player.destroy();
    const second = createStage({ source: createFilm(), ports: { storage } });
    expect((await untilPhase(second, 'ready')).resumedAtSeconds).toBe(6);
    const third = createStage({ source: createFilm(), resume: false, ports: { storage } });
    expect((await untilPhase(third, 'ready')).resumedAtSeconds).toBeNull();
  });

  it('keeps volume, sound, rate, quality, captions and sharing for the next visit', async () => {
    const storage = createMemoryStorage();
    const captions = [{ language: 'fr', label: 'Français', url: streamUrl('fr.vtt'), isAutomatic: false }];
    const script = ({ url }: { url: string }) => (url.endsWith('fr.vtt') ? VTT : null);
    const first = createStage({ source: createFilm({ captions }), ports: { storage } }, script);
    await first.player.play();
    const { qualities } = await until(first, 'the qualities are known', (state) => state.qualities.length > 0);
    first.player.setVolume(0.3);
    first.player.setMuted(false);
    first.player.setRate(1.5);
    first.player.setQuality(qualities[0]!.id);
    first.player.setCaption('fr');
    first.player.setSharing(false);
    first.player.destroy();

    const second = createStage(
      { source: createFilm({ captions }), isMuted: undefined, ports: { storage } } as never,
      script,
    );
    await second.player.play();
    const state = await until(second, 'the quality is chosen', ({ chosenQualityId }) => chosenQualityId !== 'auto');
    expect(state).toMatchObject({ volume: 0.3, isMuted: false, rate: 1.5, activeCaptionId: 'fr' });
    expect(state.chosenQualityId).toBe(qualities[0]!.id);
    expect(storage.read('fleuve:sharing')).toBe('false');
  });

  it('shows captions as a track of the element, and goes on without those that cannot be had', async () => {
    const captions = ['fr', 'de'].map((language) => ({
      language,
      label: language,
      url: streamUrl(`${language}.vtt`),
      isAutomatic: false,
    }));
    const script = ({ url }: { url: string }) => (url.endsWith('fr.vtt') ? VTT : url.endsWith('.vtt') ? 404 : null);
    const stage = createStage({ source: createFilm({ captions }), captionLanguage: 'fr' }, script);
    await untilPhase(stage, 'ready');
    expect(stage.player.state.captions.map(({ id }) => id)).toEqual(['fr', 'de']);
    await expect.poll(() => stage.element.textTracks[0]?.cues?.length).toBe(1);
    expect(stage.element.textTracks[0]).toMatchObject({ mode: 'showing', language: 'fr' });
    stage.player.setCaption('de');
    await expect.poll(() => stage.told).toEqual(['warned:captions-unreachable']);
    expect(stage.player.state.activeCaptionId).toBeNull();
    stage.player.setCaption('none');
    expect(stage.player.state.activeCaptionId).toBeNull();
  });

  it('waits for consent to sensitive films, even with autoplay', async () => {
    const sensitive = { flags: ['violent'], summary: null, policy: 'warn' } as const;
    const stage = createStage({ source: createFilm({ sensitive }), autoplay: true });
    await untilPhase(stage, 'needs-consent');
    await stage.player.play();
    expect(stage.player.state.phase).toBe('needs-consent');
    expect(stage.http.requests).toEqual([]);
    stage.player.acceptSensitive();
    await untilPhase(stage, 'playing');
  });

  it('takes the file where the stream cannot be played, and goes on where it was', async () => {
    const file = {
      kind: 'file',
      url: streamUrl('plain/72.mp4'),
      mimeType: 'video/mp4',
      label: '72p',
      widthPx: 128,
      heightPx: 72,
      frameRate: 25,
      sizeBytes: null,
      mirrorUrls: [],
    } as const;
    const hls = { kind: 'hls', url: streamUrl('missing.m3u8'), hashesUrl: null, mirrorUrls: [] } as const;
    const stage = createStage({ source: createFilm({ media: [hls, file] }), startSeconds: 3 }, ({ url }) =>
      url.endsWith('missing.m3u8') ? 404 : null,
    );
    void stage.player.play();
    const state = await untilPhase(stage, 'playing');
    expect(stage.told).toEqual(['warned:playlist-unreachable']);
    expect(state.positionSeconds).toBeGreaterThanOrEqual(3);
    expect(state.sharing).toEqual({ kind: 'off', reason: 'no-tracker' });
  });

  it('says what is wrong and plays when asked again', async () => {
    let isDown = true;
    const stage = createStage({ source: createFilm() }, () => (isDown ? 404 : null));
    void stage.player.play();
    const { error } = await untilPhase(stage, 'failed');
    expect(error?.code).toBe('playlist-unreachable');
    expect(stage.told).toEqual(['failed:playlist-unreachable']);
    isDown = false;
    stage.player.retry();
    await untilPhase(stage, 'playing');
    expect(stage.player.state.error).toBeNull();
  });

  it('tells the system what it plays, and obeys its pause', async () => {
    const chapters = [{ startSeconds: 0, title: 'One' }];
    const stage = createStage({ source: createFilm({ title: 'Lanterns', chapters }) });
    await stage.player.play();
    await untilPhase(stage, 'playing');
    await expect.poll(() => navigator.mediaSession.metadata?.title).toBe('Lanterns');
    expect(navigator.mediaSession.playbackState).toBe('playing');
    stage.element.pause();
    await untilPhase(stage, 'paused');
    expect(navigator.mediaSession.playbackState).toBe('paused');
    stage.player.destroy();
    expect(navigator.mediaSession.metadata).toBeNull();
  });

  it('loops over the part that was asked for', async () => {
    const stage = createStage({ source: createFilm(), startSeconds: 2, stopSeconds: 2.5, isLooping: true });
    await stage.player.play();
    let rounds = 0;
    stage.element.addEventListener('seeked', () => (rounds += 1));
    await expect.poll(() => rounds, { timeout: 8000 }).toBeGreaterThan(1);
    expect(stage.told).toEqual([]);
  });

  it('survives being destroyed twice, at any moment, and frees the element', async () => {
    for (const wait of [0, 0, 20, 120, 400]) {
      const stage = createStage({ source: createFilm(), autoplay: true });
      await new Promise((resolve) => setTimeout(resolve, wait));
      const changes: string[] = [];
      stage.player.on('destroyed', () => changes.push('destroyed'));
      stage.player.destroy();
      stage.player.destroy();
      expect(changes).toEqual(['destroyed']);
      await stage.player.play();
      stage.player.load(streamUrl('single.m3u8'));
      stage.player.seek(3);
      stage.player.setSharing(true);
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(stage.player.state.phase).toBe('idle');
      expect(stage.element.getAttribute('src') ?? '').toBe('');
    }
  });

  it('refuses wrong options at the door', () => {
    const element = document.createElement('video');
    expect(() => createPlayerCore(element, { p2p: 'maybe' as never })).toThrow(/option 'p2p' must be one of/);
  });
});
