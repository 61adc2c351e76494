import type { SkinContext } from './context.ts';
import { listenToMenuRequests } from './context-menu-requests.ts';
import { createRemoteButton } from './control/remote-button.ts';
import { createSharingRates } from './control/sharing-rates.ts';
import { createTheaterButton } from './control/theater-button.ts';
import { useSheet } from './dom.ts';
import { listenToKeys } from './hotkeys.ts';
import { INTERACTION_CSS } from './style/interaction-css.ts';
import { listenToTouch } from './touch.ts';

export { createPreview } from './control/preview.ts';

export { showBezel } from './screen/bezel.ts';

export type Activity = { wake(): void; rest(): void };

/** What pointers, fingers and keys need, in one file: fetched as soon as one of them comes near. */
export function startInteraction(context: SkinContext, surface: HTMLElement, activity: Activity): void {
  useSheet(context.frame, INTERACTION_CSS);
  listenToKeys(context);
  listenToMenuRequests(context);
  listenToTouch(context, surface, activity);
  // Put where they push nothing aside that a pointer may be aiming at: the cluster grows away from its end.
  const { frame, options } = context;
  const link = frame.querySelector('.button.instance');
  if (options.hasTheater) link?.after(createTheaterButton(context));
  link?.after(createRemoteButton(context));
  frame.querySelector('.button.sharing')?.append(createSharingRates(context));
}
