import type { Core, CoreEventMap, Segment as CoreSegment, SegmentLoadDetails } from 'p2p-media-loader-core';
import type { Clock } from '../../base/clock.ts';
import type { Emitter } from '../../base/emitter.ts';
import type { LoadSource, LoadTiming, PeerStats, SupplyEvents, SupplyStats } from '../../swarm/supply.ts';

export type CoreMeterOptions = {
  readonly core: Core;
  readonly events: Emitter<SupplyEvents>;
  readonly clock: Clock;
  readonly trackerUrls: readonly string[];
};

type Transfer = {
  readonly segment: CoreSegment;
  readonly source: LoadSource;
  readonly startMs: number;
  endMs: number | null;
};
type CoreCounters = Omit<SupplyStats, 'isSharing' | 'isVerified'>;

/** How many finished transfers are remembered, to tell where a stored segment came from. */
const MAX_TRANSFERS = 1000;

/** Turns the core's events into the statistics and events of every engine. */
export class CoreMeter {
  readonly #options: CoreMeterOptions;
  readonly #transfers = new Map<string, Transfer>();
  readonly #peers = new Map<string, PeerStats>();
  readonly #listeners: (() => void)[] = [];
  #httpBytes = 0;
  #peerBytes = 0;
  #uploadedBytes = 0;
  #wastedBytes = 0;
  #usefulBytes = 0;
  #pending = 0;
  #trackerState: 'idle' | 'connecting' | 'connected' | 'failed' = 'idle';

  constructor(options: CoreMeterOptions) {
    this.#options = options;
    this.#listen('onSegmentStart', ({ segment, downloadSource }) => {
      this.#pending += 1;
      const before = this.#transfers.get(segment.runtimeId);
      const isResumed = before !== undefined && before.endMs === null;
      const source = downloadSource === 'http' ? 'http' : 'peers';
      this.#transfers.set(segment.runtimeId, {
        segment,
        source: isResumed && before.source !== source ? 'mixed' : source,
        startMs: isResumed ? before.startMs : options.clock.nowMs(),
        endMs: null,
      });
      this.#follow();
    });
    this.#listen('onSegmentLoaded', (details) => {
      this.#complete(details);
      this.#finish(details.bytesLength);
    });
    this.#listen('onSegmentError', () => this.#finish(0));
    this.#listen('onSegmentAbort', ({ downloadSource }) => {
      if (downloadSource !== undefined) this.#finish(0);
    });
    this.#listen('onChunkDownloaded', (bytes, source, peerId) =>
      this.#receive(bytes, source === 'http', peerId ?? null),
    );
    this.#listen('onChunkUploaded', (bytes, peerId) => this.#send(bytes, peerId));
    this.#listen('onPeerConnect', ({ peerId, streamType }) => this.#welcome(peerId, streamType));
    this.#listen('onPeerClose', ({ peerId }) => this.#leave(peerId));
    this.#listen('onTrackerError', () => this.#setTracker('failed'));
  }

  /** Is a load of this segment going to be answered from the core's memory? */
  isStored(key: string): boolean {
    return this.#transfers.get(key)?.endMs != null;
  }

  /** Where a segment came from that the core has just answered with. */
  describe(key: string, load: { askedMs: number; wasHere: boolean }): LoadTiming & { source: LoadSource } {
    const nowMs = this.#options.clock.nowMs();
    const transfer = this.#transfers.get(key);
    if (transfer === undefined || load.wasHere) {
      const { askedMs } = load;
      return { source: 'store', startMs: askedMs, firstByteMs: askedMs, endMs: nowMs };
    }
    const endMs = transfer.endMs ?? nowMs;
    // The core does not say when the first byte came: the wait for it counts as transfer.
    return { source: transfer.source, startMs: transfer.startMs, firstByteMs: transfer.startMs, endMs };
  }

  stats(): CoreCounters {
    return {
      httpBytes: this.#httpBytes,
      peerBytes: this.#peerBytes,
      uploadedBytes: this.#uploadedBytes,
      wastedBytes: this.#wastedBytes,
      storedBytes: 0,
      peers: [...this.#peers.values()],
      trackers: this.#options.trackerUrls.map((url) => ({ url, state: this.#trackerState, viewerCount: null })),
    };
  }

  forgetPeers(): void {
    for (const id of [...this.#peers.keys()]) this.#leave(id);
  }

  destroy(): void {
    for (const off of this.#listeners) off();
  }

  #listen<Name extends keyof CoreEventMap>(name: Name, listener: CoreEventMap[Name]): void {
    const { core } = this.#options;
    core.addEventListener(name, listener);
    this.#listeners.push(() => core.removeEventListener(name, listener));
  }

  /** The core opens its tracker connections with its first transfer. */
  #follow(): void {
    if (this.#trackerState === 'idle') this.#setTracker('connecting');
  }

  #setTracker(state: 'connecting' | 'connected' | 'failed'): void {
    if (this.#trackerState === state) return;
    this.#trackerState = state;
    for (const url of this.#options.trackerUrls)
      this.#options.events.emit('trackerChanged', { url, state, viewerCount: null });
  }

  /** The core names what it loaded by address and size. */
  #complete(details: SegmentLoadDetails): void {
    for (const [key, transfer] of this.#transfers) {
      const { url, byteRange } = transfer.segment;
      const isThis = byteRange === undefined || byteRange.end - byteRange.start + 1 === details.bytesLength;
      if (transfer.endMs !== null || url !== details.segmentUrl || !isThis) continue;
      transfer.endMs = this.#options.clock.nowMs();
      const slash = key.lastIndexOf('/');
      const ids = { streamKey: key.slice(0, slash), segmentId: transfer.segment.externalId };
      this.#options.events.emit('segmentStored', { ...ids, source: transfer.source });
      return;
    }
  }

  /** Chunks do not say their segment, so what was thrown away is known whenever nothing is under way. */
  #finish(usefulBytes: number): void {
    this.#pending = Math.max(0, this.#pending - 1);
    this.#usefulBytes += usefulBytes;
    if (this.#pending === 0) {
      this.#wastedBytes = Math.max(0, this.#httpBytes + this.#peerBytes - this.#usefulBytes);
    }
    for (const oldest of this.#transfers.keys()) {
      if (this.#transfers.size <= MAX_TRANSFERS) break;
      this.#transfers.delete(oldest);
    }
  }

  #receive(bytes: number, isHttp: boolean, peerId: string | null): void {
    if (isHttp) this.#httpBytes += bytes;
    else this.#peerBytes += bytes;
    const peer = peerId === null ? undefined : this.#peers.get(peerId);
    if (peer !== undefined) this.#peers.set(peer.id, { ...peer, receivedBytes: peer.receivedBytes + bytes });
    const from = isHttp ? 'http' : 'peer';
    this.#options.events.emit('bytesReceived', { from, bytes, peerId, streamKey: null, segmentId: null });
  }

  #send(bytes: number, peerId: string): void {
    this.#uploadedBytes += bytes;
    const peer = this.#peers.get(peerId);
    if (peer !== undefined) this.#peers.set(peer.id, { ...peer, sentBytes: peer.sentBytes + bytes });
    // The core does not say which segment it sends.
    this.#options.events.emit('bytesSent', { bytes, peerId, streamKey: peer?.streamKey ?? '', segmentId: -1 });
  }

  #welcome(peerId: string, streamKey: string): void {
    this.#setTracker('connected');
    const numbers = { receivedBytes: 0, sentBytes: 0, heldSegments: 0, isBusy: false };
    this.#peers.set(peerId, { id: peerId, streamKey, ...numbers });
    this.#options.events.emit('peerJoined', { peerId, streamKey });
  }

  #leave(peerId: string): void {
    const peer = this.#peers.get(peerId);
    if (peer === undefined) return;
    this.#peers.delete(peerId);
    this.#options.events.emit('peerLeft', { peerId, streamKey: peer.streamKey });
  }
}
