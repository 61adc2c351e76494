import { createEmitter } from '../../base/emitter.ts';
import type { Link, LinkEvents } from '../../wire/link.ts';

/** What a link needs of simple-peer 9.11: the data channel under it, its bytes, and its end. */
export type SimplePeer = {
  readonly connected: boolean;
  readonly destroyed: boolean;
  readonly bufferSize: number;
  on(event: 'data', listener: (data: Uint8Array) => void): unknown;
  on(event: 'drain' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  write(data: Uint8Array): boolean;
  destroy(): unknown;
};

/** simple-peer says `drain` once its buffer is empty after it was full (64 KiB by default). */
export function createSimplePeerLink(peer: SimplePeer, remotePeerId: string): Link {
  return new SimplePeerLink(peer, remotePeerId);
}

/** A connection that the page made with simple-peer, as a link of our wire. */
class SimplePeerLink implements Link {
  readonly remotePeerId: string;
  readonly #peer: SimplePeer;
  readonly #emitter = createEmitter<LinkEvents>();
  readonly on = this.#emitter.on;
  #isClosed = false;

  constructor(peer: SimplePeer, remotePeerId: string) {
    this.#peer = peer;
    this.remotePeerId = remotePeerId;
    peer.on('data', (data) => {
      if (!this.#isClosed) this.#emitter.emit('message', new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    });
    peer.on('drain', () => {
      if (!this.#isClosed) this.#emitter.emit('drained', undefined);
    });
    peer.on('error', (error) => this.close(error.message));
    peer.on('close', () => this.close('the peer closed'));
  }

  get bufferedBytes(): number {
    return this.#isClosed ? 0 : this.#peer.bufferSize + writableLength(this.#peer);
  }

  send(message: Uint8Array): void {
    if (this.#isClosed || this.#peer.destroyed) return;
    // A stream keeps what it is given until it is sent, and the caller may reuse its buffer.
    this.#peer.write(message.slice());
  }

  close(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#peer.destroy();
    this.#emitter.emit('closed', { reason });
    this.#emitter.clear();
  }
}

/** The stream's own queue, before the data channel's. */
function writableLength(peer: SimplePeer): number {
  const length = (peer as { writableLength?: unknown }).writableLength;
  return typeof length === 'number' ? length : 0;
}
