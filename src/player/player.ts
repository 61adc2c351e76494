import type { Listenable } from '../base/emitter.ts';
import type { PlayerError } from '../base/errors.ts';
import type { PlayerState } from './state.ts';

export type PlayerEvents = {
  /** The state was replaced; at most once a frame while time goes on. */
  stateChanged: { readonly state: PlayerState; readonly previous: PlayerState };
  /** Something failed and the film goes on. */
  warned: PlayerError;
  /** Playback cannot go on; `state.phase` is `failed`. */
  failed: PlayerError;
  /** The film, or its `stop` time, was reached. */
  ended: undefined;
  destroyed: undefined;
};

/**
 * A player without a face: requests go in, states come out. No request is optimistic, each takes effect when the
 * state says so, and none throws; what cannot be done now is ignored, or remembered for when it can.
 */
export interface Player extends Listenable<PlayerEvents> {
  readonly state: PlayerState;
  readonly media: HTMLVideoElement;
  /** Anything that `resolveVideo` takes; null unloads. */
  load(source: string | null): void;
  /** Settles when playback has begun or cannot begin. */
  play(): Promise<void>;
  pause(): void;
  /** Seconds of the media timeline, held within what can be sought to. */
  seek(positionSeconds: number): void;
  seekToLiveEdge(): void;
  /** 0 to 1. */
  setVolume(volume: number): void;
  setMuted(isMuted: boolean): void;
  setRate(rate: number): void;
  setLooping(isLooping: boolean): void;
  /** `auto`, `audio-only` or a quality's id. */
  setQuality(id: string): void;
  /** Null turns captions off. */
  setCaption(id: string | null): void;
  setAudioTrack(id: string): void;
  /** The viewer's own choice; it is kept and beats everything else. Also the answer to `asking`. */
  setSharing(isOn: boolean): void;
  /** Null removes the limit. */
  setMonthlyUploadLimit(bytes: number | null): void;
  submitPassword(password: string): void;
  /** The viewer agrees to see sensitive content. */
  acceptSensitive(): void;
  /** Films of a playlist. */
  playNext(): void;
  playPrevious(): void;
  playEntry(index: number): void;
  /** Tries again after `failed`. */
  retry(): void;
  /** Frees everything; may be called twice. */
  destroy(): void;
}
