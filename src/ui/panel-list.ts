import { createCaptionAppearance } from './panel/caption-appearance.ts';
import { createContextMenu } from './panel/context-menu.ts';
import { createHelpSheet } from './panel/help-sheet.ts';
import { createPlaylistPanel } from './panel/playlist-panel.ts';
import { createSettingsMenu } from './panel/settings-menu.ts';
import { createShareDialog } from './panel/share-dialog.ts';
import { createSharingPanel } from './panel/sharing-panel.ts';
import { createStatistics } from './panel/statistics.ts';
import { createSwarmPicture } from './panel/swarm-picture.ts';

/** All that opens above the bar. */
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

export type PanelName = keyof typeof PANELS;
