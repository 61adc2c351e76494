import { onTestFinished } from 'vitest';
import { createMemoryStorage } from '../../../src/base/storage.ts';
import { createPlainVideo, type Video } from '../../../src/media/video.ts';
import { createPlayerCore } from '../../../src/player/create-player-core.ts';
import type { PlayerOptions } from '../../../src/player/options.ts';
import type { PlayerState } from '../../../src/player/state.ts';
import { createScriptedHttp, type HttpScript } from '../../support/scripted-http.ts';

/** Twelve seconds; see test/fixtures/streams. */
export function streamUrl(path: string): string {
  return new URL(`/test/fixtures/streams/${path}`, location.href).href;
}

/** A film of our fixtures, with whatever a test needs besides. */
export function createFilm(facts: Partial<Video> = {}): Video {
  const media = { kind: 'hls', url: streamUrl('single.m3u8'), hashesUrl: null, mirrorUrls: [] } as const;
  return { ...createPlainVideo({ url: media.url, title: 'A film', media }), durationSeconds: 12, ...facts };
}

/** A core in an element of the page; what it asks of the network passes a script and is written down. */
export function createStage(options: PlayerOptions = {}, script?: HttpScript) {
  const element = document.createElement('video');
  element.style.width = '320px';
  document.body.append(element);
  const http = createScriptedHttp(script);
  const storage = options.ports?.storage ?? createMemoryStorage();
  const player = createPlayerCore(element, {
    engine: 'http',
    isMuted: true,
    ...options,
    ports: { http, storage, ...options.ports },
  });
  const told: string[] = [];
  player.on('failed', (error) => told.push(`failed:${error.code}`));
  player.on('warned', (error) => told.push(`warned:${error.code}`));
  player.on('ended', () => told.push('ended'));
  onTestFinished(() => {
    player.destroy();
    element.remove();
  });
  return { player, element, http, storage, told };
}

type Stage = Pick<ReturnType<typeof createStage>, 'player'>;

/** Resolves with the first state for which `isTrue` holds. */
export function until(
  { player }: Stage,
  what: string,
  isTrue: (state: PlayerState) => boolean,
  timeoutMs = 10_000,
): Promise<PlayerState> {
  if (isTrue(player.state)) return Promise.resolve(player.state);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      off();
      reject(new Error(`Waited ${timeoutMs} ms in vain until ${what}. The state: ${JSON.stringify(player.state)}`));
    }, timeoutMs);
    const off = player.on('stateChanged', ({ state }) => {
      if (!isTrue(state)) return;
      clearTimeout(timer);
      off();
      resolve(state);
    });
  });
}

export const untilPhase = (stage: Stage, phase: PlayerState['phase']) =>
  until(stage, `the phase is ${phase}`, (state) => state.phase === phase);
