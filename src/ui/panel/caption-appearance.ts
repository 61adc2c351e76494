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
import { buildDialog, buildLine, buildSelect } from './dialog.ts';

const SIZES = [50, 75, 100, 125, 150, 200, 300];
const BACKGROUNDS = [0, 25, 50, 75, 100];
const EDGES = ['none', 'shadow', 'outline'] as const;

/** Size, colour, background and edge of captions, with a sample. */
export function createCaptionAppearance(context: FullContext): Panel {
  const { words, format, storage } = context;
  const size = buildSelect(SIZES.map((value) => [value, format.percent(value / 100)]));
  const colour = el('input', { type: 'color', class: 'field' });
  const background = buildSelect(
    BACKGROUNDS.map((value) => [value, value === 0 ? words.none : format.percent(value / 100)]),
  );
  const edge = buildSelect(EDGES.map((value) => [value, words[value]]));
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
  return {
    element: buildDialog(
      context,
      words.appearance,
      el('div', { class: 'sample-box' }, sample),
      buildLine(words.size, size),
      buildLine(words.colour, colour),
      buildLine(words.background, background),
      buildLine(words.edge, edge),
      createTextButton(words.reset, () => change(DEFAULT_CAPTION_STYLE)),
    ),
  };
}
