import type { SkinContext } from './context.ts';
import { AHEAD } from './icon-more.ts';
import { jump } from './key-actions.ts';
import type { Stage } from './on-demand.ts';

const DOUBLE_TAP_MS = 250;
const LONG_PRESS_MS = 500;
const LONG_PRESS_RATE = 2;
const JUMP_SECONDS = 10;
/** A finger that moved further is no tap. */
const TAP_SLOP_PX = 12;

/** Tap, double tap, long press and swipes on the picture; fetched by devices that can be touched. */
export function listenToTouch(context: SkinContext, { surface, activity }: Stage): void {
  const { player, frame, signal, bezel, format, actions } = context;
  let start: PointerEvent | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heldRate: number | null = null;
  let lastTap = { atMs: 0, side: 0 };

  const wayFrom = ({ clientX, clientY }: PointerEvent, event: PointerEvent) =>
    [event.clientX - clientX, event.clientY - clientY] as const;
  const release = () => {
    clearTimeout(timer);
    start = null;
    if (heldRate !== null) player.setRate(heldRate);
    heldRate = null;
  };
  const speedUp = () => {
    if (player.state.phase !== 'playing' || player.state.isLive) return;
    heldRate = player.state.rate;
    player.setRate(LONG_PRESS_RATE);
    bezel(AHEAD, format.factor(LONG_PRESS_RATE));
  };
  surface.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    start = event;
    timer = setTimeout(speedUp, LONG_PRESS_MS);
  });
  surface.addEventListener('pointermove', (event) => {
    if (start !== null && Math.hypot(...wayFrom(start, event)) >= TAP_SLOP_PX) clearTimeout(timer);
  });
  surface.addEventListener('pointercancel', release);
  surface.addEventListener('pointerup', (event) => {
    if (start === null) return;
    const [x, y] = wayFrom(start, event);
    const wasHeld = heldRate !== null;
    release();
    if (wasHeld) return;
    // Up goes to full screen and down leaves it, as on most phones.
    if (Math.abs(y) > 4 * TAP_SLOP_PX && Math.abs(y) > 2 * Math.abs(x)) {
      if (actions.isFullscreen() === y > 0) actions.toggleFullscreen();
    } else if (Math.hypot(x, y) < TAP_SLOP_PX) onTap(event);
  });
  signal.addEventListener('abort', () => clearTimeout(timer));

  const onTap = (event: PointerEvent) => {
    const box = surface.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width;
    const side = at < 1 / 3 ? -1 : at > 2 / 3 ? 1 : 0;
    const isDouble = event.timeStamp - lastTap.atMs < DOUBLE_TAP_MS && side === lastTap.side;
    lastTap = { atMs: event.timeStamp, side };
    if (isDouble && side !== 0) jump(context, side * JUMP_SECONDS);
    else if (isDouble) actions.toggleFullscreen();
    else if (player.state.phase === 'ready') actions.togglePlay();
    else if (frame.classList.contains('is-idle') || player.state.isPaused) activity.wake();
    else activity.rest();
  };
}
