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

/** As `text-shadow`. */
const EDGES = {
  none: 'none',
  shadow: '0 2px 5px #000,0 1px 2px #000',
  outline: '-1px -1px 1px #000,1px -1px 1px #000,-1px 1px 1px #000,1px 1px 1px #000',
};

/** In the order in which a style is kept. */
export const CAPTION_FIELDS = ['sizePercent', 'colour', 'backgroundPercent', 'edge'] as const;

type Chosen = Exclude<keyof CaptionStyle, 'colour'>;

/** What a viewer can choose from, besides the colour. */
export const CAPTION_CHOICES: { readonly [Name in Chosen]: readonly CaptionStyle[Name][] } = {
  sizePercent: [50, 75, 100, 125, 150, 200, 300],
  backgroundPercent: [0, 25, 50, 75, 100],
  edge: Object.keys(EDGES) as CaptionStyle['edge'][],
};

/** Also named in `skin.ts`. */
const KEY = 'caption-style';

/** What was kept, as far as it can be trusted. */
export function readCaptionStyle(storage: Storage): CaptionStyle {
  return parseCaptionStyle((storage.read(KEY) ?? '').split(' '));
}

/** Fields as text, in their order; takes the place of what is none of the choices by the default. */
export function parseCaptionStyle([size, colour = '', background, edge]: readonly string[]): CaptionStyle {
  const choose = <Name extends Chosen>(name: Name, text: string | undefined): CaptionStyle[Name] =>
    CAPTION_CHOICES[name].find((choice) => String(choice) === text) ?? DEFAULT_CAPTION_STYLE[name];
  return {
    sizePercent: choose('sizePercent', size),
    colour: /^#[0-9a-f]{6}$/i.test(colour) ? colour : DEFAULT_CAPTION_STYLE.colour,
    backgroundPercent: choose('backgroundPercent', background),
    edge: choose('edge', edge),
  };
}

/** Keeps it for the next visits. */
export function keepCaptionStyle(storage: Storage, style: CaptionStyle): void {
  storage.write(KEY, isDefault(style) ? null : describe(style));
}

function describe(style: CaptionStyle): string {
  return CAPTION_FIELDS.map((name) => style[name]).join(' ');
}

function isDefault(style: CaptionStyle): boolean {
  return describe(style) === describe(DEFAULT_CAPTION_STYLE);
}

/** The rule for `::cue`; empty for the default, so that the browser's own settings rule. */
export function captionCss(style: CaptionStyle): string {
  return isDefault(style) ? '' : `video::cue{${captionDeclarations(style)}}`;
}

/** The same for a sample. */
export function captionDeclarations({ sizePercent, colour, backgroundPercent, edge }: CaptionStyle): string {
  return `font-size:${sizePercent}%;color:${colour};background-color:rgb(0 0 0/${backgroundPercent}%);text-shadow:${EDGES[edge]}`;
}
