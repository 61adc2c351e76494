import type { PlayerPhase, PlayerState, TimeRange } from './state.ts';

/** What a media element says of itself, as plain values. */
export type MediaFacts = {
  readonly isPaused: boolean;
  readonly isSeeking: boolean;
  readonly hasEnded: boolean;
  /** There is enough to show the next picture (`HAVE_FUTURE_DATA`). */
  readonly canGoOn: boolean;
  readonly positionSeconds: number;
  readonly durationSeconds: number | null;
  readonly buffered: readonly TimeRange[];
  readonly seekable: readonly TimeRange[];
  readonly volume: number;
  readonly isMuted: boolean;
  readonly rate: number;
};

/** How far behind its edge a live may be and still count as live: what PeerTube's badge takes. */
const LIVE_EDGE_SECONDS = 10;
/** A live window that is shorter than this is no seek bar, only its buffer. */
const DVR_MIN_SECONDS = 60;

const HAVE_FUTURE_DATA = 3;

export function readMediaFacts(element: HTMLMediaElement): MediaFacts {
  return {
    isPaused: element.paused,
    isSeeking: element.seeking,
    hasEnded: element.ended,
    canGoOn: element.readyState >= HAVE_FUTURE_DATA,
    positionSeconds: element.currentTime,
    durationSeconds: Number.isFinite(element.duration) ? element.duration : null,
    buffered: toRanges(element.buffered),
    seekable: toRanges(element.seekable),
    volume: element.volume,
    isMuted: element.muted,
    rate: element.playbackRate,
  };
}

function toRanges(ranges: TimeRanges): TimeRange[] {
  return Array.from({ length: ranges.length }, (_, i) => ({
    startSeconds: ranges.start(i),
    endSeconds: ranges.end(i),
  }));
}

/** What the player knows that the element does not. */
export type PlaybackContext = {
  /** The film was started: its media are being loaded. */
  readonly isStarted: boolean;
  /** The film, or its stop time, was reached, and nobody moved since. */
  readonly hasEnded: boolean;
  /** More of it may still come. */
  readonly isLive: boolean;
  /** It was announced as a live, whether it is over or not. */
  readonly isBroadcast: boolean;
  /** Where a live should be played; null for films and until known. */
  readonly liveSyncSeconds: number | null;
  /** From the film's description, until the element knows. */
  readonly knownDurationSeconds: number | null;
};

/** The phases in which a film is there and the element decides. */
export function derivePhase(facts: MediaFacts, context: PlaybackContext): PlayerPhase {
  if (!context.isStarted) return 'ready';
  if (context.hasEnded || facts.hasEnded) return context.isBroadcast ? 'live-ended' : 'ended';
  if (facts.isPaused) return 'paused';
  return facts.canGoOn && !facts.isSeeking ? 'playing' : 'buffering';
}

/** The part of the state that follows from the element alone. */
export function deriveMediaState(facts: MediaFacts, context: PlaybackContext): Partial<PlayerState> {
  const seekable = deriveSeekable(facts, context);
  const lastSecond = facts.seekable.at(-1)?.endSeconds ?? null;
  const edge = context.liveSyncSeconds ?? lastSecond;
  return {
    isPaused: facts.isPaused,
    isSeeking: facts.isSeeking,
    positionSeconds: facts.positionSeconds,
    durationSeconds: context.isLive ? lastSecond : (facts.durationSeconds ?? context.knownDurationSeconds),
    buffered: facts.buffered,
    seekable,
    isLive: context.isLive,
    isAtLiveEdge: context.isLive && edge !== null && Math.abs(edge - facts.positionSeconds) < LIVE_EDGE_SECONDS,
    volume: facts.volume,
    isMuted: facts.isMuted,
    rate: facts.rate,
  };
}

function deriveSeekable(facts: MediaFacts, context: PlaybackContext): TimeRange | null {
  const [first, last] = [facts.seekable.at(0), facts.seekable.at(-1)];
  if (first !== undefined && last !== undefined) {
    const whole = { startSeconds: first.startSeconds, endSeconds: last.endSeconds };
    return context.isLive && whole.endSeconds - whole.startSeconds < DVR_MIN_SECONDS ? null : whole;
  }
  if (context.isLive || context.knownDurationSeconds === null) return null;
  // Before the start the bar is there already: a click on it says where to begin.
  return { startSeconds: 0, endSeconds: context.knownDurationSeconds };
}

/** Everything that makes a media element's facts change. */
export const MEDIA_EVENTS = [
  'play',
  'pause',
  'playing',
  'waiting',
  'seeking',
  'seeked',
  'ended',
  'timeupdate',
  'progress',
  'durationchange',
  'loadedmetadata',
  'loadeddata',
  'canplay',
  'volumechange',
  'ratechange',
  'emptied',
  'stalled',
] as const;
