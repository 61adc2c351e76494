export type { Listenable } from './base/emitter.ts';
export { PlayerError } from './base/errors.ts';
export type { Ports } from './base/ports.ts';
export { type CreatePlayerOptions, createPlayer } from './element/create-player.ts';
export { definePlayerElement, FleuvePlayerElement, type FleuvePlayerEventMap } from './element/video-element.ts';
export type { Playhead } from './media/playhead.ts';
export type { Manifest, MediaPlaylist, Segment, Stream } from './media/segment.ts';
export type { Access, Caption, Chapter, Media, Sharing, SharingRefusal, Storyboard, Video } from './media/video.ts';
export type { VideoPlaylist, VideoPlaylistEntry, VideoSummary } from './media/video-playlist.ts';
export type { AudioTrack, Quality } from './playback/engine.ts';
export { createPlayerCore } from './player/create-player-core.ts';
export type { DrmSystem, PlayerOptions, SharingPolicy } from './player/options.ts';
export type { Player, PlayerEvents } from './player/player.ts';
export type {
  CaptionTrack,
  PlayerPhase,
  PlayerState,
  PlaylistState,
  SharingOffReason,
  SharingState,
  TimeRange,
} from './player/state.ts';
export type { Resolution, ResolveOptions } from './source/resolution.ts';
export { resolveVideo } from './source/resolve.ts';
export type {
  IceServer,
  Loaded,
  LoadRequest,
  PeerStats,
  SegmentSupply,
  SupplyContext,
  SupplyEvents,
  SupplyFactory,
  SupplyStats,
  TrackerStats,
} from './swarm/supply.ts';
