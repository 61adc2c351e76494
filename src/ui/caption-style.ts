import { isRecord, parseJson } from '../base/check.ts';
import type { Storage } from '../base/storage.ts';

/** How captions look. What is null stays as the browser draws it. */
export type CaptionStyle = {
  /** Percent of the usual size. */
  readonly sizePercent: number;
  /** `#rrggbb`. */
  readonly colour: string;
  /** 0 to 100, of black behind the words. */
  readonly backgroundPercent: number;
  readonly edge: 'none' | 'shadow' | 'outline';
};

export const DEFAULT_CAPTION_STYLE: CaptionStyle = {
  sizePercent: 100,
  colour: '#ffffff',
  backgroundPercent: 75,
  edge: 'none',
};

/** What a viewer can choose from, besides the colour. */
export const CAPTION_CHOICES = {
  sizePercent: [50, 75, 100, 125, 150, 200, 300],
  backgroundPercent: [0, 25, 50, 75, 100],
  edge: ['none', 'shadow', 'outline'],
} as const;

/** Also named in `skin.ts`. */
const KEY = 'caption-style';

/** What was kept, as far as it can be trusted. */
export function readCaptionStyle(storage: Storage): CaptionStyle {
  const kept = parseJson(storage.read(KEY) ?? '');
  return isRecord(kept) ? parseCaptionStyle(kept) : DEFAULT_CAPTION_STYLE;
}

/** Takes the place of what is none of the choices by the default. */
export function parseCaptionStyle(style: { readonly [Name in keyof CaptionStyle]?: unknown }): CaptionStyle {
  // Fields of a form give numbers as text.
  const choose = <Value>(choices: readonly Value[], value: unknown) =>
    choices.find((choice) => String(choice) === String(value));
  const colour = String(style.colour);
  return {
    sizePercent: choose(CAPTION_CHOICES.sizePercent, style.sizePercent) ?? DEFAULT_CAPTION_STYLE.sizePercent,
    colour: /^#[0-9a-f]{6}$/i.test(colour) ? colour : DEFAULT_CAPTION_STYLE.colour,
    backgroundPercent:
      choose(CAPTION_CHOICES.backgroundPercent, style.backgroundPercent) ?? DEFAULT_CAPTION_STYLE.backgroundPercent,
    edge: choose(CAPTION_CHOICES.edge, style.edge) ?? DEFAULT_CAPTION_STYLE.edge,
  };
}

/** Draws captions so from now on, and keeps it for the next visits. */
export function keepCaptionStyle(storage: Storage, style: CaptionStyle): void {
  const isDefault = JSON.stringify(style) === JSON.stringify(DEFAULT_CAPTION_STYLE);
  storage.write(KEY, isDefault ? null : JSON.stringify(style));
}

/** As `text-shadow`. */
export const EDGES = {
  none: 'none',
  shadow: '0 2px 5px #000,0 1px 2px #000',
  outline: '-1px -1px 1px #000,1px -1px 1px #000,-1px 1px 1px #000,1px 1px 1px #000',
};

/** The rule for `::cue`; empty for the default, so that the browser's own settings rule. */
export function captionCss(style: CaptionStyle): string {
  if (JSON.stringify(style) === JSON.stringify(DEFAULT_CAPTION_STYLE)) return '';
  return (
    `video::cue{font-size:${style.sizePercent}%;color:${style.colour};` +
    `background-color:rgb(0 0 0/${style.backgroundPercent}%);text-shadow:${EDGES[style.edge]}}`
  );
}
