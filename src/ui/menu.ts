import { activeElement, el } from './dom.ts';
import { icon } from './icon.ts';
import { CHECK, CHEVRON_BACK, CHEVRON_FORWARD } from './icon-more.ts';

export type MenuItem = {
  readonly label: string;
  /** What is chosen now, or a second line. */
  readonly detail?: string;
  /** One of several to choose from, or one that is on or off by itself. */
  readonly kind?: 'radio' | 'checkbox';
  readonly isChecked?: boolean;
  readonly opensMore?: 'menu' | 'dialog';
  /** BCP 47 of the label where it is not the interface's. */
  readonly language?: string | null | undefined;
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
  const chosen = rows.find((row) => row.matches('[role=menuitemradio][aria-checked=true]'));
  focusRow(index === undefined ? (chosen ?? rows.find((row) => !row.matches('.back'))) : rows[index]);
}

/** Within its list: the page stays where it is. */
export function focusRow(row: HTMLElement | null | undefined): void {
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}

function menuRows(menu: HTMLElement): HTMLElement[] {
  return [...menu.children] as HTMLElement[];
}

function buildRow(item: MenuItem): HTMLElement {
  const { kind, detail, opensMore } = item;
  const row = el(
    'button',
    {
      type: 'button',
      role: `menuitem${kind ?? ''}`,
      tabindex: -1,
      class: 'row',
      'aria-checked': kind && String(item.isChecked),
      'aria-haspopup': opensMore,
    },
    kind && el('span', { class: 'tick' }, item.isChecked === true && icon(CHECK)),
    el('span', { class: 'label', lang: item.language }, item.label),
    detail && el('span', { class: 'detail' }, detail),
    opensMore && el('span', { class: 'flip more' }, icon(CHEVRON_FORWARD)),
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
  const isPress = event.key === 'Enter' || event.key === ' ';
  if (event.key === 'Tab') options.onLeave();
  // The button's own press follows.
  if (isPress) event.stopPropagation();
  const rows = menuRows(menu);
  const active = activeElement(menu);
  const at = active === null ? -1 : rows.indexOf(active);
  const [onward, backward] = getComputedStyle(menu).direction === 'rtl' ? ['Left', 'Right'] : ['Right', 'Left'];
  const letter = rows.findIndex((_, step) => startsWith(rows[(at + 1 + step) % rows.length], event));
  const target =
    { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key] ?? (letter < 0 ? null : at + 1 + letter);
  if (target !== null) focusMenu(menu, (target + rows.length) % rows.length);
  else if (event.key === `Arrow${backward}` && options.onBack) options.onBack();
  else if (event.key === `Arrow${onward}` && active?.hasAttribute('aria-haspopup')) active.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Whether a key typed by itself is the row's first letter. */
function startsWith(row: HTMLElement | undefined, { key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const isTyped = key.length === 1 && !ctrlKey && !metaKey && !altKey;
  return isTyped && row?.textContent?.trim().toLocaleLowerCase().startsWith(key.toLocaleLowerCase()) === true;
}
