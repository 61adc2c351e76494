import { CATCH_UP_RATE, type LivePlayback, shouldCatchUp } from '../live-catch-up.ts';

/**
 * Plays a live a little faster while it is farther behind than it has to be. Another rate than 1 is somebody's choice
 * and stays.
 * @param read where it is played; null while there is no live to follow.
 * @returns ends it; then it is played as fast as it comes.
 */
export function followLive(element: HTMLMediaElement, read: () => LivePlayback | null): () => void {
  const look = () => {
    const isCatchingUp = element.playbackRate === CATCH_UP_RATE;
    if (!isCatchingUp && element.playbackRate !== 1) return;
    const live = element.seeking ? null : read();
    const rate = live !== null && shouldCatchUp(live, isCatchingUp) ? CATCH_UP_RATE : 1;
    if (element.playbackRate !== rate) element.playbackRate = rate;
  };
  element.addEventListener('timeupdate', look);
  return () => {
    element.removeEventListener('timeupdate', look);
    if (element.playbackRate === CATCH_UP_RATE) element.playbackRate = 1;
  };
}
