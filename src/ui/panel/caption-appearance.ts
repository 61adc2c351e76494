import {
  CAPTION_CHOICES,
  CAPTION_FIELDS,
  type CaptionStyle,
  captionCss,
  captionDeclarations,
  DEFAULT_CAPTION_STYLE,
  keepCaptionStyle,
  parseCaptionStyle,
  readCaptionStyle,
} from '../caption-style.ts';
import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';
import type { Panel } from '../panels.ts';
import { buildDialog, buildLine, buildSelect } from './dialog.ts';

/** Size, colour, background and edge of captions, with a sample. */
export function createCaptionAppearance(context: FullContext): Panel {
  const { words, format, storage } = context;
  const { sizePercent, backgroundPercent, edge } = CAPTION_CHOICES;
  const percent = (value: number) => [value, value === 0 ? words.none : format.percent(value / 100)] as const;
  const fields = {
    sizePercent: buildSelect(sizePercent.map(percent)),
    colour: el('input', { type: 'color', class: 'field' }),
    backgroundPercent: buildSelect(backgroundPercent.map(percent)),
    edge: buildSelect(edge.map((value) => [value, words[value]])),
  };
  const sample = el('span', { class: 'sample', 'aria-hidden': 'true' }, words.captions);
  const show = (style: CaptionStyle) => {
    for (const name of CAPTION_FIELDS) fields[name].value = String(style[name]);
    context.drawCaptions(captionCss(style));
    sample.style.cssText = captionDeclarations(style);
  };
  const change = (style: CaptionStyle) => {
    keepCaptionStyle(storage, style);
    show(style);
  };
  const read = () => change(parseCaptionStyle(CAPTION_FIELDS.map((name) => fields[name].value)));
  for (const name of CAPTION_FIELDS) fields[name].addEventListener('input', read);
  show(readCaptionStyle(storage));
  return {
    element: buildDialog(
      context,
      words.appearance,
      el('div', { class: 'sample-box' }, sample),
      buildLine(words.size, fields.sizePercent),
      buildLine(words.colour, fields.colour),
      buildLine(words.background, fields.backgroundPercent),
      buildLine(words.edge, fields.edge),
      createTextButton(words.reset, () => change(DEFAULT_CAPTION_STYLE)),
    ),
  };
}
