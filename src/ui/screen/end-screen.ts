import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';
import { icon } from '../icon.ts';
import { completeContext } from '../panel-list.ts';

/** After the end: watch again, and in a playlist what comes next. */
export function createEndScreen(context: SkinContext): HTMLElement {
  const { words, actions, watch, player, signal } = context;
  const again = el('button', { type: 'button', class: 'big-play again', 'aria-label': words.replay }, icon('replay'));
  again.addEventListener('click', () => actions.play());
  const element = el('div', { class: 'end-screen', part: 'end-screen' });
  let stop: (() => void) | undefined;
  const addUpNext = async (list: unknown) => {
    const [{ createUpNext, nextEntry }, full] = await Promise.all([
      import('../on-demand.ts'),
      completeContext(context),
    ]);
    const { state } = player;
    const next = nextEntry(state);
    if (signal.aborted || state.phase !== 'ended' || state.playlist !== list || next === null) return;
    const card = createUpNext(full, next);
    stop = card.stop;
    element.append(card.element);
  };
  watch(
    ({ phase, playlist }) => [phase === 'ended', playlist],
    ([isEnded]) => {
      stop?.();
      stop = undefined;
      element.hidden = !isEnded;
      element.replaceChildren(...(isEnded ? [again] : []));
      if (isEnded && player.state.playlist !== null) void addUpNext(player.state.playlist);
    },
  );
  signal.addEventListener('abort', () => stop?.());
  return element;
}
