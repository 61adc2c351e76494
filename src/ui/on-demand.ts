import { ON_DEMAND_CSS } from './style/on-demand-css.ts';

// The rules stand before all that they are for: in this order the file packs best.

import type { Activity } from './activity.ts';
import { captionCss, readCaptionStyle } from './caption-style.ts';
import type { FullContext, SkinContext } from './context.ts';
import { createPreview } from './control/preview.ts';
import { useSheet } from './dom.ts';
import { startInteraction } from './interaction.ts';
import { PANELS, type PanelName } from './panel-list.ts';
import { createPanels } from './panels.ts';
import { createBezel } from './screen/bezel.ts';
import { buildScreen } from './screen/screens.ts';
import { createSharingQuestion } from './screen/sharing-question.ts';
import { createUpNext } from './screen/up-next.ts';
import { enMore } from './text/en-more.ts';

export type Parts = ReturnType<typeof createParts>;

/** What keys and touches need besides the context: what they are made on, and what brings the controls back. */
export type Stage = { readonly surface: HTMLElement; readonly activity: Activity };

/**
 * One file to fetch for all that pointers, fingers and keys need, all that opens and all that is rarely said: after the
 * first of them every other is there at once, and together they pack into less. Called once a skin: from then on it
 * hears keys and touches, and draws captions as the viewer likes them.
 */
export function createParts(context: SkinContext, stage: Stage) {
  const { frame, place, signal } = context;
  useSheet(frame, ON_DEMAND_CSS);
  const panels = createPanels(frame, place, signal);
  const full: FullContext = { ...context, words: context.language.complete(enMore), panels };
  context.drawCaptions(captionCss(readCaptionStyle(context.storage)));
  startInteraction(full, stage);
  return {
    showBezel: createBezel(full),
    buildScreen: () => buildScreen(full),
    createPreview: () => createPreview(full),
    createSharingQuestion: () => createSharingQuestion(full),
    createUpNext: () => createUpNext(full),
    togglePanel: (name: PanelName, opener: HTMLElement | null = null) =>
      panels.toggle(name, opener, (life) => PANELS[name](full, life)),
  };
}
