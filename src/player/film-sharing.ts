import { MINUTE_MS, SECOND_MS } from '../base/units.ts';
import type { Video } from '../media/video.ts';
import type { SegmentSupply } from '../swarm/supply.ts';
import type { CoreContext } from './core-context.ts';
import { decideSharing } from './decide-sharing.ts';
import type { UploadMeter } from './upload-meter.ts';

/** Where the viewer pays for data, a film that nobody watches is shared no longer than this. */
const IDLE_MS = 10 * SECOND_MS;
/** How long a tracker's count of viewers is believed while we are not among those whom it counts. */
const COUNT_LIFE_MS = 2 * MINUTE_MS;

/** May one film be shared now? Asked again whenever a reason may have changed, and once a second while it plays. */
export interface FilmSharing {
  readonly isOn: boolean;
  /** @param supply null before the start, and where playback has none. */
  refresh(supply: SegmentSupply | null): void;
  /** Takes the supply's numbers into the state, the month's upload and the decision. */
  tick(supply: SegmentSupply): void;
}

export function createFilmSharing(
  context: CoreContext,
  film: { readonly video: Video; readonly meter: UploadMeter; isNativePlayback(): boolean },
): FilmSharing {
  const { element, store, options, memory, environment, ports } = context;
  const { clock } = ports;
  let viewers: { readonly count: number; readonly atMs: number } | null = null;
  let watchedAtMs = clock.nowMs();

  const viewerCount = () => (viewers !== null && clock.nowMs() - viewers.atMs < COUNT_LIFE_MS ? viewers.count : null);
  const decide = () => {
    const facts = environment();
    const isHttpOnly = options.engine === 'http';
    return decideSharing({
      policy: isHttpOnly ? 'off' : (options.p2p ?? 'auto'),
      viewerChoice: isHttpOnly ? null : memory.sharing(),
      video: film.video,
      hasWebRtc: facts.hasWebRtc,
      isSavingData: facts.isSavingData,
      isMetered: facts.isMetered,
      isIdle: clock.nowMs() - watchedAtMs > IDLE_MS,
      isNativePlayback: film.isNativePlayback(),
      monthUploadedBytes: store.state.upload.monthBytes,
      monthLimitBytes: store.state.upload.monthLimitBytes,
      viewerCount: viewerCount(),
      minimumViewers: options.minimumViewers ?? 0,
    });
  };
  const refresh = (supply: SegmentSupply | null) => {
    if (!element.paused && !document.hidden) watchedAtMs = clock.nowMs();
    store.update({ sharing: decide() });
    supply?.setSharing(store.state.sharing.kind === 'on');
  };
  return {
    get isOn() {
      return store.state.sharing.kind === 'on';
    },
    refresh,
    tick(supply) {
      const stats = supply.stats();
      store.update({ supply: stats });
      film.meter.take(supply, stats);
      const counts = stats.trackers.flatMap((tracker) => tracker.viewerCount ?? []);
      if (counts.length > 0 && stats.isSharing) viewers = { count: Math.max(...counts), atMs: clock.nowMs() };
      refresh(supply);
    },
  };
}
