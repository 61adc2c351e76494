import type { SkinContext } from './context.ts';
import { toggleFullscreen } from './fullscreen.ts';

const TOGGLING = ['ready', 'buffering', 'playing', 'paused', 'ended'];

/** Click and double click on the picture; touches where there are any. */
export function listenToPointer(
  context: SkinContext,
  surface: HTMLElement,
  activity: { wake(): void; rest(): void },
): void {
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
  if (navigator.maxTouchPoints === 0) return;
  void import('./touch.ts').then(({ listenToTouch }) => {
    if (!context.signal.aborted) listenToTouch(context, surface, activity);
  }, ignore);
}

function ignore(): void {
  // Offline just now: clicks, which touches make too, still work.
}
