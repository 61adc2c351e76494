import { createEmitter } from '../../src/base/emitter.ts';
import { clamp } from '../../src/base/units.ts';
import type { Video } from '../../src/media/video.ts';
import { createPlainVideo } from '../../src/media/video.ts';
import type { Player, PlayerEvents } from '../../src/player/player.ts';
import type { PlayerState } from '../../src/player/state.ts';
import { INITIAL_STATE } from '../../src/player/state-store.ts';

/** A player without media whose state a test sets as it likes; requests are noted and answered as a real one would. */
export type FakePlayer = Player & {
  /** Replaces parts of the state and tells it. */
  set(change: Partial<PlayerState>): void;
  /** Requests in their order, such as `seek 30`. */
  readonly calls: readonly string[];
};

export function createFakePlayer(start: Partial<PlayerState> = {}): FakePlayer {
  const emitter = createEmitter<PlayerEvents>();
  const calls: string[] = [];
  let state: PlayerState = Object.freeze({ ...INITIAL_STATE, ...start });
  const set = (change: Partial<PlayerState>) => {
    const previous = state;
    state = Object.freeze({ ...state, ...change });
    emitter.emit('stateChanged', { state, previous });
  };
  const note = (name: string, ...values: readonly unknown[]) => void calls.push([name, ...values].join(' '));
  return {
    get state() {
      return state;
    },
    media: document.createElement('video'),
    calls,
    set,
    on: emitter.on,
    load: (source) => note('load', source),
    async play() {
      note('play');
      set({ phase: 'playing', isPaused: false });
    },
    pause() {
      note('pause');
      set({ phase: 'paused', isPaused: true });
    },
    seek(seconds) {
      note('seek', seconds);
      const range = state.seekable ?? { startSeconds: 0, endSeconds: 0 };
      set({ isSeeking: true });
      set({ isSeeking: false, positionSeconds: clamp(seconds, range.startSeconds, range.endSeconds) });
    },
    seekToLiveEdge() {
      note('seekToLiveEdge');
      set({ isAtLiveEdge: true, positionSeconds: state.seekable?.endSeconds ?? state.positionSeconds });
    },
    setVolume(volume) {
      note('setVolume', volume);
      set({ volume });
    },
    setMuted(isMuted) {
      note('setMuted', isMuted);
      set({ isMuted, isMutedByBrowser: false });
    },
    setRate(rate) {
      note('setRate', rate);
      set({ rate });
    },
    setLooping(isLooping) {
      note('setLooping', isLooping);
      set({ isLooping });
    },
    setQuality(chosenQualityId) {
      note('setQuality', chosenQualityId);
      set({ chosenQualityId });
    },
    setCaption(activeCaptionId) {
      note('setCaption', activeCaptionId);
      set({ activeCaptionId });
    },
    setAudioTrack(activeAudioTrackId) {
      note('setAudioTrack', activeAudioTrackId);
      set({ activeAudioTrackId });
    },
    setSharing(isOn) {
      note('setSharing', isOn);
      set({ sharing: isOn ? { kind: 'on' } : { kind: 'off', reason: 'viewer-choice' } });
    },
    setMonthlyUploadLimit(monthLimitBytes) {
      note('setMonthlyUploadLimit', monthLimitBytes);
      set({ upload: { ...state.upload, monthLimitBytes } });
    },
    submitPassword: (password) => note('submitPassword', password),
    acceptSensitive: () => note('acceptSensitive'),
    playNext: () => note('playNext'),
    playPrevious: () => note('playPrevious'),
    playEntry: (index) => note('playEntry', index),
    retry: () => note('retry'),
    destroy() {
      emitter.emit('destroyed', undefined);
      emitter.clear();
    },
  };
}

/** A film with everything that a skin can show. */
export function createFullVideo(change: Partial<Video> = {}): Video {
  const plain = createPlainVideo({
    url: 'https://tube.example/a.m3u8',
    title: 'How a river finds the sea',
    media: { kind: 'hls', url: 'https://tube.example/a.m3u8', hashesUrl: null, mirrorUrls: [] },
  });
  return {
    ...plain,
    id: '9c9de5e8-0a1e-484a-b099-e80766180a6d',
    pageUrl: 'https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv',
    embedUrl: 'https://tube.example/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv',
    instance: { origin: 'https://tube.example', name: 'Riverside', software: 'peertube', version: '8.2.0' },
    channel: { name: 'Slow water', handle: 'slow@tube.example', url: null, avatarUrl: null },
    durationSeconds: 296,
    aspectRatio: 16 / 9,
    ...change,
  };
}
