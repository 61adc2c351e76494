import { toHex } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { PlayerError } from '../../base/errors.ts';
import { type Random, randomInteger } from '../../base/random.ts';
import { SECOND_MS } from '../../base/units.ts';
import type { Connection, ConnectionHandlers, Connector, OutgoingConnection } from '../connector.ts';
import type { Link } from '../link.ts';
import { gatherCandidates } from './gather-candidates.ts';
import { hasWebRtc } from './has-web-rtc.ts';
import { createRtcLink } from './rtc-link.ts';

/** Bytes in a channel's label; other engines write 20 random ones in hexadecimal digits. */
const LABEL_BYTES = 20;

/** A path may come back after a hiccup; a peer that went without a word does not. */
const DISCONNECTED_TIMEOUT_MS = 6 * SECOND_MS;

/** A channel is closed together with its peer, in a round trip; a peer that is gone does not answer. */
const CLOSING_MS = 500;

export type ConnectionErrorCode = 'no-webrtc' | 'bad-description';

export type RtcConnectorOptions = {
  readonly clock: Clock;
  readonly random: Random;
  readonly iceServers: readonly RTCIceServer[];
  /** Only relayed addresses are shown to the peer. */
  readonly isRelayOnly: boolean;
  /** Whether the page is going: then nothing may stay open for a moment. */
  isLeaving?(): boolean;
};

/** Connections by WebRTC; each description carries all its candidates, since the tracker carries no more than one. */
export function createRtcConnector(options: RtcConnectorOptions): Connector {
  return {
    async createOffer(handlers) {
      const connection = new RtcConnection(options, handlers);
      return connection.offer();
    },
    async answerOffer({ sdp, remotePeerId }, handlers) {
      const connection = new RtcConnection(options, handlers);
      return connection.answer(sdp, remotePeerId);
    },
  };
}

class RtcConnection implements OutgoingConnection {
  readonly #options: RtcConnectorOptions;
  readonly #handlers: ConnectionHandlers;
  readonly #peer: RTCPeerConnection;
  readonly #listening = new AbortController();
  #remotePeerId = '';
  #channel: RTCDataChannel | null = null;
  #close: ((reason: string) => void) | null = null;
  #isOver = false;
  #cancelTimeout: (() => void) | null = null;

  constructor(options: RtcConnectorOptions, handlers: ConnectionHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#peer = createPeerConnection(options);
    const { signal } = this.#listening;
    this.#peer.addEventListener('connectionstatechange', () => this.#onState(), { signal });
  }

  get sdp(): string {
    return this.#peer.localDescription?.sdp ?? '';
  }

  async offer(): Promise<OutgoingConnection> {
    const { random } = this.#options;
    const label = toHex(Uint8Array.from({ length: LABEL_BYTES }, () => randomInteger(random, 256)));
    this.#watch(this.#peer.createDataChannel(label, { ordered: true }));
    await this.#describe(() => this.#peer.setLocalDescription());
    return this;
  }

  async answer(sdp: string, remotePeerId: string): Promise<Connection> {
    this.#remotePeerId = remotePeerId;
    const { signal } = this.#listening;
    this.#peer.addEventListener('datachannel', ({ channel }) => this.#watch(channel), { signal });
    await this.#describe(async () => {
      await this.#peer.setRemoteDescription({ type: 'offer', sdp });
      await this.#peer.setLocalDescription();
    });
    return this;
  }

  accept({ sdp, remotePeerId }: { readonly sdp: string; readonly remotePeerId: string }): void {
    this.#remotePeerId = remotePeerId;
    if (this.#isOver) return;
    this.#peer.setRemoteDescription({ type: 'answer', sdp }).catch((error: unknown) => {
      this.#end(`a bad answer: ${String(error)}`);
    });
  }

  close(reason: string): void {
    if (this.#isOver) return;
    this.#shut(reason);
  }

  async #describe(describe: () => Promise<void>): Promise<void> {
    const { clock, isRelayOnly } = this.#options;
    try {
      const gathered = gatherCandidates(this.#peer, clock, isRelayOnly);
      await describe();
      await gathered;
    } catch (error) {
      this.close('a bad description');
      throw new PlayerError<ConnectionErrorCode>('bad-description', 'A peer connection could not be described.', {
        cause: error,
      });
    }
  }

  #watch(channel: RTCDataChannel): void {
    // A peer opens one channel; more are not looked at.
    if (this.#channel !== null) return;
    this.#channel = channel;
    // It listens from now on: a page that has much to do may hear the first message before it hears that it is open.
    const link = createRtcLink({
      channel,
      remotePeerId: () => this.#remotePeerId,
      onClosed: (reason) => this.#end(reason),
    });
    if (channel.readyState === 'open') this.#open(link);
    else channel.addEventListener('open', () => this.#open(link), { once: true, signal: this.#listening.signal });
  }

  #open(link: Link): void {
    if (this.#isOver) return;
    this.#close = (reason) => link.close(reason);
    this.#handlers.onOpen(link);
  }

  #onState(): void {
    const { connectionState } = this.#peer;
    this.#cancelTimeout?.();
    this.#cancelTimeout = null;
    if (connectionState === 'failed' || connectionState === 'closed') this.#end(`the connection ${connectionState}`);
    if (connectionState !== 'disconnected') return;
    this.#cancelTimeout = this.#options.clock.schedule(DISCONNECTED_TIMEOUT_MS, () => this.#end('the peer is silent'));
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#shut(reason);
    this.#handlers.onClosed(reason);
  }

  #shut(reason: string): void {
    this.#isOver = true;
    this.#cancelTimeout?.();
    this.#listening.abort();
    this.#close?.(reason);
    const { clock, isLeaving } = this.#options;
    if (this.#channel?.readyState !== 'closing' || isLeaving?.() === true) {
      this.#peer.close();
      return;
    }
    // Closed now, the connection would abort the channel, which other engines report as an error of theirs.
    const cancel = clock.schedule(CLOSING_MS, () => this.#peer.close());
    this.#channel.addEventListener(
      'close',
      () => {
        cancel();
        this.#peer.close();
      },
      { once: true },
    );
  }
}

function createPeerConnection({ iceServers, isRelayOnly }: RtcConnectorOptions): RTCPeerConnection {
  if (!hasWebRtc()) throw new PlayerError<ConnectionErrorCode>('no-webrtc', 'This browser has no WebRTC.');
  return new RTCPeerConnection({ iceServers: [...iceServers], iceTransportPolicy: isRelayOnly ? 'relay' : 'all' });
}
