import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';
import { type IconName, icon, setIcon } from '../icon.ts';

const SHOWN_MS = 550;

const bezels = new WeakMap<HTMLElement, ReturnType<typeof createBezel>>();

/** Shows what a key, a click or a touch has just done. */
export function showBezel({ frame, signal }: SkinContext, name: IconName, text?: string): void {
  const bezel = bezels.get(frame) ?? createBezel(signal);
  bezels.set(frame, bezel);
  if (!bezel.element.isConnected) frame.append(bezel.element);
  bezel.show(name, text);
}

/** A picture that comes and goes in the middle; the announcer says the same to those who do not see it. */
function createBezel(signal: AbortSignal) {
  const picture = icon('play');
  const words = el('span');
  const element = el('div', { class: 'bezel', part: 'bezel', 'aria-hidden': 'true' }, picture, words);
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer));
  return {
    element,
    show(name: IconName, text = '') {
      setIcon(picture, name);
      words.textContent = text;
      element.classList.remove('shown');
      // Reading a size makes the browser forget the animation that may still run.
      void element.offsetWidth;
      element.classList.add('shown');
      clearTimeout(timer);
      timer = setTimeout(() => element.classList.remove('shown'), SHOWN_MS);
    },
  };
}
