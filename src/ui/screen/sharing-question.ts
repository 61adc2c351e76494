import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';

/** The question of `p2p="ask"`: in the bar, never in the way, and nobody is contacted before a yes. */
export function createSharingQuestion({ words, player, watch }: FullContext): HTMLElement {
  const answer = (text: string, isYes: boolean) => createTextButton(text, () => player.setSharing(isYes), isYes);
  const element = el(
    'div',
    { class: 'question', part: 'sharing-question', role: 'group', 'aria-label': words.sharing },
    el('span', { class: 'ask' }, words.ask),
    el('span', { class: 'answers' }, answer(words.yes, true), answer(words.no, false)),
  );
  watch(
    ({ sharing }) => sharing.kind === 'asking',
    (isAsking) => {
      element.hidden = !isAsking;
    },
  );
  return element;
}
