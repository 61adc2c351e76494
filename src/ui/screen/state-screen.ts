import type { PlayerPhase } from '../../player/state.ts';
import type { SkinContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';

const SPOKEN: readonly PlayerPhase[] = ['failed', 'needs-password', 'needs-consent', 'waiting-for-live', 'live-ended'];

/** What has to be said or asked instead of showing the film; the screens are fetched when one is needed. */
export function createStateScreen(context: SkinContext): HTMLElement {
  const element = el('div', { class: 'state-screen' });
  context.watch(
    ({ phase, error, video, isPasswordWrong }) => [phase, error, video, isPasswordWrong],
    () => {
      const isSpoken = SPOKEN.includes(context.player.state.phase);
      context.frame.classList.toggle('has-message', isSpoken);
      if (!isSpoken) {
        show(context, element, null);
        return;
      }
      // Built after the fetch and from the state of that moment, so that a late one cannot show what is past.
      const put = (screen: HTMLElement | null) => show(context, element, screen);
      context.withParts(
        ({ buildScreen }) => put(buildScreen()),
        () => put(buildPlainScreen(context)),
      );
    },
  );
  return element;
}

function show(context: SkinContext, element: HTMLElement, screen: HTMLElement | null): void {
  const hadFocus = element.matches(':focus-within');
  element.replaceChildren(...(screen === null ? [] : [screen]));
  if (screen !== null) context.announce('screen', screen.getAttribute('aria-label') ?? '');
  if (hadFocus) (screen?.querySelector<HTMLElement>('input,button') ?? context.frame).focus({ preventScroll: true });
}

/** For when not even the screens can be fetched. */
function buildPlainScreen({ words, player }: SkinContext): HTMLElement {
  const retry = createTextButton(words.retry, () => player.retry(), true);
  return el('div', { role: 'group', 'aria-label': words.errorOther }, el('p', {}, words.errorOther), retry);
}
