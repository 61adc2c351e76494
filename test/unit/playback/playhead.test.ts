import { describe, expect, it } from 'vitest';
import { derivePlayhead, type PlaybackFacts } from '../../../src/playback/playhead.ts';

const FACTS: PlaybackFacts = {
  positionSeconds: 10,
  buffered: [],
  rate: 1,
  isPaused: false,
  isEnded: false,
  isHidden: false,
  isSated: false,
  mainStream: 'main-1',
  audioStream: null,
  liveEdgeSeconds: null,
};

describe('derivePlayhead', () => {
  it('ends the buffer where it is when nothing is buffered there', () => {
    expect(derivePlayhead(FACTS).bufferedEndSeconds).toBe(10);
    const elsewhere = [[0, 5] as const, [20, 30] as const];
    expect(derivePlayhead({ ...FACTS, buffered: elsewhere }).bufferedEndSeconds).toBe(10);
  });

  it('follows the buffered range across holes that players jump over, and no further', () => {
    const buffered = [[0, 12] as const, [12.1, 18] as const, [19, 25] as const];
    expect(derivePlayhead({ ...FACTS, buffered }).bufferedEndSeconds).toBe(18);
  });

  it('names the streams in use', () => {
    expect(derivePlayhead({ ...FACTS, audioStream: 'secondary-0' }).activeStreams).toEqual(['main-1', 'secondary-0']);
    expect(derivePlayhead({ ...FACTS, mainStream: null }).activeStreams).toEqual([]);
  });

  it('takes the end for a pause, and odd values for the usual ones', () => {
    const playhead = derivePlayhead({ ...FACTS, isEnded: true, rate: 0, positionSeconds: Number.NaN });
    expect(playhead).toMatchObject({ isPaused: true, rate: 1, positionSeconds: 0, bufferedEndSeconds: 0 });
  });
});
