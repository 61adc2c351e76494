// @ts-expect-error: the package has types for its whole build only.
import videojs from 'video.js/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { registerFleuve, type Videojs } from '../../../src/integrations/videojs/videojs.ts';
import type { HlsPlayback } from '../../../src/player/create-hls-playback.ts';
import { streamUrl, until } from '../playback/stage.ts';

type VideojsPlayer = {
  src(source: { src: string; type: string }): void;
  play(): Promise<void>;
  currentTime(): number;
  error(): { code: number; message: string } | null;
  dispose(): void;
};

const playbacks: HlsPlayback[] = [];
const isRegistered = registerFleuve(videojs as Videojs, { onPlayback: (playback) => playbacks.push(playback) });

function createPlayer(): VideojsPlayer {
  const element = document.createElement('video');
  element.className = 'video-js';
  element.muted = true;
  document.body.append(element);
  const player = (videojs as (element: Element, options: object) => VideojsPlayer)(element, { controls: true });
  onTestFinished(() => player.dispose());
  return player;
}

describe('registerFleuve', () => {
  it('plays HLS in a player of video.js, with our engine and supply behind it', async () => {
    expect(isRegistered).toBe(true);
    const player = createPlayer();
    player.src({ src: streamUrl('ts.m3u8'), type: 'application/vnd.apple.mpegurl' });
    await until('the film is open', () => playbacks.length > 0 || player.error() !== null);
    const playback = playbacks.at(-1);
    await player.play();
    await until('it plays', () => player.currentTime() > 1);
    expect(playback?.engine.qualities.map((quality) => quality.label)).toEqual(['72p', '108p']);
    expect(playback?.supply.stats().httpBytes).toBeGreaterThan(10_000);
  });

  it('says in the words of video.js that a film cannot be played', async () => {
    const player = createPlayer();
    player.src({ src: streamUrl('lost.m3u8'), type: 'application/vnd.apple.mpegurl' });
    await until('it failed', () => player.error() !== null);
    expect(player.error()?.code).toBe(4);
    // The element may say that it starts to load when the server has refused already.
    document.querySelector('video')?.dispatchEvent(new Event('loadstart'));
    expect(player.error()?.code).toBe(4);
  });

  it('leaves other files to video.js', async () => {
    const before = playbacks.length;
    const player = createPlayer();
    player.src({ src: streamUrl('plain/72.mp4'), type: 'video/mp4' });
    await player.play();
    await until('it plays', () => player.currentTime() > 0.2);
    expect(playbacks.length).toBe(before);
  });
});
