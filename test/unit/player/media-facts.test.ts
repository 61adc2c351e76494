import { describe, expect, it } from 'vitest';
import {
  deriveMediaState,
  derivePhase,
  type MediaFacts,
  type PlaybackContext,
} from '../../../src/player/media-facts.ts';

const FACTS: MediaFacts = {
  isPaused: false,
  isSeeking: false,
  hasEnded: false,
  canGoOn: true,
  positionSeconds: 10,
  durationSeconds: 60,
  buffered: [{ startSeconds: 0, endSeconds: 20 }],
  seekable: [{ startSeconds: 0, endSeconds: 60 }],
  volume: 1,
  isMuted: false,
  rate: 1,
};
const CONTEXT: PlaybackContext = {
  isStarted: true,
  hasEnded: false,
  isLive: false,
  isBroadcast: false,
  liveSyncSeconds: null,
  knownDurationSeconds: 61,
};

const phase = (facts: Partial<MediaFacts>, context: Partial<PlaybackContext> = {}) =>
  derivePhase({ ...FACTS, ...facts }, { ...CONTEXT, ...context });
const derive = (facts: Partial<MediaFacts>, context: Partial<PlaybackContext> = {}) =>
  deriveMediaState({ ...FACTS, ...facts }, { ...CONTEXT, ...context });

describe('derivePhase', () => {
  it('is ready until somebody starts the film', () => {
    expect(phase({ isPaused: true, canGoOn: false }, { isStarted: false })).toBe('ready');
  });

  it('tells playing, buffering and paused apart', () => {
    expect(phase({})).toBe('playing');
    expect(phase({ canGoOn: false })).toBe('buffering');
    expect(phase({ isSeeking: true })).toBe('buffering');
    expect(phase({ isPaused: true })).toBe('paused');
  });

  it('ends at the end of the film, at its stop time, and when a live is over', () => {
    expect(phase({ hasEnded: true })).toBe('ended');
    expect(phase({ isPaused: true }, { hasEnded: true })).toBe('ended');
    expect(phase({}, { hasEnded: true, isBroadcast: true })).toBe('live-ended');
  });
});

describe('deriveMediaState', () => {
  it('shows the description’s duration, and a bar for it, until the element knows its own', () => {
    const before = derive({ durationSeconds: null, seekable: [] });
    expect(before).toMatchObject({ durationSeconds: 61, seekable: { startSeconds: 0, endSeconds: 61 } });
    expect(derive({})).toMatchObject({ durationSeconds: 60, seekable: { startSeconds: 0, endSeconds: 60 } });
  });

  it('has no seek bar in a live without a window', () => {
    const live = { isLive: true, liveSyncSeconds: 20 };
    expect(derive({ seekable: [{ startSeconds: 0, endSeconds: 30 }] }, live)).toMatchObject({
      seekable: null,
      durationSeconds: 30,
    });
    const dvr = { seekable: [{ startSeconds: 100, endSeconds: 400 }], positionSeconds: 110 };
    expect(derive(dvr, live).seekable).toEqual({ startSeconds: 100, endSeconds: 400 });
  });

  it('is at the live edge within ten seconds of where a live should be played', () => {
    const at = (positionSeconds: number) =>
      derive({ positionSeconds }, { isLive: true, liveSyncSeconds: 100 }).isAtLiveEdge;
    expect([at(100), at(90.5), at(90), at(103)]).toEqual([true, true, false, true]);
    expect(derive({}, { isLive: false, liveSyncSeconds: null }).isAtLiveEdge).toBe(false);
  });
});
