import { toUtf8 } from '../../base/bytes.ts';
import { createEmitter } from '../../base/emitter.ts';
import { MIB } from '../../base/units.ts';
import { type Link, type LinkEvents, lowMarkOf } from '../link.ts';

/** Messages that arrive before anybody listens are kept up to this; a peer that sends more is closed. */
const MAX_EARLY_BYTES = MIB;

export type RtcLinkOptions = {
  /** Open, or about to be. */
  readonly channel: RTCDataChannel;
  /** Known when the channel opens. */
  remotePeerId(): string;
  /** After the link closed, whoever ended it: the connection under it can go. */
  onClosed(reason: string): void;
};

/** A data channel as a link. Text messages (wire v1 sends its commands as such) arrive as their UTF-8 bytes. */
export function createRtcLink(options: RtcLinkOptions): Link {
  return new RtcLink(options);
}

class RtcLink implements Link {
  readonly #remotePeerId: () => string;
  readonly #channel: RTCDataChannel;
  readonly #onClosed: (reason: string) => void;
  readonly #emitter = createEmitter<LinkEvents>();
  readonly #listening = new AbortController();
  /** Null once somebody listens. */
  #early: Uint8Array[] | null = [];
  #earlyBytes = 0;
  #isClosed = false;

  constructor({ channel, remotePeerId, onClosed }: RtcLinkOptions) {
    this.#remotePeerId = remotePeerId;
    this.#channel = channel;
    this.#onClosed = onClosed;
    channel.binaryType = 'arraybuffer';
    const { signal } = this.#listening;
    channel.addEventListener('message', ({ data }) => this.#receive(data), { signal });
    channel.addEventListener('bufferedamountlow', () => this.#emitter.emit('drained', undefined), { signal });
    // `closing` comes first where the browser has it, and says the same.
    channel.addEventListener('closing', () => this.close('the peer closed'), { signal });
    channel.addEventListener('close', () => this.close('the peer closed'), { signal });
  }

  get remotePeerId(): string {
    return this.#remotePeerId();
  }

  get bufferedBytes(): number {
    return this.#isClosed ? 0 : this.#channel.bufferedAmount;
  }

  on: Link['on'] = (name, listener, options) => {
    const off = this.#emitter.on(name, listener, options);
    if (name === 'message' && this.#early !== null) queueMicrotask(() => this.#deliverEarly());
    return off;
  };

  send(message: Uint8Array): void {
    if (this.#isClosed || this.#channel.readyState !== 'open') return;
    try {
      this.#channel.send(message as Uint8Array<ArrayBuffer>);
      this.#channel.bufferedAmountLowThreshold = lowMarkOf(this.#channel.bufferedAmount);
    } catch (error) {
      // The browser's own buffer is full (16 MB in Chromium), or the channel broke between two events.
      this.close(`not sent: ${String(error)}`);
    }
  }

  close(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listening.abort();
    this.#early = null;
    this.#channel.close();
    this.#emitter.emit('closed', { reason });
    this.#emitter.clear();
    this.#onClosed(reason);
  }

  #receive(data: unknown): void {
    const message = typeof data === 'string' ? toUtf8(data) : new Uint8Array(data as ArrayBuffer);
    if (this.#early === null) {
      this.#emitter.emit('message', message);
      return;
    }
    this.#early.push(message);
    this.#earlyBytes += message.length;
    if (this.#earlyBytes > MAX_EARLY_BYTES) this.close('too much before anybody listened');
  }

  #deliverEarly(): void {
    const early = this.#early ?? [];
    if (this.#isClosed) return;
    this.#early = null;
    for (const message of early) this.#emitter.emit('message', message);
  }
}
