import type { FullContext } from '../context.ts';
import { createButton } from '../control/button.ts';
import { el } from '../dom.ts';
import { CROSS } from '../icon-more.ts';

/** A non-modal dialog with a title and a way out; the film goes on beside it. */
export function buildDialog({ words, panels }: FullContext, title: string, ...children: (Node | false)[]): HTMLElement {
  const close = createButton({ name: words.close, icon: CROSS, part: 'close', onPress: () => panels.close() });
  close.removeAttribute('data-tip');
  return el(
    'div',
    { role: 'dialog', 'aria-label': title, tabindex: -1, class: 'panel dialog', part: 'dialog' },
    el('div', { class: 'dialog-head' }, el('h2', {}, title), close),
    el('div', { class: 'dialog-body', tabindex: 0, role: 'group', 'aria-label': title }, ...children),
  );
}

/** A list of names and values whose values can be set again and again. */
export function createFacts(names: readonly string[]) {
  const values = names.map(() => el('dd'));
  const rows = names.map((name, i) => el('div', {}, el('dt', {}, name), values[i]));
  return {
    element: el('dl', { class: 'facts' }, ...rows),
    set(texts: readonly string[]) {
      texts.forEach((text, i) => {
        const value = values[i];
        const row = rows[i];
        if (value === undefined || row === undefined) return;
        row.hidden = text === '';
        if (value.textContent !== text) value.textContent = text;
      });
    },
  };
}
