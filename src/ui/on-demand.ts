/**
 * One file to fetch for all that pointers, fingers and keys need, all that opens and all that is rarely said: after the
 * first of them every other is there at once, and together they pack into less.
 */
export { captionCss, readCaptionStyle } from './caption-style.ts';
export { createPreview } from './control/preview.ts';
export { startInteraction } from './interaction.ts';
export { showBezel } from './screen/bezel.ts';
export { buildScreen } from './screen/screens.ts';
export { createSharingQuestion } from './screen/sharing-question.ts';
export { createUpNext, nextEntry } from './screen/up-next.ts';
export { enMore } from './text/en-more.ts';

import type { SkinContext } from './context.ts';
import { useSheet } from './dom.ts';
import { createCaptionAppearance } from './panel/caption-appearance.ts';
import { createContextMenu } from './panel/context-menu.ts';
import { createHelpSheet } from './panel/help-sheet.ts';
import { createPlaylistPanel } from './panel/playlist-panel.ts';
import { createSettingsMenu } from './panel/settings-menu.ts';
import { createShareDialog } from './panel/share-dialog.ts';
import { createSharingPanel } from './panel/sharing-panel.ts';
import { createStatistics } from './panel/statistics.ts';
import { createSwarmPicture } from './panel/swarm-picture.ts';
import { createPanels, type Panels } from './panels.ts';
import { ON_DEMAND_CSS } from './style/on-demand-css.ts';

/** Brings the rules for all of it. */
export function dress(frame: HTMLElement): void {
  useSheet(frame, ON_DEMAND_CSS);
}

const panelsByPlace = new WeakMap<HTMLElement, Panels>();

/** The one that watches over a skin's panels. */
export function panelsOf({ frame, place, signal }: SkinContext): Panels {
  dress(frame);
  const panels = panelsByPlace.get(place) ?? createPanels(frame, place, signal);
  panelsByPlace.set(place, panels);
  return panels;
}

export const PANELS = {
  settings: createSettingsMenu,
  sharing: createSharingPanel,
  swarm: createSwarmPicture,
  help: createHelpSheet,
  stats: createStatistics,
  share: createShareDialog,
  appearance: createCaptionAppearance,
  playlist: createPlaylistPanel,
  context: createContextMenu,
};
