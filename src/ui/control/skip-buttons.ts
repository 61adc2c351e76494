import type { SkinContext } from '../context.ts';
import { createButton } from './button.ts';

/** Previous and next film; there only in a playlist of more than one. */
export function createSkipButtons({ words, player, watch }: SkinContext): { previous: HTMLElement; next: HTMLElement } {
  const previous = createButton({
    name: words.previous,
    icon: 'previous',
    key: 'Shift+P',
    part: 'previous',
    onPress: () => player.playPrevious(),
  });
  const next = createButton({
    name: words.next,
    icon: 'next',
    key: 'Shift+N',
    part: 'next',
    onPress: () => player.playNext(),
  });
  watch(
    ({ playlist }) => playlist,
    (list) => {
      const entries = list?.playlist.entries ?? [];
      const at = list?.activeIndex ?? 0;
      const isAround = list?.isLooping === true;
      previous.hidden = next.hidden = entries.length < 2;
      previous.disabled = !isAround && !entries.slice(0, at).some(({ video }) => video !== null);
      next.disabled = !isAround && !entries.slice(at + 1).some(({ video }) => video !== null);
    },
  );
  return { previous, next };
}
