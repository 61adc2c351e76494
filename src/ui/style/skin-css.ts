import { ADAPT_CSS } from './adapt-css.ts';
import { BAR_CSS } from './bar-css.ts';
import { BASE_CSS } from './base-css.ts';
import { BIG_PLAY_CSS, HOST_CSS } from './host-css.ts';
import { SCREEN_CSS } from './screen-css.ts';

/** What the first load needs. What is fetched on demand brings its own rules. */
export const SKIN_CSS: string = HOST_CSS + BASE_CSS + BAR_CSS + BIG_PLAY_CSS + SCREEN_CSS + ADAPT_CSS;
