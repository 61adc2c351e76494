import type { Http } from '../base/http.ts';
import type { Video } from '../media/video.ts';
import { createPageStorage } from '../source/dom/page-storage.ts';
import { createInstanceReports, type PlaybackMetrics } from '../source/instance-reports.ts';
import type { CoreContext } from './core-context.ts';
import type { PlayerState } from './state.ts';

export type WatchedFilm = { readonly video: Video; readonly http: Http; readonly signal: AbortSignal };

/**
 * Tells the film's instance that it is watched, as its own player would; to be called when it begins to play.
 * Ends with the signal. Nothing is sent before the film plays, or where the page has switched it off.
 */
export function reportToInstance(context: CoreContext, film: WatchedFilm): void {
  const { element, emitter, options, ports, store } = context;
  const { signal } = film;
  const countsViews = options.countViews !== false;
  const sendsMetrics = options.sendMetrics !== false;
  if (!countsViews && !sendsMetrics) return;
  const counts = { qualityChangeCount: 0, errorCount: 0, stallCount: 0 };
  const reports = createInstanceReports({
    ports,
    http: film.http,
    video: film.video,
    session: createPageStorage('session'),
    countsViews,
    sendsMetrics,
    readPositionSeconds: () => element.currentTime,
    isPlaying: () => !element.paused,
    readMetrics: () => ({ ...measure(store.state), ...counts }),
  });
  let lastSeconds = 0;
  const listen = (name: string, listener: () => void) => element.addEventListener(name, listener, { signal });
  if (!element.paused) reports.start();
  listen('playing', () => reports.start());
  listen('timeupdate', () => {
    if (!element.seeking) lastSeconds = element.currentTime;
  });
  listen('seeking', () => {
    if (element.loop && element.currentTime === 0 && isNearEnd(element, lastSeconds)) reports.loop();
    else reports.seek(lastSeconds, element.currentTime);
  });
  listen('ended', () => reports.end());
  emitter.on('warned', () => (counts.errorCount += 1), { signal });
  emitter.on(
    'stateChanged',
    ({ state, previous }) => {
      if (previous.activeQualityId !== null && state.activeQualityId !== previous.activeQualityId) {
        counts.qualityChangeCount += 1;
      }
      if (previous.phase === 'playing' && state.phase === 'buffering' && !state.isSeeking) counts.stallCount += 1;
    },
    { signal },
  );
  signal.addEventListener('abort', () => reports.destroy(), { once: true });
}

/** A film that loops jumps from its last moment to its first. */
function isNearEnd(element: HTMLMediaElement, seconds: number): boolean {
  return Number.isFinite(element.duration) && element.duration - seconds < 1;
}

type Measured = Omit<PlaybackMetrics, 'qualityChangeCount' | 'errorCount' | 'stallCount'>;

function measure({ supply, sharing, qualities, activeQualityId }: PlayerState): Measured {
  const quality = qualities.find(({ id }) => id === activeQualityId);
  return {
    mode: supply === null ? 'web-video' : 'p2p-media-loader',
    heightPx: quality?.heightPx ?? null,
    frameRate: quality?.frameRate ?? null,
    isSharing: sharing.kind === 'on',
    peerCount: supply?.peers.length ?? 0,
    peerBytes: supply?.peerBytes ?? 0,
    httpBytes: supply?.httpBytes ?? 0,
    uploadedBytes: supply?.uploadedBytes ?? 0,
  };
}
