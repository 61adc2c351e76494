import type { SkinContext } from '../context.ts';
import { AIRPLAY, CAST } from '../icon-more.ts';
import { createButton } from './button.ts';

type AirplayVideo = HTMLVideoElement & { webkitShowPlaybackTargetPicker?: () => void };

/** Another screen: AirPlay in Safari, remote playback elsewhere; shown only while there is one. */
export function createRemoteButton({ words, player, signal }: SkinContext): HTMLElement {
  const media = player.media as AirplayVideo;
  const isAirplay = media.webkitShowPlaybackTargetPicker !== undefined;
  const button = createButton({
    name: isAirplay ? 'AirPlay' : words.cast,
    icon: isAirplay ? AIRPLAY : CAST,
    part: 'remote',
    onPress: () => {
      if (isAirplay) media.webkitShowPlaybackTargetPicker?.();
      else void media.remote.prompt().catch(ignore);
    },
  });
  const show = (isAvailable: boolean) => {
    button.hidden = !isAvailable;
  };
  show(false);
  if (isAirplay) {
    media.addEventListener(
      'webkitplaybacktargetavailabilitychanged',
      (event) => show((event as Event & { availability?: string }).availability === 'available'),
      { signal },
    );
  } else if (media.remote !== undefined) {
    // Media Source streams cannot be handed over in most browsers, which then reject or report none.
    media.remote.watchAvailability(show).then((id) => {
      signal.addEventListener('abort', () => void media.remote.cancelWatchAvailability(id).catch(ignore));
    }, ignore);
  }
  return button;
}

function ignore(): void {
  // Refused by the viewer or by the browser: nothing changes.
}
