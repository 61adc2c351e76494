import type { Listenable } from '../base/emitter.ts';
import type { PlayerError } from '../base/errors.ts';
import type { Http } from '../base/http.ts';
import type { Ports } from '../base/ports.ts';
import type { ByteRange } from '../base/units.ts';
import type { Playhead } from '../media/playhead.ts';
import type { Manifest, MediaPlaylist } from '../media/segment.ts';
import type { HlsMedia, Sharing } from '../media/video.ts';

export type SupplyErrorCode =
  | 'network'
  | 'http-status'
  | 'timeout'
  | 'wrong-size'
  | 'wrong-hash'
  | 'unknown-segment'
  | 'destroyed';

export type SupplyError = PlayerError<SupplyErrorCode>;

export type LoadTarget =
  | { readonly kind: 'segment'; readonly streamKey: string; readonly id: number }
  /** Anything else that playback needs (playlists, init sections, subtitles): by HTTP, counted, never shared. */
  | { readonly kind: 'resource'; readonly url: string; readonly range: ByteRange | null };

export type LoadRequest = {
  readonly target: LoadTarget;
  readonly signal: AbortSignal;
  /** Real progress of the transfer: bytes held so far; the total, once known. Never called after the promise settles. */
  readonly onProgress?: (loadedBytes: number, totalBytes: number | null) => void;
};

export type Loaded = {
  /** The caller's own copy: it may be transferred to a worker. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** After redirects; the segment's own address where peers sent it. */
  readonly url: string;
  readonly timing: LoadTiming;
  readonly source: LoadSource;
};

/** Moments on the supply's clock, in milliseconds, never decreasing. */
export type LoadTiming = { readonly startMs: number; readonly firstByteMs: number; readonly endMs: number };

/** Where the bytes of one load came from. `store`: they were here already, so their speed says nothing. */
export type LoadSource = 'http' | 'peers' | 'mixed' | 'store';

/**
 * All that playback knows of where segments come from: an engine that decides between peers and servers.
 * Implementations: our swarm, p2p-media-loader, plain HTTP. One compliance suite runs against all of them.
 */
export interface SegmentSupply extends Listenable<SupplyEvents> {
  /** Names the film's streams; first, and again only when the master playlist was loaded anew. */
  setManifest(manifest: Manifest): void;
  /** Lists a stream's segments; at each refresh of a live one. */
  setPlaylist(playlist: MediaPlaylist): void;
  /** Several times a second, and at once after a seek or a switch. */
  setPlayhead(playhead: Playhead): void;
  /** Rejects with a `SupplyError` when every source of the bytes is gone, or with the signal's reason. */
  load(request: LoadRequest): Promise<Loaded>;
  /** Stops or resumes sharing; what is stored stays playable. */
  setSharing(isOn: boolean): void;
  /** How many neighbours hold all of a segment: the choice of the quality may follow them. */
  holderCount?(streamKey: string, segmentId: number): number;
  stats(): SupplyStats;
  /** Says goodbye to peers and trackers, rejects pending loads, frees the store. May be called twice. */
  destroy(): void;
}

/** Counters since the start; every byte counts once. */
export type SupplyStats = {
  /** Payload received from servers, media and playlists, whether it was useful or not. */
  readonly httpBytes: number;
  /** Payload received from peers. */
  readonly peerBytes: number;
  /** Payload sent to peers. */
  readonly uploadedBytes: number;
  /** Part of the received bytes that was thrown away: the slower runner of a race, a wrong segment, a cancelled tail. */
  readonly wastedBytes: number;
  readonly storedBytes: number;
  readonly isSharing: boolean;
  readonly peers: readonly PeerStats[];
  readonly trackers: readonly TrackerStats[];
  /** Is every segment from a peer checked against a published hash? Null before the first. */
  readonly isVerified: boolean | null;
};

export type PeerStats = {
  readonly id: string;
  readonly streamKey: string;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly heldSegments: number;
  readonly isBusy: boolean;
};

export type TrackerStats = {
  readonly url: string;
  readonly state: 'idle' | 'connecting' | 'connected' | 'failed';
  /** Viewers of the swarms in use, as the tracker counts them. */
  readonly viewerCount: number | null;
};

export type SupplyEvents = {
  peerJoined: { readonly peerId: string; readonly streamKey: string };
  peerLeft: { readonly peerId: string; readonly streamKey: string };
  /** A peer sent what the film does not hold and is not spoken to again in this session. */
  peerBanned: { readonly peerId: string; readonly reason: string };
  bytesReceived: {
    readonly from: 'http' | 'peer';
    readonly bytes: number;
    readonly peerId: string | null;
    readonly streamKey: string | null;
    readonly segmentId: number | null;
  };
  bytesSent: {
    readonly bytes: number;
    readonly peerId: string;
    readonly streamKey: string;
    readonly segmentId: number;
  };
  segmentStored: { readonly streamKey: string; readonly segmentId: number; readonly source: LoadSource };
  segmentRejected: { readonly streamKey: string; readonly segmentId: number; readonly peerId: string | null };
  sharingChanged: { readonly isSharing: boolean };
  trackerChanged: TrackerStats;
};

/** A STUN or TURN server, as `RTCPeerConnection` takes it. */
export type IceServer = {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
};

/** What a supply needs to know of a film and of the world. */
export type SupplyContext = {
  readonly ports: Ports;
  /** Asks the film's servers; adds what they demand (a password, a token) and renews it. */
  readonly http: Http;
  readonly media: HlsMedia;
  readonly sharing: Sharing;
  readonly iceServers: readonly IceServer[];
  /** Only relayed addresses are shown to other viewers. */
  readonly isRelayOnly: boolean;
  readonly isSharingAtStart: boolean;
  /** To all other viewers together; null for what the line gives. */
  readonly maxUploadBitsPerSecond: number | null;
};

/** Another engine plugs in here. */
export type SupplyFactory = (context: SupplyContext) => SegmentSupply | Promise<SegmentSupply>;
