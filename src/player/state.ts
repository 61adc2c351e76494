import type { PlayerError } from '../base/errors.ts';
import type { Chapter, SharingRefusal, Storyboard, Video } from '../media/video.ts';
import type { VideoPlaylist } from '../media/video-playlist.ts';
import type { AudioTrack, Quality } from '../playback/engine.ts';
import type { SupplyStats } from '../swarm/supply.ts';

/** What the player is doing, as one word; `PlayerState.error` says more of `failed`. */
export type PlayerPhase =
  /** No source yet, or a facade that waits for its click. */
  | 'idle'
  /** The source is being turned into a film. */
  | 'resolving'
  /** A password is needed before the film can be asked for. */
  | 'needs-password'
  /** Sensitive content that the viewer has not agreed to see yet. */
  | 'needs-consent'
  /** A live that has not begun, or comes back later. */
  | 'waiting-for-live'
  /** The film is known; the viewer has not started it (nothing of its media was loaded). */
  | 'ready'
  /** It was started and no picture is there yet, or the buffer ran dry. */
  | 'buffering'
  | 'playing'
  | 'paused'
  | 'ended'
  | 'live-ended'
  | 'failed';

export type CaptionTrack = {
  /** Stable within one film; the language where only one caption has it. */
  readonly id: string;
  readonly language: string;
  readonly label: string;
  readonly isAutomatic: boolean;
};

/** Half-open, in seconds of the media timeline. */
export type TimeRange = { readonly startSeconds: number; readonly endSeconds: number };

export type SharingState =
  /** Not decided yet: the film is not known, or nothing was loaded. */
  | { readonly kind: 'undecided' }
  /** `p2p="ask"`: the viewer has to say yes before anyone is contacted. */
  | { readonly kind: 'asking' }
  | { readonly kind: 'on' }
  | { readonly kind: 'off'; readonly reason: SharingOffReason };

export type SharingOffReason =
  | SharingRefusal
  /** The viewer switched it off (now or on an earlier visit). */
  | 'viewer-choice'
  /** The page asked for no sharing. */
  | 'page-choice'
  | 'save-data'
  | 'metered'
  | 'no-webrtc'
  | 'few-viewers'
  | 'upload-limit'
  | 'native-playback';

export type PlaylistState = {
  readonly playlist: VideoPlaylist;
  /** Index into `entries`. */
  readonly activeIndex: number;
  readonly isLooping: boolean;
};

/** A frozen picture of the player. A new object replaces it at every change; unchanged parts keep their identity. */
export type PlayerState = {
  readonly phase: PlayerPhase;
  readonly error: PlayerError | null;
  readonly video: Video | null;
  readonly playlist: PlaylistState | null;
  /** The media element says paused; true before the start. */
  readonly isPaused: boolean;
  readonly isSeeking: boolean;
  readonly positionSeconds: number;
  /** Null until known; for a live the end of its window. */
  readonly durationSeconds: number | null;
  readonly buffered: readonly TimeRange[];
  /** What can be sought to: the whole film, or a live's window; null where a live has none. */
  readonly seekable: TimeRange | null;
  readonly isLive: boolean;
  /** A live is played within 10 s of its edge. */
  readonly isAtLiveEdge: boolean;
  /** 0 to 1. */
  readonly volume: number;
  readonly isMuted: boolean;
  /** The browser refused sound without a gesture: the film plays muted and the skin offers to unmute. */
  readonly isMutedByBrowser: boolean;
  readonly rate: number;
  readonly isLooping: boolean;
  readonly qualities: readonly Quality[];
  readonly activeQualityId: string | null;
  /** `auto`, `audio-only` or a quality's id. */
  readonly chosenQualityId: string;
  readonly captions: readonly CaptionTrack[];
  readonly activeCaptionId: string | null;
  readonly audioTracks: readonly AudioTrack[];
  readonly activeAudioTrackId: string | null;
  readonly chapters: readonly Chapter[];
  readonly storyboard: Storyboard | null;
  readonly sharing: SharingState;
  readonly isOffline: boolean;
  /** Numbers of the swarm, refreshed about once a second; null before the first load. */
  readonly supply: SupplyStats | null;
  /** Bytes handed to peers, kept across visits. */
  readonly upload: {
    readonly visitBytes: number;
    readonly monthBytes: number;
    readonly monthLimitBytes: number | null;
  };
  /** What a password prompt should say: was the last one wrong? */
  readonly isPasswordWrong: boolean;
  /** Where the viewer stopped last time, if the film was resumed there. */
  readonly resumedAtSeconds: number | null;
};
