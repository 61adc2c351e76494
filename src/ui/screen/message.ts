import { type Child, el } from '../dom.ts';
import { type IconName, icon } from '../icon.ts';

export type MessageOptions = {
  readonly icon: IconName;
  readonly title: string;
  readonly part: string;
  readonly children?: readonly Child[];
};

/** A screen that stands where the picture would. */
export function buildMessage({ icon: name, title, part, children = [] }: MessageOptions): HTMLElement {
  return el(
    'div',
    { class: 'message', part: `message ${part}`, role: 'group', 'aria-label': title },
    icon(name),
    el('h2', {}, title),
    ...children,
  );
}
