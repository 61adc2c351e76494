import { copyText } from '../clipboard.ts';
import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';
import type { Panel } from '../panels.ts';
import { diasporaText, embedCode, markdownLink, wordpressCode } from '../share-texts.ts';
import { buildDialog } from './dialog.ts';

/** Links and codes to take along, from this second on if wished. */
export function createShareDialog(context: FullContext): Panel {
  const { words, player, actions, format } = context;
  const seconds = Math.floor(player.state.positionSeconds);
  const box = el('input', { type: 'checkbox' });
  const at = el('label', { class: 'check' }, box, format.fill(words.startAt, { time: format.clock(seconds) }));
  at.hidden = seconds < 1 || player.state.isLive;
  const around =
    (write: (link: string) => string): Text =>
    (from) => {
      const link = actions.pageLink(from);
      return link && write(link);
    };
  const lines = [
    createLine(context, words.link, actions.pageLink),
    createLine(context, words.embedCode, (from) => embedCode(player.state, actions.embedLink(from))),
    createLine(
      context,
      'Markdown',
      around((link) => markdownLink(player.state, link)),
    ),
    createLine(context, 'WordPress', around(wordpressCode)),
    createLine(
      context,
      'Diaspora*',
      around((link) => diasporaText(player.state, link)),
    ),
  ];
  const update = () => {
    for (const line of lines) line.show(box.checked ? seconds : null);
  };
  box.addEventListener('change', update);
  update();
  return { element: buildDialog(context, words.share, at, ...lines.map((line) => line.element)) };
}

type Text = (fromSeconds: number | null) => string | null;

function createLine(context: FullContext, name: string, text: Text) {
  const field = el('input', { type: 'text', class: 'field', readonly: true, dir: 'ltr' });
  field.addEventListener('focus', () => field.select());
  const copy = createTextButton(context.words.copy, () => void copyText(context, field.value));
  copy.setAttribute('aria-label', `${context.words.copy}: ${name}`);
  const element = el('div', { class: 'share-line' }, el('label', {}, name, field), copy);
  return {
    element,
    show(fromSeconds: number | null) {
      const value = text(fromSeconds);
      element.hidden = value === null;
      field.value = value ?? '';
    },
  };
}
