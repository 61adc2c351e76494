import { clamp } from '../base/units.ts';
import type { CoreContext } from './core-context.ts';

/** Sound, speed and looping of the element: asked for by the viewer, kept for his next visit. */
export interface ViewerSettings {
  /** A live is played as fast as it comes; a film as fast as the viewer likes. */
  beginFilm(isLive: boolean): void;
  setVolume(volume: number): void;
  setMuted(isMuted: boolean): void;
  setRate(rate: number): void;
  setLooping(isLooping: boolean): void;
}

/** The slowest and the fastest that browsers play with sound, within what PeerTube offers. */
const RATE_MIN = 0.1;
const RATE_MAX = 5;

/** Gives the element what the page asks for, else what the viewer chose before. */
export function createViewerSettings({ element, options, memory, store }: CoreContext): ViewerSettings {
  const volume = memory.volume();
  if (volume !== null) element.volume = volume;
  element.muted = options.isMuted ?? memory.isMuted() ?? element.muted;
  element.loop = options.isLooping === true;
  let filmRate = options.rate ?? memory.rate() ?? 1;
  const applyRate = (rate: number) => {
    // A new source resets the rate to the default one.
    element.defaultPlaybackRate = rate;
    element.playbackRate = rate;
  };
  applyRate(filmRate);
  const show = () => {
    store.update({
      volume: element.volume,
      isMuted: element.muted,
      rate: element.playbackRate,
      isLooping: element.loop,
    });
  };
  show();
  return {
    beginFilm(isLive) {
      applyRate(isLive ? 1 : filmRate);
      show();
    },
    setVolume(wanted) {
      if (!Number.isFinite(wanted)) return;
      element.volume = clamp(wanted, 0, 1);
      memory.setVolume(element.volume);
      show();
    },
    setMuted(isMuted) {
      element.muted = isMuted;
      memory.setMuted(isMuted);
      store.update({ isMutedByBrowser: false });
      show();
    },
    setRate(wanted) {
      if (!Number.isFinite(wanted) || store.state.isLive) return;
      filmRate = clamp(wanted, RATE_MIN, RATE_MAX);
      applyRate(filmRate);
      memory.setRate(filmRate);
      show();
    },
    setLooping(isLooping) {
      element.loop = isLooping;
      show();
    },
  };
}
