import type { VideoPlaylistEntry } from '../../media/video-playlist.ts';
import type { PlayerState } from '../../player/state.ts';
import type { SkinContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';
import { icon } from '../icon.ts';

const DEFAULT_SECONDS = 5;

/** After the end: watch again, and in a playlist what comes next, which begins by itself unless it is stopped. */
export function createEndScreen(context: SkinContext): HTMLElement {
  const { words, actions, watch } = context;
  const again = el('button', { type: 'button', class: 'big-play again', 'aria-label': words.replay }, icon('replay'));
  again.addEventListener('click', () => actions.play());
  const element = el('div', { class: 'end-screen', part: 'end-screen' });
  let stop: (() => void) | undefined;
  watch(
    ({ phase, playlist }) => [phase === 'ended', playlist] as const,
    ([isEnded]) => {
      stop?.();
      element.hidden = !isEnded;
      element.replaceChildren();
      if (!isEnded) return;
      const next = nextEntry(context.player.state);
      const card = next === null ? null : createUpNext(context, next);
      stop = card?.stop;
      element.append(again, ...(card === null ? [] : [card.element]));
    },
  );
  context.signal.addEventListener('abort', () => stop?.());
  return element;
}

/** The next film that can be played, or null. */
export function nextEntry({ playlist }: PlayerState): VideoPlaylistEntry | null {
  if (playlist === null) return null;
  const { entries } = playlist.playlist;
  const after = entries.slice(playlist.activeIndex + 1).find(({ video }) => video !== null);
  if (after !== undefined || !playlist.isLooping) return after ?? null;
  return entries.find(({ video }) => video !== null) ?? null;
}

function createUpNext(context: SkinContext, entry: VideoPlaylistEntry): { element: HTMLElement; stop(): void } {
  const { words, player, options, announce, format } = context;
  const title = entry.video?.title ?? '';
  const wait = options.upNextSeconds === undefined ? DEFAULT_SECONDS : options.upNextSeconds;
  const count = el('span', { class: 'count-down', 'aria-hidden': 'true' });
  const image = entry.video?.thumbnailUrl;
  const cancel = createTextButton(words.cancel, () => {
    stop();
    element.classList.add('is-stopped');
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
      el('div', {}, title),
    ),
    el(
      'div',
      { class: 'actions' },
      createTextButton(words.play, () => player.playNext(), true),
      wait !== null && cancel,
    ),
  );
  let left = wait ?? 0;
  const show = () => {
    count.textContent = format.seconds(left);
  };
  const timer = setInterval(() => {
    left -= 1;
    show();
    if (left > 0) return;
    stop();
    player.playNext();
  }, 1000);
  const stop = () => clearInterval(timer);
  if (wait === null) stop();
  else show();
  if (wait === 0) {
    stop();
    player.playNext();
  }
  announce('up-next', `${words.upNext}: ${title}`);
  return { element, stop };
}
