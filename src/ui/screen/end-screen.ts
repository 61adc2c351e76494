import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';
import { icon } from '../icon.ts';

/** After the end: watch again, and in a playlist what comes next. */
export function createEndScreen(context: SkinContext): HTMLElement {
  const { words, actions, watch, player, signal } = context;
  const again = el('button', { type: 'button', class: 'big-play again', 'aria-label': words.replay }, icon('replay'));
  again.addEventListener('click', () => actions.play());
  const element = el('div', { class: 'end-screen', part: 'end-screen' });
  let stop: (() => void) | undefined;
  const addUpNext = (list: unknown) =>
    context.withParts(({ createUpNext }) => {
      const { phase, playlist } = player.state;
      const card = signal.aborted || phase !== 'ended' || playlist !== list ? null : createUpNext();
      if (card === null) return;
      stop = card.stop;
      element.append(card.element);
    });
  watch(
    ({ phase, playlist }) => [phase === 'ended', playlist],
    ([isEnded]) => {
      stop?.();
      stop = undefined;
      element.hidden = !isEnded;
      element.replaceChildren(...(isEnded ? [again] : []));
      if (isEnded && player.state.playlist !== null) addUpNext(player.state.playlist);
    },
  );
  signal.addEventListener('abort', () => stop?.());
  return element;
}
