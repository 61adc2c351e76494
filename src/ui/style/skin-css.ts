import { ADAPT_CSS } from './adapt-css.ts';
import { BAR_CSS } from './bar-css.ts';
import { BASE_CSS } from './base-css.ts';
import { PANEL_CSS } from './panel-css.ts';
import { SCREEN_CSS } from './screen-css.ts';

/** What the first load needs. Panels that are fetched on demand bring their own sheet. */
export const SKIN_CSS: string = BASE_CSS + BAR_CSS + PANEL_CSS + SCREEN_CSS + ADAPT_CSS;
