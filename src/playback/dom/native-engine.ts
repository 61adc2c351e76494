import { createEmitter } from '../../base/emitter.ts';
import type { EngineEvents, PlaybackEngine } from '../engine.ts';
import { createPlaybackError } from '../playback-error.ts';
import { followMediaErrors } from './media-failure.ts';

export type NativeEngineOptions = { readonly element: HTMLVideoElement; readonly url: string };

/** Can this browser play HLS without Media Source Extensions? */
export function canPlayHlsNatively(element: HTMLVideoElement): boolean {
  return element.canPlayType('application/vnd.apple.mpegurl') !== '';
}

/**
 * Leaves HLS to the browser (iPhones before Managed Media Source). It loads for itself, so nothing can be shared, and
 * chooses the quality for itself.
 */
export function createNativeEngine({ element, url }: NativeEngineOptions): PlaybackEngine {
  const events = createEmitter<EngineEvents>();
  const living = new AbortController();
  let wantedSeconds = 0;
  let hasFailed = false;
  const load = () => {
    hasFailed = false;
    element.src = url;
    if (wantedSeconds > 0) element.currentTime = wantedSeconds;
  };
  element.addEventListener('loadedmetadata', () => events.emit('tracksChanged', undefined), { signal: living.signal });
  followMediaErrors(element, living.signal, (code, context) => {
    hasFailed = true;
    events.emit('failed', createPlaybackError(code, { context }));
  });
  return {
    on: events.on,
    qualities: [],
    activeQualityId: null,
    chosenQualityId: 'auto',
    setQuality: nothingToChoose,
    audioTracks: [],
    activeAudioTrackId: null,
    setAudioTrack: nothingToChoose,
    get isLive() {
      return element.duration === Number.POSITIVE_INFINITY;
    },
    get liveSyncSeconds() {
      const { seekable } = element;
      return this.isLive && seekable.length > 0 ? seekable.end(seekable.length - 1) : null;
    },
    start(positionSeconds) {
      if (living.signal.aborted) return;
      wantedSeconds = positionSeconds;
      load();
    },
    retry() {
      if (living.signal.aborted || !hasFailed) return;
      wantedSeconds = element.currentTime || wantedSeconds;
      load();
    },
    destroy() {
      if (living.signal.aborted) return;
      living.abort();
      events.clear();
      element.removeAttribute('src');
      element.load();
    },
  };
}

function nothingToChoose(): void {
  // The browser decides.
}
