import type { PlayerPhase } from '../../player/state.ts';
import type { SkinContext } from '../context.ts';
import { el } from '../dom.ts';
import { buildErrorScreen } from './error-screen.ts';
import { buildLiveEndedScreen, buildLiveWaitingScreen } from './live-screen.ts';
import { buildPasswordScreen } from './password-screen.ts';
import { buildSensitiveScreen } from './sensitive-screen.ts';

type BuildScreen = (context: SkinContext) => HTMLElement;

const SCREENS: { readonly [Phase in PlayerPhase]?: BuildScreen } = {
  failed: buildErrorScreen,
  'needs-password': buildPasswordScreen,
  'needs-consent': buildSensitiveScreen,
  'waiting-for-live': buildLiveWaitingScreen,
  'live-ended': buildLiveEndedScreen,
};

/** What has to be said or asked instead of showing the film. */
export function createStateScreen(context: SkinContext): HTMLElement {
  const element = el('div', { class: 'state-screen' });
  context.watch(
    ({ phase, error, video, isPasswordWrong }) => [phase, error, video, isPasswordWrong],
    () => {
      const { phase } = context.player.state;
      const hadFocus = element.matches(':focus-within');
      const screen = SCREENS[phase]?.(context);
      element.replaceChildren(...(screen === undefined ? [] : [screen]));
      context.frame.classList.toggle('has-message', screen !== undefined);
      if (screen === undefined) {
        if (hadFocus) context.frame.focus({ preventScroll: true });
        return;
      }
      context.announce('screen', screen.getAttribute('aria-label') ?? '');
      if (hadFocus) screen.querySelector<HTMLElement>('input,button')?.focus({ preventScroll: true });
    },
  );
  return element;
}
