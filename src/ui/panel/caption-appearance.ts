import {
  type CaptionStyle,
  captionCss,
  DEFAULT_CAPTION_STYLE,
  keepCaptionStyle,
  readCaptionStyle,
} from '../caption-style.ts';
import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el, setStyles } from '../dom.ts';
import type { Panel } from '../panels.ts';
import { buildDialog } from './dialog.ts';

const SIZES = [50, 75, 100, 125, 150, 200, 300];
const BACKGROUNDS = [0, 25, 50, 75, 100];
const EDGES = ['none', 'shadow', 'outline'] as const;

/** Size, colour, background and edge of captions, with a sample. */
export function createCaptionAppearance(context: FullContext): Panel {
  const { words, format, storage } = context;
  const size = createSelect(SIZES.map((value) => [value, format.percent(value / 100)]));
  const colour = el('input', { type: 'color', class: 'field' });
  const background = createSelect(
    BACKGROUNDS.map((value) => [value, value === 0 ? words.none : format.percent(value / 100)]),
  );
  const edge = createSelect(EDGES.map((value) => [value, words[value]]));
  const sample = el('span', { class: 'sample', 'aria-hidden': 'true' }, words.captions);
  const show = (style: CaptionStyle) => {
    size.value = String(style.sizePercent);
    colour.value = style.colour;
    background.value = String(style.backgroundPercent);
    edge.value = style.edge;
    context.drawCaptions(captionCss(style));
    setStyles(sample, {
      'font-size': `${(18 * style.sizePercent) / 100}px`,
      color: style.colour,
      'background-color': `rgb(0 0 0/${style.backgroundPercent}%)`,
      'text-shadow': style.edge === 'none' ? 'none' : '0 1px 3px #000',
    });
  };
  const change = (style: CaptionStyle) => {
    keepCaptionStyle(storage, style);
    show(style);
  };
  const read = () =>
    change({
      sizePercent: Number(size.value),
      colour: colour.value,
      backgroundPercent: Number(background.value),
      edge: EDGES.find((name) => name === edge.value) ?? 'none',
    });
  for (const field of [size, colour, background, edge]) field.addEventListener('input', read);
  show(readCaptionStyle(storage));
  const line = (name: string, field: HTMLElement) => el('label', { class: 'line' }, el('span', {}, name), field);
  const reset = createTextButton(words.reset, () => change(DEFAULT_CAPTION_STYLE));
  const lines = [
    line(words.size, size),
    line(words.colour, colour),
    line(words.background, background),
    line(words.edge, edge),
  ];
  return {
    element: buildDialog(context, words.appearance, el('div', { class: 'sample-box' }, sample), ...lines, reset),
  };
}

function createSelect(options: readonly (readonly [string | number, string])[]): HTMLSelectElement {
  return el('select', { class: 'field' }, ...options.map(([value, text]) => el('option', { value }, text)));
}
