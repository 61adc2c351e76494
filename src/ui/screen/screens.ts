import type { PlayerPhase } from '../../player/state.ts';
import type { FullContext } from '../context.ts';
import { buildErrorScreen } from './error-screen.ts';
import { buildLiveEndedScreen, buildLiveWaitingScreen } from './live-screen.ts';
import { buildPasswordScreen } from './password-screen.ts';
import { buildSensitiveScreen } from './sensitive-screen.ts';

type BuildScreen = (context: FullContext) => HTMLElement;

const SCREENS: { readonly [Phase in PlayerPhase]?: BuildScreen } = {
  failed: buildErrorScreen,
  'needs-password': buildPasswordScreen,
  'needs-consent': buildSensitiveScreen,
  'waiting-for-live': buildLiveWaitingScreen,
  'live-ended': buildLiveEndedScreen,
};

/** What has to be said or asked in this phase. */
export function buildScreen(context: FullContext): HTMLElement | null {
  return SCREENS[context.player.state.phase]?.(context) ?? null;
}
