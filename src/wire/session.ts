import type { Listenable } from '../base/emitter.ts';
import type { ByteRange } from '../base/units.ts';

/** What we ask a peer for. */
export type OutgoingRequest = {
  readonly streamKey: string;
  readonly segmentId: number;
  /** An end of infinity stands for the segment's end, wherever its size is not known yet. */
  readonly range: ByteRange;
  /** The whole segment's, where the playlist says it: a peer that says otherwise is at fault. */
  readonly segmentSizeBytes: number | null;
};

/** What a peer asks us for; answer it at once with `serve` or `refuse`. */
export type IncomingRequest = {
  readonly id: number;
  readonly streamKey: string;
  readonly segmentId: number;
  readonly range: ByteRange;
};

/** Bytes to send; `read` may return a view, which is handed to the link before the next call. */
export type UploadSource = {
  readonly sizeBytes: number;
  read(range: ByteRange): Uint8Array;
};

/** Our state in one stream: ids are sorted. */
export type AnnouncedState = {
  readonly streamKey: string;
  readonly loaded: readonly number[];
  readonly loading: readonly number[];
};

/** Pieces of one segment that a peer passes on while it still loads the rest; indices of blocks, sorted. */
export type PartialHolding = {
  readonly sizeBytes: number;
  readonly blocks: ReadonlySet<number>;
  /** Blocks on their way from a server, half-open; empty for none. */
  readonly coming: { readonly start: number; readonly end: number };
};

export type WantedWindow = {
  /** Which segments of a stream a peer wants next: ids, half-open. */
  readonly startId: number;
  readonly endId: number;
  /** What its line sends, in units of 32,000 bytes a second; 0 where nobody measured it. */
  readonly uplink?: number;
};

/** What two viewers who do not know each other say through a neighbour of both to connect. */
export type Introduction = {
  readonly isAnswer: boolean;
  /** Peer ids. */
  readonly from: string;
  readonly to: string;
  readonly offerId: string;
  readonly sdp: string;
};

export type SessionEvents = {
  /** All that the peer holds (and fetches) of one stream; sets that the session keeps up to date. */
  availabilityChanged: {
    readonly streamKey: string;
    readonly loaded: ReadonlySet<number>;
    readonly loading: ReadonlySet<number>;
  };
  /** A segment that the peer has in part; null when it has none of it any more (or all). */
  partialChanged: { readonly streamKey: string; readonly segmentId: number; readonly holding: PartialHolding | null };
  windowChanged: { readonly streamKey: string; readonly wanted: WantedWindow | null };
  /** An answer begins; the whole segment has this size. */
  dataStarted: { readonly requestId: number; readonly segmentSizeBytes: number };
  /** `bytes` may be reused by the link: copy what is to be kept. `offset` counts from the segment's first byte. */
  dataReceived: { readonly requestId: number; readonly offset: number; readonly bytes: Uint8Array };
  /** Payload that belongs to no request of ours any more. */
  strayReceived: { readonly bytes: number };
  requestEnded: { readonly requestId: number; readonly outcome: 'completed' | 'absent' | 'busy' };
  requested: IncomingRequest;
  /** All whom the peer can introduce us to. */
  neighboursChanged: { readonly peerIds: readonly string[] };
  /** For us, or to be passed on. */
  introduced: Introduction;
  /** The peer has no place free, or has one again. */
  busyChanged: { readonly isBusy: boolean };
  dataSent: { readonly id: number; readonly streamKey: string; readonly segmentId: number; readonly bytes: number };
  /** Everything that was asked for was sent, or the peer wants it no more. */
  uploadEnded: { readonly id: number; readonly isComplete: boolean };
  /** Last of all. `fault` names what only a broken or hostile peer does. */
  closed: { readonly reason: string; readonly fault: string | null };
};

/** A conversation with one peer about segments, whatever wire it is spoken over. */
export interface PeerSession extends Listenable<SessionEvents> {
  readonly peerId: string;
  /** Bytes handed to the network that have not left yet. */
  readonly bufferedBytes: number;
  /** How many requests it takes at a time. */
  readonly maxRequests: number;
  /** Does it stop where a range ends? A v2 peer goes on to the end of the segment. */
  readonly honoursRangeEnd: boolean;
  /** Null where one session serves all streams. */
  readonly streamKey: string | null;
  /** @param previous what this peer was told last, so that only the difference need travel; null for everything. */
  announce(state: AnnouncedState, previous: AnnouncedState | null): void;
  announcePartial(streamKey: string, segmentId: number, holding: PartialHolding | null): void;
  announceWindow(streamKey: string, wanted: WantedWindow | null): void;
  /** Only between viewers of our own kind. */
  announceNeighbours(peerIds: readonly string[]): void;
  introduce(introduction: Introduction): void;
  /** Tells the peer not to ask before it hears otherwise. */
  setBusy(isBusy: boolean, states: readonly AnnouncedState[]): void;
  /** @returns the request's id in later events; null if `maxRequests` are running already or the session is closed. */
  request(request: OutgoingRequest): number | null;
  /**
   * Nothing more is asked for; bytes that are on their way may still be told of, an end is not.
   * @param fromByte of the segment: nothing from here on is asked for, and what comes before it still is. Peers that do
   *   not honour the end of a range do not hear of it.
   */
  cancel(requestId: number, fromByte?: number): void;
  serve(id: number, source: UploadSource): void;
  refuse(id: number, reason: 'absent' | 'busy'): void;
  close(reason: string): void;
}

/**
 * How fast we may send: how long to wait before the next message, in milliseconds; 0 for not at all.
 * @param linkBytes what waits in its link.
 */
export type Pace = (linkBytes: number) => number;
