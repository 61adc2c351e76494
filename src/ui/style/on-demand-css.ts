import { DIALOG_CSS } from './dialog-css.ts';
import { FORCED_CSS } from './forced-css.ts';
import { INTERACTION_CSS } from './interaction-css.ts';
import { PANEL_CSS } from './panel-css.ts';
import { SCREENS_CSS } from './screens-css.ts';

/** The look of all that comes with `on-demand.ts`; what stands still is stilled by the first sheet. */
export const ON_DEMAND_CSS: string = INTERACTION_CSS + PANEL_CSS + DIALOG_CSS + SCREENS_CSS + FORCED_CSS;
