import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { MINUTE_MS, SECOND_MS } from '../base/units.ts';
import type { OpenSocket, Socket } from './socket.ts';

/** A handshake takes three round trips; a server that needs longer is as good as none. */
const CONNECT_TIMEOUT_MS = 10 * SECOND_MS;

/** Doubles with each failure up to the second; a share of up to a half is left to chance. */
const FIRST_BACK_OFF_MS = SECOND_MS;
const LAST_BACK_OFF_MS = MINUTE_MS;

/** A socket that lived so long and spoke has done its work: its end is the first failure again. */
const HEALTHY_LIFE_MS = 20 * SECOND_MS;

/** A crowd sends us some offers a second for a while; a tracker that sends more than this floods us. */
const MAX_MESSAGES = 400;
const FLOOD_WINDOW_MS = 10 * SECOND_MS;

/** Nothing else tells that the machine at the other end is gone: browsers do not show pings. */
export const SILENCE_TIMEOUT_MS = 15 * SECOND_MS;

export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'failed';

export type ConnectionOptions = {
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly openSocket: OpenSocket;
  /** The socket is open; sends may follow at once. */
  onConnected(): void;
  onText(text: string): void;
  onState(state: ConnectionState): void;
};

/** A socket to one tracker that comes back by itself for as long as it is wanted. */
export interface TrackerConnection {
  readonly state: ConnectionState;
  /** Connects, now or after the back-off that is running. */
  open(): void;
  send(text: string): void;
  /** Arms a deadline: unless something arrives in time, the socket is taken for dead and replaced. */
  expectAnswer(timeoutMs?: number): void;
  /** Gives the socket up and connects again without delay: the network has changed. */
  reconnect(): void;
  /** Closes and stays closed until `open`. */
  close(): void;
}

export function createTrackerConnection(options: ConnectionOptions): TrackerConnection {
  return new ManagedConnection(options);
}

class ManagedConnection implements TrackerConnection {
  readonly #options: ConnectionOptions;
  #state: ConnectionState = 'idle';
  #socket: Socket | null = null;
  #failures = 0;
  #cancelTimer: (() => void) | null = null;
  #cancelSilence: (() => void) | null = null;
  #messages = 0;
  #windowStartMs = 0;
  #connectedMs = Number.POSITIVE_INFINITY;
  #hasSpoken = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  open(): void {
    if (this.#socket === null && this.#cancelTimer === null) this.#connect();
  }

  send(text: string): void {
    if (this.#state === 'connected') this.#socket?.send(text);
  }

  expectAnswer(timeoutMs = SILENCE_TIMEOUT_MS): void {
    if (this.#state !== 'connected' || this.#cancelSilence !== null) return;
    this.#cancelSilence = this.#options.clock.schedule(timeoutMs, () => this.#fail('no answer'));
  }

  reconnect(): void {
    this.#drop();
    this.#failures = 0;
    this.#connect();
  }

  close(): void {
    this.#drop();
    this.#setState('idle');
  }

  #connect(): void {
    const { clock, openSocket, url } = this.#options;
    this.#setState('connecting');
    this.#cancelTimer = clock.schedule(CONNECT_TIMEOUT_MS, () => this.#fail('no connection in time'));
    let socket: Socket | null = null;
    // A socket that was replaced may still speak: only the current one is heard.
    const isCurrent = () => socket !== null && socket === this.#socket;
    socket = openSocket(url, {
      onOpen: () => {
        if (isCurrent()) this.#onOpen();
      },
      onText: (text) => {
        if (isCurrent()) this.#onText(text);
      },
      onClosed: (reason) => {
        if (isCurrent()) this.#fail(reason);
      },
    });
    this.#socket = socket;
  }

  #onOpen(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#messages = 0;
    this.#windowStartMs = this.#options.clock.nowMs();
    this.#connectedMs = this.#windowStartMs;
    this.#hasSpoken = false;
    this.#setState('connected');
    this.#options.onConnected();
  }

  #onText(text: string): void {
    this.#cancelSilence?.();
    this.#cancelSilence = null;
    this.#hasSpoken = true;
    if (this.#isFlood()) this.#fail('a flood of messages');
    else this.#options.onText(text);
  }

  #isFlood(): boolean {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - this.#windowStartMs > FLOOD_WINDOW_MS) {
      this.#windowStartMs = nowMs;
      this.#messages = 0;
    }
    this.#messages += 1;
    return this.#messages > MAX_MESSAGES;
  }

  #fail(reason: string): void {
    const { clock, random, log, url } = this.#options;
    this.#drop();
    if (this.#hasSpoken && clock.nowMs() - this.#connectedMs > HEALTHY_LIFE_MS) this.#failures = 0;
    this.#hasSpoken = false;
    const backOffMs = Math.min(FIRST_BACK_OFF_MS * 2 ** this.#failures, LAST_BACK_OFF_MS);
    const delayMs = backOffMs * (0.5 + random.unit() / 2);
    this.#failures += 1;
    log.note('warn', 'A tracker is out of reach.', { url, reason, delayMs });
    this.#cancelTimer = clock.schedule(delayMs, () => {
      this.#cancelTimer = null;
      this.#connect();
    });
    this.#setState('failed');
  }

  #drop(): void {
    this.#cancelTimer?.();
    this.#cancelSilence?.();
    this.#cancelTimer = null;
    this.#cancelSilence = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #setState(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}
