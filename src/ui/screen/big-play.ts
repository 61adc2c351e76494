import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';
import { icon } from '../icon.ts';

/** The first thing to press. */
export function createBigPlay({ words, actions, watch }: SkinContext): HTMLElement {
  const button = el(
    'button',
    { type: 'button', class: 'big-play', part: 'big-play', 'aria-label': words.play },
    icon('play'),
  );
  button.addEventListener('click', () => actions.play());
  watch(
    ({ phase }) => phase === 'ready',
    (isReady) => {
      button.hidden = !isReady;
    },
  );
  return button;
}
