import { createCaptionAppearance } from './caption-appearance.ts';
import { createContextMenu } from './context-menu.ts';
import { createHelpSheet } from './help-sheet.ts';
import { createPlaylistPanel } from './playlist-panel.ts';
import { createSettingsMenu } from './settings-menu.ts';
import { createShareDialog } from './share-dialog.ts';
import { createSharingPanel } from './sharing-panel.ts';
import { createStatistics } from './statistics.ts';
import { createSwarmPicture } from './swarm-picture.ts';

/** One file to fetch for all that opens: after the first menu, every other one is there at once. */
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
