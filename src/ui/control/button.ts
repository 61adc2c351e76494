import { el, setAttributes } from '../dom.ts';
import { type IconName, icon, setIcon } from '../icon.ts';

export type ButtonOptions = {
  readonly name: string;
  readonly icon: IconName;
  /** As on the keyboard; shown in the tooltip. */
  readonly key?: string;
  /** For `::part()`. */
  readonly part: string;
  readonly opens?: 'menu' | 'dialog';
  readonly onPress: (button: HTMLButtonElement) => void;
};

/** A button of the bar: a picture, a name, a tooltip with the key that does the same. */
export function createButton(options: ButtonOptions): HTMLButtonElement {
  const button = el(
    'button',
    {
      type: 'button',
      class: `button ${options.part}`,
      part: `button ${options.part}`,
      'aria-haspopup': options.opens,
      'aria-expanded': options.opens && 'false',
    },
    icon(options.icon),
  );
  setFace(button, options.name, options.icon, options.key);
  button.addEventListener('click', () => options.onPress(button));
  return button;
}

export function setFace(button: HTMLElement, name: string, iconName: IconName | null, key?: string): void {
  setAttributes(button, {
    'aria-label': name,
    'aria-keyshortcuts': key,
    'data-tip': key === undefined ? name : `${name} (${key})`,
  });
  const picture = button.querySelector('svg');
  if (picture !== null && iconName !== null) setIcon(picture, iconName);
}

/** A button with words on it, for panels and screens. */
export function createTextButton(text: string, onPress: (event: Event) => void, isMain = false): HTMLButtonElement {
  const button = el('button', { type: 'button', class: isMain ? 'text-button main' : 'text-button' }, text);
  button.addEventListener('click', onPress);
  return button;
}
