import type { ByteRange } from '../base/units.ts';
import type { RangeSet } from './ranges.ts';

/** All that the scheduler may know: plain values, so that a plan can be tried on paper. */
export type Snapshot = {
  readonly nowMs: number;
  /** Missing segments in the order of their deadlines. */
  readonly wanted: readonly WantedSegment[];
  readonly peers: readonly PeerView[];
  readonly origin: OriginView;
  readonly mesh: Mesh;
  /** Since those who start together have heard of one another; 0 while they still come one after the other. */
  readonly settledMs: number;
  /** The other viewers of the film, neighbours or not, as trackers count them; null where none has said. */
  readonly otherCount: number | null;
  /** Playback is not moving and has nothing to show: every millisecond counts. */
  readonly isStarving: boolean;
  /** For how long somebody has waited; 0 while nobody does. */
  readonly starvedMs: number;
  /** The same, and nothing was shown yet since the start or the last seek: nobody is interrupted. */
  readonly isStarting: boolean;
  /** Differs from viewer to viewer: whoever starts together starts elsewhere. */
  readonly ownHash: number;
  /** What our line sends; null before the first measure. */
  readonly uplinkBytesPerMs: number | null;
};

/**
 * `off`: no sharing. `forming`: we joined a moment ago and may meet others any time.
 * `alone`: nobody came. `open`: there are neighbours.
 */
export type Mesh = 'off' | 'forming' | 'alone' | 'open';

export type OriginView = {
  /** Null before the first measure. */
  readonly bytesPerMs: number | null;
  /** What would be left of it if all asked who would like to; null before the first measure. */
  readonly fairBytesPerMs: number | null;
  readonly latencyMs: number | null;
  /** It failed a moment ago: it is asked for what playback waits for, and for nothing else. */
  readonly isResting: boolean;
  /** Transfers that run now. */
  readonly activeCount: number;
};

export type PeerView = {
  readonly id: string;
  readonly bytesPerMs: number | null;
  readonly activeCount: number;
  readonly maxRequests: number;
  /** It asked not to be asked. */
  readonly isBusy: boolean;
  readonly honoursRangeEnd: boolean;
  /** Any number that differs from peer to peer: settles ties. */
  readonly hash: number;
};

export type Holder = {
  /** Index into `Snapshot.peers`. */
  readonly peer: number;
  /** Null for the whole segment. */
  readonly ranges: RangeSet | null;
};

export type TransferView = {
  readonly id: number;
  /** Null for a server. */
  readonly peerId: string | null;
  /** False for a peer that goes on to the segment's end. */
  readonly honoursRangeEnd: boolean;
  readonly position: number;
  readonly end: number;
  readonly bytesPerMs: number | null;
  /** Since it was asked for. */
  readonly ageMs: number;
  /** Since it started, or since its last byte. */
  readonly silentMs: number;
  readonly hasStarted: boolean;
  /** Asked of a server because it was late: no plan cuts it short. */
  readonly isPinned: boolean;
};

export type WantedSegment = {
  readonly key: string;
  readonly hash: number;
  readonly sizeBytes: number | null;
  /** The size, or what the bitrate makes of the duration. */
  readonly expectedBytes: number;
  readonly durationMs: number;
  /** Until playback stops for want of it; 0 or less if it does already. */
  readonly deadlineMs: number;
  /** From the playhead to its start. */
  readonly aheadSeconds: number;
  /** Playback asked for it and waits. */
  readonly isDemanded: boolean;
  /** Since its last byte came, or since it was first wanted. */
  readonly idleMs: number;
  /** Since it was first wanted. */
  readonly waitedMs: number;
  readonly open: readonly ByteRange[];
  readonly transfers: readonly TransferView[];
  readonly holders: readonly Holder[];
  /** Who held all of it before any other neighbour; null where nobody knows. */
  readonly firstHolderId: string | null;
  /** What neighbours are fetching from servers right now: from their next byte on. */
  readonly coming: readonly ByteRange[];
  /** Neighbours that want it too. */
  readonly rivalCount: number;
  /** A neighbour says that it is fetching it. */
  readonly isLoadedElsewhere: boolean;
  /** Our place in the election of its fetcher, from 0. */
  readonly rank: number;
  /** Our place among those who will take it from peers, from 0. */
  readonly turn: number;
  /** A server may be asked: the last failure is long enough ago. */
  readonly isOriginReady: boolean;
  readonly isBarredToPeers: boolean;
};

export type Action =
  | {
      readonly kind: 'fetch';
      readonly key: string;
      readonly range: ByteRange;
      readonly isUrgent: boolean;
      readonly isPinned: boolean;
    }
  | { readonly kind: 'request'; readonly key: string; readonly peerId: string; readonly range: ByteRange }
  /** Somebody else brings what follows; `isTold`: once that has begun, a peer hears that it need not. */
  | { readonly kind: 'shorten'; readonly transferId: number; readonly end: number; readonly isTold: boolean }
  | { readonly kind: 'cancel'; readonly transferId: number; readonly isPeerSilent: boolean };
