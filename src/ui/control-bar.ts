import type { SkinContext } from './context.ts';
import { createCaptionsButton } from './control/captions-button.ts';
import { createFullscreenButton } from './control/fullscreen-button.ts';
import { createInstanceLink } from './control/instance-link.ts';
import { createLiveBadge } from './control/live-badge.ts';
import { createPipButton } from './control/pip-button.ts';
import { createPlayButton } from './control/play-button.ts';
import { createPlaylistButton } from './control/playlist-button.ts';
import { createProgress } from './control/progress.ts';
import { createSettingsButton } from './control/settings-button.ts';
import { createShareButton } from './control/share-button.ts';
import { createSharingButton } from './control/sharing-button.ts';
import { createSkipButtons } from './control/skip-buttons.ts';
import { createTheaterButton } from './control/theater-button.ts';
import { createTimeDisplay } from './control/time-display.ts';
import { createVolume } from './control/volume.ts';
import { el } from './dom.ts';

/** Everything at the bottom, in the order in which the keyboard meets it. */
export function createControlBar(context: SkinContext): HTMLElement {
  const { previous, next } = createSkipButtons(context);
  const start = el(
    'div',
    { class: 'cluster start' },
    previous,
    createPlayButton(context),
    next,
    createVolume(context),
    createLiveBadge(context),
    createTimeDisplay(context),
  );
  const end = el(
    'div',
    { class: 'cluster end' },
    el('slot', { name: 'controls' }),
    createInstanceLink(context),
    context.options.hasTheater === true && createTheaterButton(context),
    createPlaylistButton(context),
    createSharingButton(context),
    createShareButton(context),
    createCaptionsButton(context),
    createSettingsButton(context),
    createPipButton(context),
    createFullscreenButton(context),
  );
  const bar = el(
    'div',
    { class: 'bar', part: 'bar' },
    createProgress(context),
    el('div', { class: 'buttons' }, start, end),
  );
  addSharingQuestion(context, bar);
  return bar;
}

/** Few are asked; the question is fetched for them. Until it is answered nobody is contacted. */
function addSharingQuestion(context: SkinContext, bar: HTMLElement): void {
  let isAsked = false;
  context.watch(
    ({ sharing }) => sharing.kind === 'asking',
    (isAsking) => {
      if (!isAsking || isAsked) return;
      isAsked = true;
      context.withParts(({ createSharingQuestion }) => bar.prepend(createSharingQuestion()));
    },
  );
}
