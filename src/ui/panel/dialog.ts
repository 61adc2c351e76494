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

/** A name and a field on one line. */
export function buildLine(name: string, field: HTMLElement): HTMLElement {
  return el('label', { class: 'line' }, el('span', {}, name), field);
}

/** Pairs of a value and what the viewer reads. */
export function buildSelect(options: readonly (readonly [value: string | number, text: string])[]): HTMLSelectElement {
  return el('select', { class: 'field' }, ...options.map(([value, text]) => el('option', { value }, text)));
}

export function buildNote(text = ''): HTMLElement {
  return el('p', { class: 'note' }, text);
}

export type Fact = readonly [name: string, value: string];

export function buildFacts(): HTMLElement {
  return el('dl', { class: 'facts' });
}

/** Writes into a list of facts; rows stay as they are, so that a selection does, and those without a value are hidden. */
export function showFacts(list: HTMLElement, facts: readonly Fact[]): void {
  const rows = list.children as HTMLCollectionOf<HTMLElement>;
  facts.forEach(([name, value], i) => {
    const row = rows[i] ?? list.appendChild(el('div', {}, el('dt', {}, name), el('dd')));
    row.hidden = value === '';
    const shown = row.lastElementChild;
    if (shown !== null && shown.textContent !== value) shown.textContent = value;
  });
}
