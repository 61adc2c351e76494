import type { FullContext } from '../context.ts';
import { el } from '../dom.ts';
import type { Panel } from '../panels.ts';
import { buildDialog } from './dialog.ts';

/** Every key and what it does. */
export function createHelpSheet(context: FullContext): Panel {
  const { words, format, options } = context;
  const seconds = (value: number) => `± ${format.seconds(value)}`;
  const rows: readonly (readonly [name: string, keys: string])[] = [
    [`${words.play} / ${words.pause}`, 'K ␣'],
    [seconds(5), '← →'],
    [seconds(10), 'J L'],
    [`${format.percent(0)} – ${format.percent(0.9)}`, '0 9'],
    [`${format.percent(0)} / ${format.percent(1)}`, 'Home End'],
    [words.frames, ', .'],
    [words.volume, '↑ ↓'],
    [words.mute, 'M'],
    [words.captions, 'C'],
    [words.speed, '< >'],
    [words.fullscreen, 'F'],
    [words.pip, 'I'],
    ...(options.hasTheater === true ? [[words.theater, 'T'] as const] : []),
    [`${words.previous} / ${words.next}`, '⇧P ⇧N'],
    [words.help, '?'],
    [words.close, 'Esc'],
  ];
  const list = el('dl', { class: 'help' });
  for (const [name, keys] of rows) {
    list.append(el('dt', {}, name), el('dd', {}, ...keys.split(' ').map((key) => el('kbd', {}, key))));
  }
  return { element: buildDialog(context, words.help, list) };
}
