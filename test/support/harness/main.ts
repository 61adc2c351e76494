import { definePlayerElement } from '../../../src/element/video-element.ts';
import { createPlayer, createPlayerCore, type Player, type PlayerOptions } from '../../../src/index.ts';

import { joinAsRogue, type Rogue, type RogueOrder } from './rogue.ts';

/** What tests call from outside the page. */
export type Harness = {
  /** Puts a player into the page. */
  create(options: PlayerOptions, setting: { hasSkin: boolean; widthPx: number }): void;
  player: Player | null;
  /** Joins a film's swarms as somebody whom nobody should trust. */
  joinAsRogue(order: RogueOrder): Promise<void>;
  rogue: Rogue | null;
  /** Events in order, as `name` or `name:code`. */
  readonly events: string[];
  /** The state as JSON can hold it. */
  snapshot(): Snapshot;
};

export type Snapshot = Omit<Player['state'], 'error' | 'video' | 'playlist'> & {
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly title: string | null;
  readonly videoWidth: number;
};

declare global {
  interface Window {
    harness: Harness;
  }
}

const harness: Harness = {
  player: null,
  events: [],
  rogue: null,
  async joinAsRogue(order) {
    harness.rogue = await joinAsRogue(order);
  },
  create(options, { hasSkin, widthPx }) {
    const container = document.getElementById('player')!;
    container.style.width = `${widthPx}px`;
    container.style.height = `${(widthPx * 9) / 16}px`;
    const video = document.createElement('video');
    if (!hasSkin) {
      video.style.cssText = 'width: 100%; height: 100%';
      container.append(video);
    }
    const player = hasSkin ? createPlayer(container, options) : createPlayerCore(video, options);
    harness.player = player;
    player.on('failed', (error) => harness.events.push(`failed:${error.code}`));
    player.on('warned', (error) => harness.events.push(`warned:${error.code}`));
    player.on('ended', () => harness.events.push('ended'));
    player.on('stateChanged', ({ state, previous }) => {
      if (state.phase !== previous.phase) harness.events.push(`phase:${state.phase}`);
    });
  },
  snapshot() {
    const { error, video, playlist: _, ...state } = harness.player!.state;
    return {
      ...state,
      error: error === null ? null : { code: error.code, message: error.message },
      title: video?.title ?? null,
      videoWidth: harness.player!.media.videoWidth,
    };
  },
};

window.harness = harness;
definePlayerElement();
document.documentElement.dataset.ready = '';

// Whatever a test evaluates in a page counts as the viewer's gesture: a player that must do without takes its options
// from the address, and says in the console what becomes of it.
if (location.hash.length > 1) {
  harness.create(JSON.parse(decodeURIComponent(location.hash.slice(1))), { hasSkin: false, widthPx: 320 });
  harness.player!.on('stateChanged', ({ state }) => console.info(`${state.phase} muted:${state.isMutedByBrowser}`));
}
