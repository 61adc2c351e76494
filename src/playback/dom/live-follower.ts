import { CATCH_UP_RATE, type LivePlayback, shouldCatchUp } from '../live-catch-up.ts';

/** Shorter ways are corrections of the player, not the viewer's. */
const JUMP_SECONDS = 1;

/**
 * Plays a live a little faster while it is farther behind than it has to be. Another rate than 1 is somebody's choice
 * and stays; so is a place farther back, until he goes forward again.
 * @param read where it is played; null while there is no live to follow.
 * @returns ends it; then it is played as fast as it comes.
 */
export function followLive(element: HTMLMediaElement, read: () => LivePlayback | null): () => void {
  let lastSeconds = element.currentTime;
  let hasGoneBack = false;
  const jump = () => {
    const seconds = element.currentTime - lastSeconds;
    if (Math.abs(seconds) > JUMP_SECONDS) hasGoneBack = seconds < 0;
    lastSeconds = element.currentTime;
  };
  // Another source has another clock.
  const forget = () => {
    lastSeconds = 0;
    hasGoneBack = false;
  };
  const look = () => {
    if (!element.seeking) lastSeconds = element.currentTime;
    const isCatchingUp = element.playbackRate === CATCH_UP_RATE;
    if (!isCatchingUp && element.playbackRate !== 1) return;
    const live = element.seeking || hasGoneBack ? null : read();
    const rate = live !== null && shouldCatchUp(live, isCatchingUp) ? CATCH_UP_RATE : 1;
    if (element.playbackRate !== rate) element.playbackRate = rate;
  };
  const following = new AbortController();
  const { signal } = following;
  element.addEventListener('emptied', forget, { signal });
  element.addEventListener('seeking', jump, { signal });
  element.addEventListener('timeupdate', look, { signal });
  return () => {
    following.abort();
    if (element.playbackRate === CATCH_UP_RATE) element.playbackRate = 1;
  };
}
