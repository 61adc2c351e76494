import type { Listenable } from '../base/emitter.ts';
import type { PlayerError } from '../base/errors.ts';

export type PlaybackErrorCode =
  | 'no-media-source'
  | 'unsupported-media'
  | 'playlist-unreachable'
  | 'playlist-invalid'
  | 'media-unreachable'
  | 'media-undecodable'
  | 'destroyed';

export type PlaybackError = PlayerError<PlaybackErrorCode>;

export type Quality = {
  /** Stable within one film. */
  readonly id: string;
  readonly heightPx: number | null;
  readonly widthPx: number | null;
  readonly frameRate: number | null;
  readonly bitrateBitsPerSecond: number | null;
  /** `1080p60`, `Audio only` is the skin's word. */
  readonly label: string;
  readonly isAudioOnly: boolean;
  /** RFC 6381, as the playlist names it; null or absent where it does not. */
  readonly videoCodec?: string | null;
  readonly audioCodec?: string | null;
  /** HLS `VIDEO-RANGE`: `SDR`, `HLG` or `PQ`; null or absent where there is no picture or nothing is known. */
  readonly videoRange?: string | null;
};

export type AudioTrack = { readonly id: string; readonly label: string; readonly language: string | null };

/** Text tracks that the stream itself carries; captions of the instance are `<track>` elements. */
export type TextTrackInfo = { readonly id: string; readonly label: string; readonly language: string | null };

export type EngineEvents = {
  /** Qualities or tracks are known or changed. */
  tracksChanged: undefined;
  /** Another quality is on the screen. */
  qualityChanged: { readonly id: string };
  /** Playback cannot go on; whatever could be tried was. */
  failed: PlaybackError;
  /** Something went wrong and playback goes on. */
  recovered: PlaybackError;
};

/** What turns bytes into pictures in one media element. */
export interface PlaybackEngine extends Listenable<EngineEvents> {
  readonly qualities: readonly Quality[];
  /** What is on the screen; null before the first picture. */
  readonly activeQualityId: string | null;
  /** What was asked for: a quality, or `auto`. */
  readonly chosenQualityId: string;
  setQuality(id: string): void;
  readonly audioTracks: readonly AudioTrack[];
  readonly activeAudioTrackId: string | null;
  setAudioTrack(id: string): void;
  /** Live: where playback should be, in seconds of the media timeline; null for films. */
  readonly liveSyncSeconds: number | null;
  readonly isLive: boolean;
  /** Starts to load from this second on; the element decides when it plays. */
  start(positionSeconds: number): void;
  /** Tries again after `failed`. */
  retry(): void;
  destroy(): void;
}
