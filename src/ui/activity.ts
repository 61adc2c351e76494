import type { SkinContext } from './context.ts';

const IDLE_MS = 2500;

export type Activity = { wake(): void; rest(): void };

/**
 * Hides the controls while the film plays and nobody moves: a pointer, a key or a touch brings them back. They stay
 * while the film is paused, while something is open, and (by CSS) while the keyboard is among them.
 */
export function watchActivity({ frame, watch, signal, player }: SkinContext): Activity {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = () => {
    const { phase, sharing } = player.state;
    // A question that hides is never answered.
    if (sharing.kind === 'asking') return;
    if (phase === 'playing' || phase === 'buffering') frame.classList.add('is-idle');
  };
  const wake = () => {
    clearTimeout(timer);
    frame.classList.remove('is-idle');
    timer = setTimeout(rest, IDLE_MS);
  };
  for (const name of ['pointermove', 'pointerdown', 'keydown', 'focusin', 'input']) {
    frame.addEventListener(
      name,
      (event) => {
        // A finger's tap is the gestures' to judge: it may mean "hide".
        if (!(event instanceof PointerEvent && event.pointerType === 'touch')) wake();
      },
      { signal },
    );
  }
  frame.addEventListener('pointerleave', (event) => event.pointerType !== 'touch' && rest(), { signal });
  watch(({ phase, sharing }) => `${phase} ${sharing.kind}`, wake);
  signal.addEventListener('abort', () => clearTimeout(timer));
  return { wake, rest };
}
