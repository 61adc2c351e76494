import { activeElement, el } from './dom.ts';
import { icon } from './icon.ts';
import { CHECK, CHEVRON_BACK, CHEVRON_FORWARD } from './icon-more.ts';

export type MenuItem = {
  readonly label: string;
  /** What is chosen now, or a second line. */
  readonly detail?: string;
  /** Set makes it one of several to choose from; `box` one that is on or off by itself. */
  readonly isChecked?: boolean;
  readonly isBox?: boolean;
  readonly opensMore?: 'menu' | 'dialog';
  /** BCP 47 of the label where it is not the interface's. */
  readonly language?: string | undefined;
  readonly onSelect: () => void;
};

export type MenuOptions = {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Shows a first row that goes back to the menu before. */
  readonly onBack?: () => void;
  /** Tab leaves a menu. */
  readonly onLeave: () => void;
};

/** A `role=menu` of native buttons: arrows, Home, End and first letters move; the way back is Esc or an arrow. */
export function buildMenu(options: MenuOptions): HTMLElement {
  const rows = options.items.map(buildRow);
  if (options.onBack !== undefined) rows.unshift(buildBack(options.label, options.onBack));
  const menu = el('div', { role: 'menu', 'aria-label': options.label, class: 'panel menu', part: 'menu' }, ...rows);
  menu.addEventListener('keydown', (event) => moveInMenu(event, menu, options));
  return menu;
}

/** The chosen row, else the first that is not the way back. */
export function focusMenu(menu: HTMLElement, index?: number): void {
  const rows = menuRows(menu);
  const chosen = rows.find((row) => row.getAttribute('aria-checked') === 'true' && row.role === 'menuitemradio');
  const row = index === undefined ? (chosen ?? rows.find((each) => !each.classList.contains('back'))) : rows[index];
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}

function menuRows(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')];
}

function buildRow(item: MenuItem): HTMLElement {
  const isChoice = item.isChecked !== undefined;
  const role = isChoice ? (item.isBox ? 'menuitemcheckbox' : 'menuitemradio') : 'menuitem';
  const row = el(
    'button',
    {
      type: 'button',
      role,
      tabindex: -1,
      class: 'row',
      'aria-checked': isChoice ? String(item.isChecked) : null,
      'aria-haspopup': item.opensMore,
    },
    isChoice && el('span', { class: 'tick' }, item.isChecked === true && icon(CHECK)),
    el('span', { class: 'label', lang: item.language }, item.label),
    item.detail !== undefined && el('span', { class: 'detail' }, item.detail),
    item.opensMore !== undefined && el('span', { class: 'flip more' }, icon(CHEVRON_FORWARD)),
  );
  row.addEventListener('click', item.onSelect);
  return row;
}

function buildBack(label: string, onSelect: () => void): HTMLElement {
  const row = buildRow({ label, onSelect });
  row.classList.add('back');
  row.prepend(el('span', { class: 'flip' }, icon(CHEVRON_BACK)));
  return row;
}

function moveInMenu(event: KeyboardEvent, menu: HTMLElement, options: MenuOptions): void {
  if (event.key === 'Tab') {
    options.onLeave();
    return;
  }
  if (event.key === 'Enter' || event.key === ' ') {
    // The button's own press follows.
    event.stopPropagation();
    return;
  }
  const rows = menuRows(menu);
  const active = activeElement(menu);
  const at = active === null ? -1 : rows.indexOf(active);
  const isMirrored = getComputedStyle(menu).direction === 'rtl';
  const [onward, backward] = isMirrored ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  const to = (index: number) => focusMenu(menu, (index + rows.length) % rows.length);
  if (event.key === 'ArrowDown') to(at + 1);
  else if (event.key === 'ArrowUp') to(at - 1);
  else if (event.key === 'Home') to(0);
  else if (event.key === 'End') to(-1);
  else if (event.key === backward && options.onBack) options.onBack();
  else if (event.key === onward && active?.hasAttribute('aria-haspopup')) active.click();
  else if (isLetter(event)) moveToLetter(event.key, rows, at, to);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function isLetter(event: KeyboardEvent): boolean {
  return event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
}

function moveToLetter(letter: string, rows: readonly HTMLElement[], at: number, to: (index: number) => void): void {
  const wanted = letter.toLocaleLowerCase();
  for (let step = 1; step <= rows.length; step++) {
    const index = (at + step) % rows.length;
    if (!rows[index]?.textContent?.trim().toLocaleLowerCase().startsWith(wanted)) continue;
    to(index);
    return;
  }
}
