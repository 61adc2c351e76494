import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';

/** Shorter waits show no wheel: it would only flicker. */
const PATIENCE_MS = 300;

export function createSpinner({ words, watch, signal, announce }: SkinContext): HTMLElement {
  const element = el('div', { class: 'spinner', part: 'spinner', 'aria-hidden': 'true' });
  element.hidden = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    ({ phase, isPaused }) => phase === 'resolving' || (phase === 'buffering' && !isPaused),
    (isWaiting) => {
      clearTimeout(timer);
      if (!isWaiting) element.hidden = true;
      else {
        timer = setTimeout(() => {
          element.hidden = false;
          announce('loading', words.loading);
        }, PATIENCE_MS);
      }
    },
  );
  signal.addEventListener('abort', () => clearTimeout(timer));
  return element;
}
