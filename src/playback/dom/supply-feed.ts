import type Hls from 'hls.js';
import type { Clock } from '../../base/clock.ts';
import type { SegmentSupply } from '../../swarm/supply.ts';
import { derivePlayhead } from '../playhead.ts';
import type { StreamIndex } from './stream-index.ts';

/** How often the playhead is reported while nothing special happens. */
const REPORT_INTERVAL_MS = 250;
const MEDIA_EVENTS = ['timeupdate', 'seeking', 'seeked', 'play', 'playing', 'pause', 'ratechange', 'ended'] as const;

export type SupplyFeedOptions = {
  readonly hls: Hls;
  readonly index: StreamIndex;
  readonly supply: SegmentSupply;
  readonly clock: Clock;
};

/**
 * Tells a supply what one hls.js instance plays: streams, segments and the playhead.
 * @returns stops it.
 */
export function feedSupply({ hls, index, supply, clock }: SupplyFeedOptions): () => void {
  const { Events } = hls.constructor as typeof Hls;
  const listening = new AbortController();
  let media: HTMLMediaElement | null = null;
  let cancelReport = doNothing;

  const report = () => {
    if (hls.media !== null) supply.setPlayhead(derivePlayhead(readFacts(hls, hls.media, index)));
  };
  const reportRegularly = () => {
    cancelReport = clock.schedule(REPORT_INTERVAL_MS, () => {
      report();
      reportRegularly();
    });
  };
  const follow = () => {
    // hls.js attaches anew when it recovers the decoder; the element is then the same.
    if (hls.media === null || hls.media === media) return;
    media = hls.media;
    for (const name of MEDIA_EVENTS) media.addEventListener(name, report, { signal: listening.signal });
  };
  hls.on(Events.MEDIA_ATTACHING, follow);
  hls.on(Events.MEDIA_ATTACHED, follow);
  hls.on(Events.MANIFEST_LOADED, (_name, data) => supply.setManifest(index.setManifest(data)));
  // `UPDATED` rather than `LOADED`: delta updates are merged and the timeline is aligned, and hls.js asks for nothing
  // of this playlist before.
  hls.on(Events.LEVEL_UPDATED, (_name, data) => {
    const stream = index.streamOfLevel(hls.levels[data.level]);
    if (stream !== null) supply.setPlaylist(index.setDetails(stream, data.details));
    report();
  });
  hls.on(Events.AUDIO_TRACK_UPDATED, (_name, data) => {
    const isTrack = (track: { id: number; groupId: string }) => track.id === data.id && track.groupId === data.groupId;
    const stream = index.streamOfTrack(hls.allAudioTracks.find(isTrack));
    if (stream !== null) supply.setPlaylist(index.setDetails(stream, data.details));
    report();
  });
  hls.on(Events.LEVEL_SWITCHING, report);
  hls.on(Events.AUDIO_TRACK_SWITCHING, report);
  document.addEventListener('visibilitychange', report, { signal: listening.signal });
  const stop = () => {
    listening.abort();
    cancelReport();
  };
  hls.on(Events.DESTROYING, stop);
  follow();
  reportRegularly();
  return stop;
}

function readFacts(hls: Hls, media: HTMLMediaElement, index: StreamIndex) {
  const { buffered } = media;
  const details = hls.latestLevelDetails;
  const track = hls.audioTracks[hls.audioTrack];
  const range = (_: unknown, i: number) => [buffered.start(i), buffered.end(i)] as const;
  return {
    positionSeconds: positionOf(hls, media),
    buffered: Array.from({ length: buffered.length }, range),
    rate: media.playbackRate,
    isPaused: media.paused,
    isEnded: media.ended,
    isHidden: document.hidden,
    isSated: !hls.bufferingEnabled,
    mainStream: index.streamOfLevel(hls.levels[hls.loadLevel])?.key ?? null,
    audioStream: index.streamOfTrack(track)?.key ?? null,
    liveEdgeSeconds: details?.live ? details.fragmentEnd : null,
  };
}

/** Before the first picture the element stands at 0, though a live or a film that goes on begins elsewhere. */
function positionOf(hls: Hls, { currentTime, played }: HTMLMediaElement): number {
  return played.length === 0 ? Math.max(currentTime, hls.startPosition) : currentTime;
}

function doNothing(): void {
  // No report is due yet.
}
