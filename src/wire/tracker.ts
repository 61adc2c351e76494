import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { MINUTE_MS, SECOND_MS } from '../base/units.ts';
import { type AnnounceConfig, DEFAULT_ANNOUNCE_CONFIG, planAnnounce } from './announce-plan.ts';
import type { OpenSocket } from './socket.ts';
import { type ConnectionState, createTrackerConnection, type TrackerConnection } from './tracker-connection.ts';
import {
  parseTrackerMessage,
  serializeAnnounce,
  serializeAnswer,
  type TrackerMessage,
  type TrackerOffer,
} from './tracker-message.ts';

/** A change of quality leaves one swarm and joins another: the socket waits that long for it. */
const IDLE_LINGER_MS = 5 * SECOND_MS;

/** A tracker that refuses a swarm is left in peace for so long; twice as long each time. */
const REFUSAL_PAUSE_MS = 5 * MINUTE_MS;

/** After a wake-up an answer takes one round trip, or never comes. */
const CHECK_TIMEOUT_MS = 3 * SECOND_MS;

/** Who has spoken with the tracker so lately has not slept. */
const LOWEST_CHECK_GAP_MS = 20 * SECOND_MS;

/** Answers count as announces with PeerTube; a crowd must not make us send hundreds. */
const MAX_ANSWERS_A_WINDOW = 40;

export type TrackerStatus = {
  readonly url: string;
  readonly state: ConnectionState;
  /** As the tracker counts them, ghosts and ourselves among them; null before it has said. */
  readonly viewerCount: number | null;
};

/** What a tracker asks of whoever wants to meet viewers of one swarm. */
export interface TrackerSwarm {
  /** Offers for an announce, as soon as they are ready, and what there is if that takes too long. Never rejects. */
  takeOffers(): Promise<readonly TrackerOffer[]>;
  /** Nobody was given these: they are as good as new. */
  returnOffers(offers: readonly TrackerOffer[]): void;
  /** Viewers of this swarm to whom a connection is open. */
  knownPeerCount(): number;
  isLookingForPeers(): boolean;
  /** `answer` may be called later, once. */
  onOffer(peerId: string, offer: TrackerOffer, answer: (sdp: string) => void): void;
  onAnswer(peerId: string, answer: TrackerOffer): void;
  onStatus(status: TrackerStatus): void;
}

export type TrackerMembership = {
  /** What `isLookingForPeers` or `knownPeerCount` say has changed. */
  refresh(): void;
  /** Says `stopped`. */
  leave(): void;
};

export type TrackerOptions = {
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly openSocket: OpenSocket;
  /** Our id on a socket that has just opened. */
  identify(): string;
  readonly config?: AnnounceConfig;
};

/**
 * A client of one WebTorrent tracker: one socket for all swarms, which comes back when it is lost.
 *
 * A server knows a socket by the first peer id that it heard there, and keeps a lost socket under its id for up to
 * 20 minutes: one id is used a socket, and where it has been in use before, `stopped` goes ahead of `started`.
 */
export interface Tracker {
  readonly url: string;
  readonly state: ConnectionState;
  /** @param infoHash 40 lower-case hexadecimal digits; a swarm is joined at most once at a time. */
  join(infoHash: string, swarm: TrackerSwarm): TrackerMembership;
  /** The network has changed: the socket is given up for a new one. */
  reconnect(): void;
  /** We may have slept: a socket that does not answer quickly is replaced. */
  check(): void;
  /** Says `stopped` everywhere and closes; swarms stay joined and are announced again after `resume`. */
  suspend(): void;
  resume(): void;
  /** Says `stopped` everywhere and closes for good. May be called twice. */
  destroy(): void;
}

export function createTracker(options: TrackerOptions): Tracker {
  return new WebTorrentTracker(options);
}

type Entry = {
  readonly infoHash: string;
  readonly swarm: TrackerSwarm;
  joinedMs: number;
  count: number;
  sentMs: number[];
  answeredMs: number[];
  intervalMs: number | null;
  viewerCount: number | null;
  knownAtLastAnnounce: number;
  fruitless: number;
  refusals: number;
  refusedUntilMs: number;
  isPreparing: boolean;
  /** The id under which the server may know us here; null if we said goodbye or never came. */
  registeredAs: string | null;
  /** Offers of announces without an answer so far, oldest first. */
  unanswered: (readonly TrackerOffer[])[];
  cancelTimer: (() => void) | null;
};

class WebTorrentTracker implements Tracker {
  readonly url: string;
  readonly #options: TrackerOptions;
  readonly #config: AnnounceConfig;
  readonly #connection: TrackerConnection;
  readonly #entries = new Map<string, Entry>();
  /** How many answers to `stopped` are still to come, by info hash: they look like answers to announces. */
  readonly #goodbyes = new Map<string, number>();
  #peerId = '';
  /** Counts sockets: what was begun for one is not sent on another. */
  #socketNumber = 0;
  #isSuspended = false;
  #isDestroyed = false;
  #cancelLinger: (() => void) | null = null;

  constructor(options: TrackerOptions) {
    this.url = options.url;
    this.#options = options;
    this.#config = options.config ?? DEFAULT_ANNOUNCE_CONFIG;
    this.#connection = createTrackerConnection({
      url: options.url,
      clock: options.clock,
      random: options.random,
      log: options.log,
      openSocket: options.openSocket,
      onConnected: () => this.#onConnected(),
      onText: (text) => this.#onText(text),
      onState: (state) => this.#onState(state),
    });
  }

  get state(): ConnectionState {
    return this.#connection.state;
  }

  join(infoHash: string, swarm: TrackerSwarm): TrackerMembership {
    const entry = createEntry(infoHash, swarm, this.#options.clock.nowMs());
    this.#entries.set(infoHash, entry);
    this.#cancelLinger?.();
    this.#cancelLinger = null;
    if (!this.#isSuspended && !this.#isDestroyed) {
      this.#connection.open();
      this.#schedule(entry);
    }
    this.#report(entry);
    return { refresh: () => this.#schedule(entry), leave: () => this.#leave(entry) };
  }

  reconnect(): void {
    if (this.#entries.size === 0 || this.#isSuspended || this.#isDestroyed) return;
    this.#forgetSocket();
    this.#connection.reconnect();
  }

  check(): void {
    const [entry] = this.#entries.values();
    if (entry === undefined || this.#isSuspended || this.#isDestroyed) return;
    if (this.state !== 'connected') {
      this.reconnect();
      return;
    }
    // Any message proves the socket alive; an announce makes sure that one comes.
    const lastMs = entry.sentMs[entry.sentMs.length - 1] ?? 0;
    if (this.#options.clock.nowMs() - lastMs < LOWEST_CHECK_GAP_MS) return;
    this.#announce(entry);
    this.#connection.expectAnswer(CHECK_TIMEOUT_MS);
  }

  suspend(): void {
    if (this.#isSuspended) return;
    this.#isSuspended = true;
    for (const entry of this.#entries.values()) this.#sayGoodbye(entry);
    this.#forgetSocket();
    this.#connection.close();
  }

  resume(): void {
    if (!this.#isSuspended || this.#isDestroyed) return;
    this.#isSuspended = false;
    if (this.#entries.size > 0) this.#connection.open();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.suspend();
    this.#isDestroyed = true;
    this.#cancelLinger?.();
    this.#entries.clear();
  }

  #leave(entry: Entry): void {
    if (this.#entries.get(entry.infoHash) !== entry) return;
    this.#sayGoodbye(entry);
    this.#settle(entry);
    this.#entries.delete(entry.infoHash);
    if (this.#entries.size > 0 || this.#isSuspended) return;
    this.#cancelLinger = this.#options.clock.schedule(IDLE_LINGER_MS, () => {
      this.#forgetSocket();
      this.#connection.close();
    });
  }

  #sayGoodbye(entry: Entry): void {
    const { infoHash, registeredAs } = entry;
    entry.registeredAs = null;
    if (registeredAs === null || this.state !== 'connected') return;
    this.#goodbyes.set(infoHash, (this.#goodbyes.get(infoHash) ?? 0) + 1);
    this.#connection.send(serializeAnnounce({ infoHash, peerId: registeredAs, event: 'stopped', offers: [] }));
  }

  #onConnected(): void {
    this.#socketNumber += 1;
    this.#peerId = this.#options.identify();
    for (const entry of this.#entries.values()) {
      entry.joinedMs = this.#options.clock.nowMs();
      entry.count = 0;
      entry.viewerCount = null;
      // The server may not have noticed that the old socket is gone, and would take us away when it does.
      if (entry.registeredAs === this.#peerId) this.#sayGoodbye(entry);
      entry.registeredAs = null;
      this.#schedule(entry);
    }
  }

  #onState(state: ConnectionState): void {
    if (state === 'failed') this.#forgetSocket();
    for (const entry of this.#entries.values()) this.#report(entry);
  }

  /** Whatever was under way on the socket will not be answered. */
  #forgetSocket(): void {
    this.#socketNumber += 1;
    this.#goodbyes.clear();
    for (const entry of this.#entries.values()) this.#settle(entry);
  }

  #settle(entry: Entry): void {
    entry.cancelTimer?.();
    entry.cancelTimer = null;
    entry.unanswered = [];
  }

  #report({ swarm, viewerCount }: Entry): void {
    swarm.onStatus({ url: this.url, state: this.state, viewerCount });
  }

  #schedule(entry: Entry): void {
    entry.cancelTimer?.();
    entry.cancelTimer = null;
    if (this.state !== 'connected' || entry.isPreparing || this.#entries.get(entry.infoHash) !== entry) return;
    const { clock } = this.#options;
    const isShort = entry.swarm.isLookingForPeers() && (entry.viewerCount ?? 0) - 1 > entry.swarm.knownPeerCount();
    const atMs = Math.max(planAnnounce({ ...entry, isShort }, this.#config), entry.refusedUntilMs);
    entry.cancelTimer = clock.schedule(atMs - clock.nowMs(), () => this.#announce(entry));
  }

  /** Offers are gathered first: an announce without them introduces us to nobody. */
  #announce(entry: Entry): void {
    if (entry.isPreparing) return;
    entry.isPreparing = true;
    entry.cancelTimer?.();
    entry.cancelTimer = null;
    const socketNumber = this.#socketNumber;
    void entry.swarm.takeOffers().then((offers) => {
      entry.isPreparing = false;
      const isStill = socketNumber === this.#socketNumber && this.#entries.get(entry.infoHash) === entry;
      if (isStill && this.state === 'connected') this.#send(entry, offers);
      else entry.swarm.returnOffers(offers);
      this.#schedule(entry);
    });
  }

  #send(entry: Entry, offers: readonly TrackerOffer[]): void {
    const { infoHash, swarm } = entry;
    const nowMs = this.#options.clock.nowMs();
    const event = entry.registeredAs === null ? 'started' : null;
    this.#connection.send(serializeAnnounce({ infoHash, peerId: this.#peerId, event, offers }));
    this.#connection.expectAnswer();
    entry.registeredAs = this.#peerId;
    entry.unanswered.push(offers);
    const isRepeat = entry.count >= this.#config.earlyMs.length;
    entry.fruitless = isRepeat && swarm.knownPeerCount() <= entry.knownAtLastAnnounce ? entry.fruitless + 1 : 0;
    entry.knownAtLastAnnounce = swarm.knownPeerCount();
    entry.count += 1;
    entry.sentMs = [...entry.sentMs, nowMs].slice(-this.#config.budget - this.#config.reserve);
  }

  #onText(text: string): void {
    const message = parseTrackerMessage(text);
    if (message === null) {
      this.#options.log.note('debug', 'A tracker sent what is no message.', { url: this.url });
      return;
    }
    if (message.kind === 'failure') this.#onFailure(message);
    else {
      const entry = this.#entries.get(message.infoHash);
      if (message.kind === 'counts') this.#onCounts(message, entry);
      else if (entry !== undefined && message.peerId !== this.#peerId) this.#onIntroduction(message, entry);
    }
  }

  #onCounts(message: TrackerMessage & { kind: 'counts' }, entry: Entry | undefined): void {
    const goodbyes = this.#goodbyes.get(message.infoHash) ?? 0;
    if (goodbyes > 0) {
      this.#goodbyes.set(message.infoHash, goodbyes - 1);
      return;
    }
    if (entry === undefined) return;
    const offers = entry.unanswered.shift() ?? [];
    // The first go to one viewer each; there was nobody for the rest.
    entry.swarm.returnOffers(offers.slice(Math.max(0, message.viewerCount - 1)));
    entry.viewerCount = message.viewerCount;
    entry.intervalMs = message.intervalMs ?? entry.intervalMs;
    entry.refusals = 0;
    this.#report(entry);
    this.#schedule(entry);
  }

  #onIntroduction(message: TrackerMessage & { kind: 'offer' | 'answer' }, entry: Entry): void {
    const { infoHash, peerId } = message;
    if (message.kind === 'answer') {
      entry.swarm.onAnswer(peerId, message.answer);
      return;
    }
    const { offerId } = message.offer;
    entry.swarm.onOffer(peerId, message.offer, (sdp) => {
      if (this.#entries.get(infoHash) !== entry || entry.registeredAs === null || !this.#mayAnswer(entry)) return;
      const answer = { offerId, sdp };
      this.#connection.send(serializeAnswer({ infoHash, peerId: entry.registeredAs, toPeerId: peerId, answer }));
    });
  }

  #mayAnswer(entry: Entry): boolean {
    const nowMs = this.#options.clock.nowMs();
    const recentMs = entry.answeredMs.filter((atMs) => nowMs - atMs < this.#config.budgetWindowMs);
    if (recentMs.length >= MAX_ANSWERS_A_WINDOW) return false;
    entry.answeredMs = [...recentMs, nowMs];
    return true;
  }

  #onFailure({ infoHash, reason }: TrackerMessage & { kind: 'failure' }): void {
    this.#options.log.note('warn', 'A tracker refused an announce.', { url: this.url, infoHash, reason });
    const entry = infoHash === null ? undefined : this.#entries.get(infoHash);
    if (entry === undefined) return;
    entry.swarm.returnOffers(entry.unanswered.shift() ?? []);
    entry.refusedUntilMs = this.#options.clock.nowMs() + REFUSAL_PAUSE_MS * 2 ** entry.refusals;
    entry.refusals += 1;
    this.#schedule(entry);
  }
}

function createEntry(infoHash: string, swarm: TrackerSwarm, joinedMs: number): Entry {
  return {
    infoHash,
    swarm,
    joinedMs,
    count: 0,
    sentMs: [],
    answeredMs: [],
    intervalMs: null,
    viewerCount: null,
    knownAtLastAnnounce: 0,
    fruitless: 0,
    refusals: 0,
    refusedUntilMs: 0,
    isPreparing: false,
    registeredAs: null,
    unanswered: [],
    cancelTimer: null,
  };
}
