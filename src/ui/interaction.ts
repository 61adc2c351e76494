import type { SkinContext } from './context.ts';
import { createRemoteButton } from './control/remote-button.ts';
import { createTheaterButton } from './control/theater-button.ts';
import { useSheet } from './dom.ts';
import { listenToKeys } from './hotkeys.ts';
import { INTERACTION_CSS } from './style/interaction-css.ts';
import { listenToTouch } from './touch.ts';

export { createPreview } from './control/preview.ts';

export type Activity = { wake(): void; rest(): void };

/** What pointers, fingers and keys need, in one file: fetched as soon as one of them comes near. */
export function startInteraction(context: SkinContext, surface: HTMLElement, activity: Activity): void {
  useSheet(context.frame, INTERACTION_CSS);
  listenToKeys(context);
  listenToTouch(context, surface, activity);
  // Most browsers know no other screen: the button is added, hidden, and shows itself where there is one.
  context.frame.querySelector('.button.settings')?.after(createRemoteButton(context));
  if (context.options.hasTheater)
    context.frame.querySelector('.button.fullscreen')?.before(createTheaterButton(context));
}
