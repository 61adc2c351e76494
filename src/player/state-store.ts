import type { PlayerState, TimeRange } from './state.ts';

/** Holds the one state of a player. Only its owner writes; everyone else gets frozen snapshots. */
export interface StateStore {
  readonly state: PlayerState;
  /** Replaces what differs. Does nothing (and tells nobody) if nothing does. */
  update(patch: Partial<PlayerState>): void;
}

/**
 * Changes take effect at once; they are told together, in a microtask, so that ten changes of one turn are one event.
 * @param onChanged called after the state is in place, with the one that was told before.
 */
export function createStateStore(
  initial: PlayerState,
  onChanged: (change: { state: PlayerState; previous: PlayerState }) => void,
): StateStore {
  let state = Object.freeze(initial);
  let told = state;
  let isTelling = false;
  const tell = () => {
    isTelling = false;
    const previous = told;
    told = state;
    if (told !== previous) onChanged({ state: told, previous });
  };
  return {
    get state() {
      return state;
    },
    update(patch) {
      const next = mergeState(state, patch);
      if (next === state) return;
      state = next;
      if (isTelling) return;
      isTelling = true;
      queueMicrotask(tell);
    },
  };
}

/** The same object if nothing differs; parts that are equal keep their identity. */
export function mergeState(state: PlayerState, patch: Partial<PlayerState>): PlayerState {
  const names = Object.keys(patch) as (keyof PlayerState)[];
  const changed = names.filter((name) => patch[name] !== undefined && !isEqual(state[name], patch[name]));
  if (changed.length === 0) return state;
  const news = Object.fromEntries(changed.map((name) => [name, patch[name]]));
  return Object.freeze({ ...state, ...news });
}

/** Looks one level into lists and plain records: enough for ranges, `SharingState` and lists of unchanged items. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => isEqualShallow(item, b[i]));
  }
  return isEqualShallow(a, b);
}

function isEqualShallow(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.is(a[name], b[name]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

const NOTHING: readonly TimeRange[] = Object.freeze([]);

/** A player that was given nothing yet. */
export const INITIAL_STATE: PlayerState = Object.freeze<PlayerState>({
  phase: 'idle',
  error: null,
  video: null,
  playlist: null,
  isPaused: true,
  isSeeking: false,
  positionSeconds: 0,
  durationSeconds: null,
  buffered: NOTHING,
  seekable: null,
  isLive: false,
  isAtLiveEdge: false,
  volume: 1,
  isMuted: false,
  isMutedByBrowser: false,
  rate: 1,
  isLooping: false,
  qualities: Object.freeze([]),
  activeQualityId: null,
  chosenQualityId: 'auto',
  captions: Object.freeze([]),
  activeCaptionId: null,
  audioTracks: Object.freeze([]),
  activeAudioTrackId: null,
  chapters: Object.freeze([]),
  storyboard: null,
  sharing: { kind: 'undecided' },
  isOffline: false,
  supply: null,
  upload: { visitBytes: 0, monthBytes: 0, monthLimitBytes: null },
  isPasswordWrong: false,
  resumedAtSeconds: null,
});

/** What belongs to one film, as it is before that film is known. The viewer's own settings are not among it. */
export const NO_FILM: Partial<PlayerState> = {
  error: null,
  video: null,
  positionSeconds: 0,
  durationSeconds: null,
  buffered: NOTHING,
  seekable: null,
  isSeeking: false,
  isPaused: true,
  isLive: false,
  isAtLiveEdge: false,
  qualities: INITIAL_STATE.qualities,
  activeQualityId: null,
  captions: INITIAL_STATE.captions,
  activeCaptionId: null,
  audioTracks: INITIAL_STATE.audioTracks,
  activeAudioTrackId: null,
  chapters: INITIAL_STATE.chapters,
  storyboard: null,
  sharing: INITIAL_STATE.sharing,
  supply: null,
  isPasswordWrong: false,
  resumedAtSeconds: null,
};
