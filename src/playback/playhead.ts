import { IDLE_PLAYHEAD, type Playhead } from '../media/playhead.ts';

/** What a media element and its loader say at one moment. */
export type PlaybackFacts = {
  readonly positionSeconds: number;
  /** Buffered ranges in order, start and end in seconds. */
  readonly buffered: readonly (readonly [number, number])[];
  readonly rate: number;
  readonly isPaused: boolean;
  readonly isEnded: boolean;
  readonly isHidden: boolean;
  readonly isSated: boolean;
  readonly mainStream: string | null;
  readonly audioStream: string | null;
  readonly liveEdgeSeconds: number | null;
};

/** Holes that players jump over: they do not end a buffered range. */
const BRIDGED_HOLE_SECONDS = 0.25;

/** The playhead that a supply plans with; a position before the film is its start. */
export function derivePlayhead(facts: PlaybackFacts): Playhead {
  const positionSeconds = Number.isFinite(facts.positionSeconds) ? Math.max(0, facts.positionSeconds) : 0;
  const activeStreams = [facts.mainStream, facts.audioStream].filter((key) => key !== null);
  return {
    ...IDLE_PLAYHEAD,
    positionSeconds,
    bufferedEndSeconds: bufferedEnd(positionSeconds, facts.buffered),
    // Playing backwards or a rate of 0 needs nothing sooner than standing still does.
    rate: Number.isFinite(facts.rate) && facts.rate > 0 ? facts.rate : 1,
    isPaused: facts.isPaused || facts.isEnded,
    isHidden: facts.isHidden,
    isSated: facts.isSated,
    activeStreams: [...new Set(activeStreams)],
    liveEdgeSeconds: facts.liveEdgeSeconds,
  };
}

function bufferedEnd(positionSeconds: number, buffered: PlaybackFacts['buffered']): number {
  let end = positionSeconds;
  for (const [rangeStart, rangeEnd] of buffered) {
    if (rangeStart > end + BRIDGED_HOLE_SECONDS) break;
    end = Math.max(end, rangeEnd);
  }
  return end;
}
