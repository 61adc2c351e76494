import type { SkinContext } from './context.ts';

const TOGGLING = ['ready', 'buffering', 'playing', 'paused', 'ended'];

/** Click and double click on the picture. */
export function listenToPointer(context: SkinContext, surface: HTMLElement): void {
  const { actions, player, bezel } = context;
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
    if (!wasTouch) actions.toggleFullscreen();
  });
}
