import type { SkinContext } from './context.ts';
import { toggleFullscreen } from './fullscreen.ts';

const TOGGLING = ['ready', 'buffering', 'playing', 'paused', 'ended'];

/** Click and double click on the picture. */
export function listenToPointer(context: SkinContext, surface: HTMLElement): void {
  const { actions, host, player, bezel } = context;
  let wasTouch = false;
  surface.addEventListener('pointerup', (event) => {
    wasTouch = event.pointerType === 'touch';
  });
  surface.addEventListener('click', () => {
    if (wasTouch || !TOGGLING.includes(player.state.phase)) return;
    bezel(player.state.isPaused ? 'play' : 'pause');
    actions.togglePlay();
  });
  surface.addEventListener('dblclick', () => {
    if (!wasTouch) void toggleFullscreen(host, player.media);
  });
}
