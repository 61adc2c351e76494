import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';
import { createButton, setFace } from './button.ts';

/** Where we are in the playlist; opens the list. */
export function createPlaylistButton(context: SkinContext): HTMLElement {
  const { words, format, watch } = context;
  const count = el('span', { class: 'count' });
  const button = createButton({
    name: words.playlist,
    icon: 'list',
    part: 'playlist',
    opens: 'dialog',
    onPress: (self) => context.openPanel('playlist', self),
  });
  button.append(count);
  watch(
    ({ playlist }) => playlist,
    (list) => {
      button.hidden = list === null;
      if (list === null) return;
      count.textContent = `${format.number(list.activeIndex + 1)}/${format.number(list.playlist.entries.length)}`;
      setFace(button, `${words.playlist}: ${count.textContent}`, null);
    },
  );
  return button;
}
