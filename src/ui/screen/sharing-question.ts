import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el, useSheet } from '../dom.ts';

const CSS = `
.question{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:6px 14px;padding:5px 6px 7px}
.question .ask{flex:1 1 200px}
.answers{display:flex;gap:6px}
.answers .text-button{min-height:32px;padding:3px 16px}
`;

/** The question of `p2p="ask"`: in the bar, never in the way, and nobody is contacted before a yes. */
export function createSharingQuestion({ words, player, watch, frame }: FullContext): HTMLElement {
  useSheet(frame, CSS);
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
