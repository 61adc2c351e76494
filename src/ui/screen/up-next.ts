import type { VideoPlaylistEntry } from '../../media/video-playlist.ts';
import type { PlayerState } from '../../player/state.ts';
import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';

const DEFAULT_SECONDS = 5;

/** The next film that can be played, or null. */
function nextEntry({ playlist }: PlayerState): VideoPlaylistEntry | null {
  if (playlist === null) return null;
  const { entries } = playlist.playlist;
  const coming = [...entries.slice(playlist.activeIndex + 1), ...(playlist.isLooping ? entries : [])];
  return coming.find(({ video }) => video !== null) ?? null;
}

/** The card of the next film, which begins by itself unless it is stopped; null where none follows. */
export function createUpNext(context: FullContext): { element: HTMLElement; stop(): void } | null {
  const { words, player, options, announce, format } = context;
  const entry = nextEntry(player.state);
  if (entry === null) return null;
  const title = entry.video?.title ?? '';
  const wait = options.upNextSeconds === undefined ? DEFAULT_SECONDS : options.upNextSeconds;
  const count = el('span', { 'aria-hidden': 'true' });
  const image = entry.video?.thumbnailUrl;
  const cancel = createTextButton(words.cancel, () => {
    stop();
    cancel.remove();
    count.remove();
  });
  const element = el(
    'div',
    { class: 'up-next', role: 'group', 'aria-label': words.upNext },
    image ? el('img', { src: image, alt: '' }) : null,
    el(
      'div',
      { class: 'up-next-text' },
      el('div', { class: 'eyebrow' }, words.upNext, ' ', count),
      el('div', { class: 'what' }, title),
      el(
        'div',
        { class: 'actions' },
        createTextButton(words.play, () => player.playNext(), true),
        wait !== null && cancel,
      ),
    ),
  );
  let left = wait ?? 0;
  const tick = () => {
    if (left <= 0) {
      stop();
      player.playNext();
    } else count.textContent = format.seconds(left);
    left -= 1;
  };
  const timer = wait === null ? undefined : setInterval(tick, 1000);
  const stop = () => clearInterval(timer);
  if (wait !== null) tick();
  announce('up-next', `${words.upNext}: ${title}`);
  return { element, stop };
}
