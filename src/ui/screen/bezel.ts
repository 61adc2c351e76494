import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';
import { type IconName, icon, setIcon } from '../icon.ts';

const SHOWN_MS = 550;

/**
 * A picture that comes and goes in the middle and says what a key, a click or a touch has just done; the announcer says
 * the same to those who do not see it.
 */
export function createBezel({ frame, signal }: SkinContext) {
  const picture = icon('play');
  const words = el('span');
  const element = el('div', { class: 'bezel', part: 'bezel', 'aria-hidden': 'true' }, picture, words);
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer));
  frame.append(element);
  return (name: IconName, text = '') => {
    setIcon(picture, name);
    words.textContent = text;
    element.classList.remove('shown');
    // Reading a size makes the browser forget the animation that may still run.
    void element.offsetWidth;
    element.classList.add('shown');
    clearTimeout(timer);
    timer = setTimeout(() => element.classList.remove('shown'), SHOWN_MS);
  };
}
