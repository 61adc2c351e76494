import type { SkinContext } from './context.ts';
import { createSharingPanel } from './panel/sharing-panel.ts';
import type { Panel } from './panels.ts';

type CreatePanel = (context: SkinContext, signal: AbortSignal) => Panel;

/** Sharing is always at hand; the others are fetched when they are opened for the first time. */
const PANELS = {
  sharing: async () => createSharingPanel,
  swarm: async () => (await import('./panel/swarm-picture.ts')).createSwarmPicture,
  help: async () => (await import('./panel/help-sheet.ts')).createHelpSheet,
  stats: async () => (await import('./panel/statistics.ts')).createStatistics,
  share: async () => (await import('./panel/share-dialog.ts')).createShareDialog,
  appearance: async () => (await import('./panel/caption-appearance.ts')).createCaptionAppearance,
  playlist: async () => (await import('./panel/playlist-panel.ts')).createPlaylistPanel,
} satisfies Record<string, () => Promise<CreatePanel>>;

export type PanelName = keyof typeof PANELS;

/** Opens the panel, or closes it if it is the one that is open. */
export function togglePanel(context: SkinContext, name: PanelName, opener: HTMLElement | null): void {
  context.panels.toggle(name, opener, async (signal) => {
    const create = await PANELS[name]();
    return create(context, signal);
  });
}
