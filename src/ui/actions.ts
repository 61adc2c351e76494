import { clamp } from '../base/units.ts';
import type { Player } from '../player/player.ts';
import { isFullscreen, toggleFullscreen } from './fullscreen.ts';
import { embedLink, pageLink } from './page-link.ts';
import { togglePip } from './pip.ts';

export type Actions = ReturnType<typeof createActions>;

/** Films are counted in thirtieths of a second when their frame rate is not known. */
const FRAME_SECONDS = 1 / 30;
const LOWEST_RATE = 0.1;
const HIGHEST_RATE = 5;

/** What buttons, keys and touches have in common. */
export function createActions(player: Player, host: HTMLElement) {
  let lastCaption: string | null = null;
  const seekBy = (seconds: number) => {
    if (player.state.seekable !== null) player.seek(player.state.positionSeconds + seconds);
  };
  return {
    play: () => void player.play().catch(ignore),
    togglePlay() {
      const { isPaused, phase } = player.state;
      if (isPaused || phase === 'ended' || phase === 'ready') void player.play().catch(ignore);
      else player.pause();
    },
    toggleFullscreen: () => void toggleFullscreen(host, player.media),
    isFullscreen: () => isFullscreen(host),
    togglePip: () => togglePip(player.media),
    pageLink: (atSeconds: number | null) => pageLink(player.state, atSeconds),
    embedLink: (atSeconds: number | null) => embedLink(player.state, atSeconds),
    toggleMute: () => player.setMuted(!isSilent(player)),
    setVolume(volume: number) {
      const next = clamp(Math.round(volume * 100) / 100, 0, 1);
      player.setVolume(next);
      if (next > 0 && player.state.isMuted) player.setMuted(false);
    },
    seekBy,
    /** @param fraction of what can be sought to. */
    seekToFraction(fraction: number) {
      const { seekable } = player.state;
      if (seekable === null) return;
      player.seek(seekable.startSeconds + fraction * (seekable.endSeconds - seekable.startSeconds));
    },
    changeRate(step: number): number {
      const rate = clamp(Math.round((player.state.rate + step) * 10) / 10, LOWEST_RATE, HIGHEST_RATE);
      if (!player.state.isLive) player.setRate(rate);
      return rate;
    },
    stepFrame(direction: 1 | -1) {
      player.pause();
      const quality = player.state.qualities.find(({ id }) => id === player.state.activeQualityId);
      seekBy(direction * (quality?.frameRate ? 1 / quality.frameRate : FRAME_SECONDS));
    },
    toggleCaptions() {
      const { activeCaptionId, captions } = player.state;
      lastCaption = activeCaptionId ?? lastCaption;
      if (activeCaptionId !== null) return player.setCaption(null);
      const known = captions.find(({ id }) => id === lastCaption) ?? captions[0];
      if (known !== undefined) player.setCaption(known.id);
    },
  };
}

export function isSilent(player: Player): boolean {
  return player.state.isMuted || player.state.volume === 0;
}

function ignore(): void {
  // The state says why playback did not begin.
}
