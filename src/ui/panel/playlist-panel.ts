import type { VideoPlaylistEntry } from '../../media/video-playlist.ts';
import type { FullContext } from '../context.ts';
import { el } from '../dom.ts';
import { focusRow } from '../menu.ts';
import type { Panel } from '../panels.ts';
import { buildDialog, buildNote } from './dialog.ts';

/** The films of the playlist; those that cannot be had are named and cannot be chosen. */
export function createPlaylistPanel(context: FullContext, signal: AbortSignal): Panel {
  const { words, watch, player } = context;
  const list = el('ol', { class: 'entries' });
  watch(
    ({ playlist }) => playlist,
    (state) => {
      const hadFocus = list.matches(':focus-within');
      const entries = state?.playlist.entries ?? [];
      list.replaceChildren(...entries.map((entry, i) => buildEntry(context, entry, i)));
      if (hadFocus) focusCurrent();
    },
    signal,
  );
  const focusCurrent = () => focusRow(list.querySelector<HTMLElement>('[aria-current]'));
  const title = player.state.playlist?.playlist.title || words.playlist;
  const owner = player.state.playlist?.playlist.owner?.name ?? '';
  return { element: buildDialog(context, title, buildNote(owner), list), focus: focusCurrent };
}

function buildEntry({ words, format, player }: FullContext, entry: VideoPlaylistEntry, index: number): HTMLElement {
  const { video } = entry;
  const isCurrent = player.state.playlist?.activeIndex === index;
  const thumb = video?.thumbnailUrl
    ? el('img', { class: 'thumb', src: video.thumbnailUrl, alt: '', loading: 'lazy' })
    : el('span', { class: 'thumb' });
  const length = video?.durationSeconds ?? null;
  const button = el(
    'button',
    { type: 'button', class: 'entry', 'aria-current': isCurrent ? 'true' : null, disabled: video === null },
    el('span', { class: 'place' }, format.number(index + 1)),
    thumb,
    el(
      'span',
      {},
      el('span', { class: 'what' }, video?.title ?? words.unavailable),
      length !== null && el('span', { class: 'length' }, format.clock(length)),
    ),
  );
  button.addEventListener('click', () => player.playEntry(index));
  return el('li', {}, button);
}
