import type { SkinContext } from '../context.ts';
import { el, setAttributes } from '../dom.ts';

/** Says that this is live; red at the edge, else a press goes there. */
export function createLiveBadge({ words, player, watch }: SkinContext): HTMLElement {
  const button = el(
    'button',
    { type: 'button', class: 'button live', part: 'button live' },
    el('span', { class: 'dot' }),
    words.live,
  );
  button.addEventListener('click', () => player.seekToLiveEdge());
  watch(
    ({ isLive, isAtLiveEdge, phase }) => [isLive && phase !== 'live-ended', isAtLiveEdge],
    ([isShown, isAtEdge]) => {
      button.hidden = !isShown;
      button.classList.toggle('at-edge', isAtEdge);
      // A name that begins with what is seen, for those who speak to their computer.
      const name = isAtEdge ? words.live : `${words.live}: ${words.goLive}`;
      setAttributes(button, { 'aria-label': name, 'data-tip': isAtEdge ? null : words.goLive });
    },
  );
  return button;
}
