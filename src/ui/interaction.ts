import type { SkinContext } from './context.ts';
import { createRemoteButton } from './control/remote-button.ts';
import { createSharingRates } from './control/sharing-rates.ts';
import { listenToKeys } from './hotkeys.ts';
import type { Stage } from './on-demand.ts';
import { listenToTouch } from './touch.ts';

/** What pointers, fingers and keys need. */
export function startInteraction(context: SkinContext, stage: Stage): void {
  listenToKeys(context);
  listenToTouch(context, stage);
  // Put where they push nothing aside that a pointer may be aiming at: the cluster grows away from its end.
  const { frame } = context;
  frame.querySelector('.button.instance')?.after(createRemoteButton(context));
  frame.querySelector('.button.sharing')?.append(createSharingRates(context));
}
