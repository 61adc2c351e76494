import { MIB, SECOND_MS } from '../base/units.ts';

/** What somebody may have a reason to change; everything else is a constant beside its use. */
export type SwarmConfig = {
  /** Stored segments together never exceed this. Phones want about half of it. */
  readonly memoryBytes: number;
  /** How far ahead of the playhead a server is asked, in seconds of film. */
  readonly originAheadSeconds: number;
  /** How far ahead peers are asked: that costs the origin nothing. */
  readonly peerAheadSeconds: number;
  /** Ahead of a hidden or paused viewer, from whomever. */
  readonly idleAheadSeconds: number;
  /** Part of a segment's duration that is kept as a margin before its deadline. */
  readonly panicSegments: number;
  /** How long the next in line waits for the elected fetcher, in milliseconds a place. */
  readonly backupDelayMs: number;
  /** How long after joining nobody has been met for sure, in milliseconds: until then servers are asked sparingly. */
  readonly formingMs: number;
  readonly maxPeers: number;
  /** Stock peers served at a time; the others hear "busy". Our own kind is served by what the line sends. */
  readonly uploadSlots: number;
  /** Null for no cap. */
  readonly maxUploadBytesPerSecond: number | null;
  /** Downloads from peers at a time, and those that nothing hurries. */
  readonly maxPeerTransfers: number;
  readonly maxPeerPrefetches: number;
  /** Requests to servers at a time, for segments. */
  readonly maxOriginTransfers: number;
  readonly peerFirstByteTimeoutMs: number;
  readonly peerStallTimeoutMs: number;
  readonly originFirstByteTimeoutMs: number;
  readonly originStallTimeoutMs: number;
  /** Requests for one segment that may fail before playback hears of it. */
  readonly maxOriginFailures: number;
  /** What is done with segments from peers where nobody publishes hashes. */
  readonly unhashed: 'sample' | 'off';
};

export const DEFAULT_SWARM_CONFIG: SwarmConfig = {
  memoryBytes: 128 * MIB,
  originAheadSeconds: 30,
  peerAheadSeconds: 90,
  idleAheadSeconds: 12,
  panicSegments: 0.6,
  backupDelayMs: 1.5 * SECOND_MS,
  formingMs: 4 * SECOND_MS,
  maxPeers: 30,
  uploadSlots: 3,
  maxUploadBytesPerSecond: null,
  maxPeerTransfers: 8,
  maxPeerPrefetches: 3,
  maxOriginTransfers: 3,
  peerFirstByteTimeoutMs: 4 * SECOND_MS,
  peerStallTimeoutMs: 4 * SECOND_MS,
  originFirstByteTimeoutMs: 10 * SECOND_MS,
  originStallTimeoutMs: 6 * SECOND_MS,
  maxOriginFailures: 5,
  unhashed: 'sample',
};
