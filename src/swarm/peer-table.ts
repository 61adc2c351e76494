import type { Clock } from '../base/clock.ts';
import type { IncomingRequest, Introduction, PeerSession } from '../wire/session.ts';
import { Peer } from './peer.ts';

export type PeerTableOptions = {
  readonly clock: Clock;
  readonly maxPeers: number;
  readonly ownPeerId: string;
  onJoined(peer: Peer): void;
  onLeft(peer: Peer, fault: string | null): void;
  /** What the peer holds, fetches or wants has changed. */
  onNews(peer: Peer): void;
  /** It knows others. */
  onNeighbours(): void;
  onIntroduced(peer: Peer, introduction: Introduction): void;
  onStart(peer: Peer, requestId: number, segmentSizeBytes: number): void;
  onData(peer: Peer, requestId: number, data: { offset: number; bytes: Uint8Array }): void;
  onEnd(peer: Peer, requestId: number, outcome: 'completed' | 'absent' | 'busy'): void;
  onStray(peer: Peer, bytes: number): void;
  onRequested(peer: Peer, request: IncomingRequest): void;
  onUploadEnded(peer: Peer, uploadId: number): void;
  onSent(peer: Peer, sent: { id: number; streamKey: string; segmentId: number; bytes: number }): void;
};

/** The neighbours, and who is not spoken to again. */
export class PeerTable {
  readonly #options: PeerTableOptions;
  readonly #peers = new Map<string, Peer>();
  readonly #banned = new Set<string>();

  constructor(options: PeerTableOptions) {
    this.#options = options;
  }

  get all(): ReadonlyMap<string, Peer> {
    return this.#peers;
  }

  isBanned(peerId: string): boolean {
    return this.#banned.has(peerId);
  }

  /** Refuses banned peers, second sessions of the same kind, and more than there is room for. */
  add(session: PeerSession): void {
    // Offers of others are taken a little beyond what we look for, else newcomers would meet nobody.
    const isFull = this.#peers.size >= this.#options.maxPeers + 10;
    const key = this.#findKey(session);
    if (this.#banned.has(session.peerId) || key === null || isFull) {
      session.close(key === null ? 'second connection' : 'not welcome');
      return;
    }
    const peer = new Peer(session, key, this.#options.clock.nowMs());
    this.#peers.set(key, peer);
    this.#listen(peer);
    this.#options.onJoined(peer);
  }

  /**
   * A v2 peer has one session a stream, one of ours a single one. Two of ours may meet in two swarms at once: then the
   * one with the lower id closes the second connection, and the other uses both until it does.
   */
  #findKey({ peerId, streamKey }: PeerSession): string | null {
    const key = streamKey === null ? peerId : `${peerId}/${streamKey}`;
    if (!this.#peers.has(key)) return key;
    const second = `${peerId}#2`;
    const isDecider = streamKey !== null || this.#options.ownPeerId < peerId;
    return isDecider || this.#peers.has(second) ? null : second;
  }

  ban(peerId: string): void {
    this.#banned.add(peerId);
    for (const peer of [...this.#peers.values()]) if (peer.session.peerId === peerId) peer.session.close('banned');
  }

  closeAll(reason: string): void {
    for (const peer of [...this.#peers.values()]) peer.session.close(reason);
  }

  #listen(peer: Peer): void {
    const options = this.#options;
    const { session } = peer;
    session.on('availabilityChanged', ({ streamKey, loaded, loading }) => {
      peer.setAvailability(streamKey, loaded, loading);
      options.onNews(peer);
    });
    session.on('partialChanged', ({ streamKey, segmentId, holding }) => {
      peer.setPartial({ streamKey, id: segmentId }, holding, options.clock.nowMs());
      options.onNews(peer);
    });
    session.on('busyChanged', ({ isBusy }) => {
      if (isBusy) peer.markBusy(options.clock.nowMs());
      else peer.clearBusy();
      if (!isBusy) options.onNews(peer);
    });
    session.on('windowChanged', ({ streamKey, wanted }) => {
      peer.setWindow(streamKey, wanted);
    });
    session.on('neighboursChanged', ({ peerIds }) => {
      peer.neighbours = peerIds;
      options.onNeighbours();
    });
    session.on('introduced', (introduction) => options.onIntroduced(peer, introduction));
    session.on('dataStarted', ({ requestId, segmentSizeBytes }) => options.onStart(peer, requestId, segmentSizeBytes));
    session.on('dataReceived', ({ requestId, offset, bytes }) => options.onData(peer, requestId, { offset, bytes }));
    session.on('requestEnded', ({ requestId, outcome }) => options.onEnd(peer, requestId, outcome));
    session.on('strayReceived', ({ bytes }) => options.onStray(peer, bytes));
    session.on('requested', (request) => options.onRequested(peer, request));
    session.on('uploadEnded', ({ id }) => options.onUploadEnded(peer, id));
    session.on('dataSent', (sent) => {
      peer.sentBytes += sent.bytes;
      options.onSent(peer, sent);
    });
    session.on('closed', ({ fault }) => {
      if (this.#peers.get(peer.key) !== peer) return;
      this.#peers.delete(peer.key);
      options.onLeft(peer, fault);
    });
  }
}
