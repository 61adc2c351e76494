import type { Playhead } from '../media/playhead.ts';
import { type Segment, segmentEndSeconds, segmentKey, segmentSizeBytes } from '../media/segment.ts';
import type { WantedWindow } from '../wire/session.ts';
import { type Catalogue, firstSegmentAfter, type Listing } from './catalogue.ts';
import type { SwarmConfig } from './config.ts';

/** What one player of the film is up to. */
export type Viewer = {
  readonly playhead: Playhead | null;
  /** Keys of the segments that playback waits for. */
  readonly demanded: ReadonlyMap<string, Segment>;
};

export type Want = {
  readonly segment: Segment;
  readonly key: string;
  readonly deadlineMs: number;
  readonly aheadSeconds: number;
  readonly isDemanded: boolean;
};

/** What a file of unknown size and bitrate is taken to need. */
const DEFAULT_BYTES_PER_SECOND = 250_000;
/** The last picture of a segment may end a little before the segment. */
const BUFFER_GAP_SECONDS = 0.15;
/** Less than this in the buffer is nothing. */
const STARVING_SECONDS = 0.25;
/** What is ahead may fill this part of the store; the rest is for those who come after us. */
const AHEAD_SHARE = 0.6;

/** Missing segments that somebody here will need, by deadline. `isStored` is asked for each once. */
export function deriveWants(
  viewers: Iterable<Viewer>,
  catalogue: Catalogue,
  options: { readonly config: SwarmConfig; readonly isStored: (segment: Segment) => boolean },
): Want[] {
  const wants = new Map<string, Want>();
  const add = (want: Want) => {
    const known = wants.get(want.key);
    if (known === undefined || want.deadlineMs < known.deadlineMs) wants.set(want.key, want);
  };
  for (const { playhead, demanded } of viewers) {
    for (const [key, segment] of demanded) {
      if (!options.isStored(segment)) add(toWant(segment, key, { playhead, isDemanded: true }));
    }
    if (playhead === null) continue;
    for (const streamKey of playhead.activeStreams) {
      const listing = catalogue.listing(streamKey);
      if (listing === null) continue;
      for (const segment of windowOf(listing, playhead, options.config)) {
        const key = segmentKey(segment);
        if (demanded.has(key) || options.isStored(segment)) continue;
        add(toWant(segment, key, { playhead, isDemanded: false }));
      }
    }
  }
  return [...wants.values()].sort((a, b) => a.deadlineMs - b.deadlineMs || Number(b.isDemanded) - Number(a.isDemanded));
}

/** The segments from the end of the buffer to the horizon. */
export function windowOf(listing: Listing, playhead: Playhead, config: SwarmConfig): Segment[] {
  const { segments } = listing.playlist;
  const bytesPerSecond = bytesPerSecondOf(listing);
  const roomSeconds = (AHEAD_SHARE * config.memoryBytes) / bytesPerSecond;
  const horizonSeconds = playhead.positionSeconds + Math.min(appetiteSeconds(playhead, config), roomSeconds);
  const fromSeconds = Math.max(playhead.positionSeconds, playhead.bufferedEndSeconds + BUFFER_GAP_SECONDS);
  const ahead: Segment[] = [];
  for (let i = firstSegmentAfter(segments, fromSeconds); i < segments.length; i++) {
    const segment = segments[i];
    if (segment === undefined || segment.startSeconds >= horizonSeconds) break;
    ahead.push(segment);
  }
  return ahead;
}

/** Stream by stream, the segments that we would ask a server for: ids, half-open. */
export function originWindows(
  viewers: Iterable<Viewer>,
  catalogue: Catalogue,
  config: SwarmConfig,
): Map<string, WantedWindow | null> {
  const windows = new Map<string, WantedWindow | null>();
  for (const [streamKey] of catalogue.listings) windows.set(streamKey, null);
  for (const { playhead } of viewers) {
    for (const streamKey of playhead?.activeStreams ?? []) {
      const segments = catalogue.listing(streamKey)?.playlist.segments ?? [];
      if (playhead === null || segments.length === 0) continue;
      const { positionSeconds } = playhead;
      const ahead = Math.min(config.originAheadSeconds, appetiteSeconds(playhead, config));
      const first = segments[firstSegmentAfter(segments, positionSeconds)];
      if (first === undefined) continue;
      // Both ends move at the same moment, so that neighbours hear of it once; until then we come nearer to the end.
      const end = firstSegmentAfter(segments, segmentEndSeconds(first) + ahead);
      const last = segments[Math.min(end, segments.length - 1)];
      if (last !== undefined) windows.set(streamKey, { startId: first.id, endId: last.id + 1 });
    }
  }
  return windows;
}

/** How far ahead anything is fetched at all. */
export function appetiteSeconds(playhead: Playhead, config: SwarmConfig): number {
  const isIdle = playhead.isPaused || playhead.isHidden || playhead.isSated;
  return isIdle ? config.idleAheadSeconds : config.peerAheadSeconds;
}

export function isAnyoneStarving(viewers: Iterable<Viewer>): boolean {
  for (const viewer of viewers) if (isStarving(viewer)) return true;
  return false;
}

function isStarving(viewer: Viewer): boolean {
  if (viewer.demanded.size === 0) return false;
  const { playhead } = viewer;
  return playhead === null || playhead.bufferedEndSeconds - playhead.positionSeconds < STARVING_SECONDS;
}

export function expectedBytes(segment: Segment, listing: Listing | null): number {
  return segmentSizeBytes(segment) ?? segment.durationSeconds * bytesPerSecondOf(listing);
}

function bytesPerSecondOf(listing: Listing | null): number {
  const bitrate = listing?.bitrateBitsPerSecond ?? 0;
  return bitrate > 0 ? bitrate / 8 : DEFAULT_BYTES_PER_SECOND;
}

function toWant(
  segment: Segment,
  key: string,
  { playhead, isDemanded }: { playhead: Playhead | null; isDemanded: boolean },
): Want {
  if (playhead === null) return { segment, key, deadlineMs: 0, aheadSeconds: 0, isDemanded };
  const { positionSeconds, bufferedEndSeconds, rate } = playhead;
  const aheadSeconds = Math.max(0, segment.startSeconds - positionSeconds);
  // Behind the playhead nothing plays: what is asked for there is asked for at once.
  const isBehind = segmentEndSeconds(segment) <= positionSeconds;
  const drySeconds = isBehind ? 0 : Math.max(segment.startSeconds, bufferedEndSeconds) - positionSeconds;
  const deadlineMs = (Math.max(0, drySeconds) / Math.max(rate, 0.25)) * 1000;
  return { segment, key, deadlineMs, aheadSeconds, isDemanded };
}
