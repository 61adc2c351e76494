import type { Clock } from '../../src/base/clock.ts';
import { IDLE_PLAYHEAD } from '../../src/media/playhead.ts';
import type { MediaPlaylist, Segment } from '../../src/media/segment.ts';
import type { SegmentSupply } from '../../src/swarm/supply.ts';
import { isTruly } from '../support/phantom-bytes.ts';
import type { SimulatedFilm } from './film.ts';
import type { ViewerPlan } from './scenario.ts';

/** hls.js: `maxBufferLength`. */
const BUFFER_TARGET_SECONDS = 30;
/** A while that browsers keep behind the position. */
const BACK_BUFFER_SECONDS = 60;
const TICK_MS = 250;
/** From the last byte to the picture: transmuxing and appending. */
const APPEND_MS = 20;
const RETRY_MS = 1000;
/** Ticks that stay away this long mean that the page was frozen. */
const FROZEN_SECONDS = 2;

/** What one viewer lived through. */
export type Watching = {
  /** From joining to the first picture; null if there was none. */
  startMs: number | null;
  /** Waits in the middle of the film, without those after a seek. */
  readonly stallsMs: number[];
  /** Waits after a seek. */
  readonly seekWaitsMs: number[];
  watchedSeconds: number;
  /** Time on the page, pauses aside. */
  presentMs: number;
  loadErrors: number;
  lastError: string | null;
  /** Segments that were handed to the player with other bytes than the film's. */
  wrongSegments: number;
  /** Media bytes handed to the player. */
  loadedBytes: number;
  /** Means over the time watched live. */
  edgeDistanceSeconds: number | null;
};

export interface SimulatedViewer {
  readonly watching: Watching;
  state(): 'starting' | 'playing' | 'stalled' | 'seeking' | 'paused' | 'ended' | 'gone';
  /** Ends the watching; the supply is the caller's to destroy. */
  leave(): void;
}

export type ViewerOptions = {
  readonly clock: Clock;
  readonly film: SimulatedFilm;
  readonly supply: SegmentSupply;
  readonly plan: ViewerPlan;
  /** Now, in the film's time; of a live. */
  liveEdgeSeconds(): number;
};

/** A player as hls.js is one: loads segment after segment until its buffer is full, plays, stalls, seeks. */
export function createViewer(options: ViewerOptions): SimulatedViewer {
  const { clock, film, supply, plan } = options;
  const controller = new AbortController();
  const buffered = new Set<number>();
  const joinedMs = clock.nowMs();
  const watching = createWatching();
  let state: ReturnType<SimulatedViewer['state']> = 'starting';
  let playlist: MediaPlaylist | null = null;
  let positionSeconds = plan.startSeconds;
  let lastMs = joinedMs;
  let waitingSinceMs = joinedMs;
  let pausedMs = 0;
  let loading: { readonly id: number; readonly controller: AbortController } | null = null;
  let edgeSum = 0;
  let edgeCount = 0;

  const segmentAt = (seconds: number): Segment | undefined => {
    const first = playlist?.segments[0];
    if (!playlist || !first) return undefined;
    return playlist.segments[Math.floor((seconds + 1e-6 - first.startSeconds) / film.segmentSeconds)];
  };

  const bufferedEnd = (): number => {
    let end = positionSeconds;
    for (;;) {
      const id = Math.floor((end + 1e-6) / film.segmentSeconds);
      if (!buffered.has(id)) return end;
      end = (id + 1) * film.segmentSeconds;
    }
  };

  const isAtEnd = () => !film.isLive && playlist !== null && segmentAt(positionSeconds) === undefined;

  /** Moves the picture on to now. */
  const advance = () => {
    const nowMs = clock.nowMs();
    const passedSeconds = (nowMs - lastMs) / 1000;
    lastMs = nowMs;
    // A frozen page plays nothing, and nobody waits in front of it.
    if (state !== 'playing' || passedSeconds > FROZEN_SECONDS) return;
    const end = bufferedEnd();
    const movedSeconds = Math.min(passedSeconds, end - positionSeconds);
    positionSeconds += movedSeconds;
    watching.watchedSeconds += movedSeconds;
    if (movedSeconds >= passedSeconds) return;
    if (isAtEnd()) state = 'ended';
    else beginWait('stalled', nowMs - (passedSeconds - movedSeconds) * 1000);
  };

  const beginWait = (kind: 'stalled' | 'seeking', sinceMs: number) => {
    if (state === 'starting') return;
    state = kind;
    waitingSinceMs = sinceMs;
  };

  const endWait = () => {
    const waitedMs = clock.nowMs() - waitingSinceMs;
    if (state === 'starting') watching.startMs = clock.nowMs() - joinedMs;
    else if (state === 'stalled') watching.stallsMs.push(waitedMs);
    else if (state === 'seeking') watching.seekWaitsMs.push(waitedMs);
    if (state === 'starting' || state === 'stalled' || state === 'seeking') state = 'playing';
  };

  const nextWanted = (): Segment | null => {
    if (state === 'gone' || state === 'ended') return null;
    const end = bufferedEnd();
    if (end - positionSeconds >= BUFFER_TARGET_SECONDS) return null;
    const segment = segmentAt(end);
    if (segment || !film.isLive) return segment ?? null;
    const oldest = playlist?.segments[0];
    if (!oldest || end >= oldest.startSeconds) return null;
    // Fell out of the live window: jump to what is still there.
    positionSeconds = oldest.startSeconds + 2 * film.segmentSeconds;
    return segmentAt(positionSeconds) ?? null;
  };

  const pump = () => {
    if (loading !== null) return;
    const segment = nextWanted();
    if (segment !== null) void load(segment);
  };

  const load = async (segment: Segment) => {
    const own = { id: segment.id, controller: new AbortController() };
    loading = own;
    try {
      const target = { kind: 'segment', streamKey: segment.streamKey, id: segment.id } as const;
      const { bytes } = await supply.load({ target, signal: own.controller.signal });
      const truth = film.truthOf(segment.id);
      if (!isTruly(bytes, truth.file, truth.start, truth.end)) watching.wrongSegments += 1;
      watching.loadedBytes += bytes.length;
      clock.schedule(APPEND_MS, () => append(own));
    } catch (error) {
      if (own.controller.signal.aborted) return;
      watching.loadErrors += 1;
      watching.lastError = String(error);
      clock.schedule(RETRY_MS, () => release(own));
    }
  };

  const release = (own: typeof loading) => {
    if (loading !== own) return;
    loading = null;
    if (state !== 'gone') pump();
  };

  const append = (own: NonNullable<typeof loading>) => {
    if (state === 'gone' || loading !== own) return;
    loading = null;
    advance();
    buffered.add(own.id);
    if (bufferedEnd() > positionSeconds) endWait();
    report();
    pump();
  };

  const report = () => {
    supply.setPlayhead({
      ...IDLE_PLAYHEAD,
      positionSeconds,
      bufferedEndSeconds: bufferedEnd(),
      isPaused: state === 'paused' || state === 'ended',
      activeStreams: [film.streamKey],
      liveEdgeSeconds: film.isLive ? newestEnd(playlist) : null,
    });
  };

  const tick = () => {
    if (state === 'gone') return;
    advance();
    if (state === 'paused') pausedMs += TICK_MS;
    if (film.isLive && state === 'playing') {
      edgeSum += options.liveEdgeSeconds() - positionSeconds;
      edgeCount += 1;
    }
    const oldestId = Math.floor((positionSeconds - BACK_BUFFER_SECONDS) / film.segmentSeconds);
    for (const id of buffered) {
      if (id >= oldestId) break;
      buffered.delete(id);
    }
    report();
    pump();
    clock.schedule(TICK_MS, tick);
  };

  const seek = (toSeconds: number) => {
    if (state === 'gone' || state === 'starting') return;
    advance();
    endWait();
    positionSeconds = toSeconds;
    loading?.controller.abort('seek');
    loading = null;
    if (bufferedEnd() === positionSeconds) beginWait('seeking', clock.nowMs());
    else state = 'playing';
    report();
    pump();
  };

  const pause = (forSeconds: number) => {
    if (state === 'gone' || state === 'ended') return;
    advance();
    endWait();
    state = 'paused';
    report();
    clock.schedule(forSeconds * 1000, () => {
      if (state !== 'paused') return;
      lastMs = clock.nowMs();
      state = 'playing';
      report();
    });
  };

  const refresh = async () => {
    if (state === 'gone') return;
    const target = { kind: 'resource', url: film.manifest.streams[0]!.playlistUrl, range: null } as const;
    const isLoaded = await supply.load({ target, signal: controller.signal }).then(
      () => true,
      () => false,
    );
    if (controller.signal.aborted) return;
    if (isLoaded) {
      playlist = film.playlistAt(clock.nowMs());
      supply.setPlaylist(playlist);
      pump();
    }
    if (film.isLive || !isLoaded)
      clock.schedule(isLoaded ? film.segmentSeconds * 1000 : RETRY_MS, () => void refresh());
  };

  supply.setManifest(film.manifest);
  report();
  void refresh();
  clock.schedule(TICK_MS, tick);
  for (const { afterSeconds, toSeconds } of plan.seeks) clock.schedule(afterSeconds * 1000, () => seek(toSeconds));
  for (const { afterSeconds, forSeconds } of plan.pauses) clock.schedule(afterSeconds * 1000, () => pause(forSeconds));

  return {
    watching,
    state: () => state,
    leave() {
      if (state === 'gone') return;
      advance();
      const waitedMs = clock.nowMs() - waitingSinceMs;
      if (state === 'stalled') watching.stallsMs.push(waitedMs);
      if (state === 'seeking') watching.seekWaitsMs.push(waitedMs);
      state = 'gone';
      watching.presentMs = clock.nowMs() - joinedMs - pausedMs;
      watching.edgeDistanceSeconds = edgeCount > 0 ? edgeSum / edgeCount : null;
      loading?.controller.abort('left');
      controller.abort('left');
    },
  };
}

function newestEnd(playlist: MediaPlaylist | null): number | null {
  const newest = playlist?.segments[playlist.segments.length - 1];
  return newest ? newest.startSeconds + newest.durationSeconds : null;
}

function createWatching(): Watching {
  return {
    startMs: null,
    stallsMs: [],
    seekWaitsMs: [],
    watchedSeconds: 0,
    presentMs: 0,
    loadErrors: 0,
    lastError: null,
    wrongSegments: 0,
    loadedBytes: 0,
    edgeDistanceSeconds: null,
  };
}
