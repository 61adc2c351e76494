import type { SkinContext } from '../context.ts';
import { createButton } from './button.ts';

/** The wide view is the page's work: the container dispatches `fleuve-theater`. */
export function createTheaterButton({ words, frame, host }: SkinContext): HTMLElement {
  const button = createButton({
    name: words.theater,
    icon: 'theater',
    key: 't',
    part: 'theater',
    onPress: () => toggleTheater(host, frame, button),
  });
  button.setAttribute('aria-pressed', 'false');
  return button;
}

function toggleTheater(host: HTMLElement, frame: HTMLElement, button: HTMLElement): void {
  const isWide = frame.classList.toggle('is-wide');
  button.setAttribute('aria-pressed', String(isWide));
  host.dispatchEvent(new CustomEvent('fleuve-theater', { detail: { isWide }, bubbles: true, composed: true }));
}
