import type { SkinContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';
import { clockTime, fill } from '../format.ts';
import { icon } from '../icon.ts';

const RESUME_NOTICE_MS = 8000;

/** Small cards at the top: offline, silent by the browser's will, resumed. */
export function createNotices(context: SkinContext): HTMLElement {
  return el(
    'div',
    { class: 'notices', part: 'notices' },
    createOffline(context),
    createUnmute(context),
    createResumed(context),
  );
}

function createOffline({ words, watch, announce }: SkinContext): HTMLElement {
  const element = el('div', { class: 'notice' }, icon('alert'), words.offline);
  watch(
    ({ isOffline }) => isOffline,
    (isOffline) => {
      element.hidden = !isOffline;
      if (isOffline) announce('offline', words.offline);
    },
  );
  return element;
}

function createUnmute({ words, watch, player }: SkinContext): HTMLElement {
  const button = createTextButton(words.tapToUnmute, () => player.setMuted(false), true);
  button.prepend(icon('muted'));
  button.classList.add('unmute');
  watch(
    ({ isMutedByBrowser, isMuted }) => isMutedByBrowser && isMuted,
    (isShown) => {
      button.hidden = !isShown;
    },
  );
  return button;
}

function createResumed({ words, watch, player, signal, announce }: SkinContext): HTMLElement {
  const text = el('span');
  const again = createTextButton(words.startOver, () => {
    player.seek(0);
    element.hidden = true;
  });
  const element = el('div', { class: 'notice' }, text, again);
  element.hidden = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shownFor: unknown;
  signal.addEventListener('abort', () => clearTimeout(timer));
  watch(
    ({ resumedAtSeconds, phase }) => (phase === 'playing' ? resumedAtSeconds : null),
    (seconds, { video }) => {
      if (seconds === null || shownFor === video) return;
      shownFor = video;
      clearTimeout(timer);
      text.textContent = fill(words.resumed, { time: clockTime(seconds) });
      announce('resumed', text.textContent);
      element.hidden = false;
      timer = setTimeout(() => {
        element.hidden = true;
      }, RESUME_NOTICE_MS);
    },
  );
  return element;
}
