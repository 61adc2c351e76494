import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import type { AnnounceConfig } from './announce-plan.ts';
import type { Connector } from './connector.ts';
import type { Discovery, DiscoveryHandlers, Membership } from './discovery.ts';
import { type OfferBudget, OfferPool } from './offer-pool.ts';
import { createPeerId } from './peer-id.ts';
import { Rendezvous } from './rendezvous.ts';
import type { OpenSocket } from './socket.ts';
import { createTracker, type Tracker } from './tracker.ts';

/** Offers without an answer that a page has at a time, ready ones among them. */
const MAX_PENDING_OFFERS = 10;

export type MeetingPlaceOptions = {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly openSocket: OpenSocket;
  readonly announce?: AnnounceConfig;
};

export type DiscoveryOptions = {
  /** In the order in which they are tried: the next is only used while those before it fail. */
  readonly trackerUrls: readonly string[];
  readonly connector: Connector;
};

/**
 * What all players of a page share: their peer id, one socket a tracker, and a limit on offers. Two players of one
 * swarm do not compete: the first meets everybody, and the second takes over when the first leaves.
 */
export interface MeetingPlace {
  createDiscovery(options: DiscoveryOptions): Discovery;
  /** The network has changed: trackers are asked over new sockets at once. */
  onOnline(): void;
  /** The page may have slept. */
  onWake(): void;
  /** Says goodbye to everybody and closes everything, so that the page can be frozen; `resume` brings it back. */
  suspend(): void;
  resume(): void;
}

export function createMeetingPlace(options: MeetingPlaceOptions): MeetingPlace {
  return new SharedMeetingPlace(options);
}

class SharedMeetingPlace implements MeetingPlace {
  readonly #options: MeetingPlaceOptions;
  readonly #budget: OfferBudget = { limit: MAX_PENDING_OFFERS, used: 0 };
  readonly #trackers = new Map<string, Tracker>();
  /** By info hash; only the first of each is active. */
  readonly #queues = new Map<string, Rendezvous[]>();
  readonly #discoveries = new Set<MeetingDiscovery>();
  #peerId: string;
  #isPeerIdUsed = false;

  constructor(options: MeetingPlaceOptions) {
    this.#options = options;
    this.#peerId = createPeerId(options.random);
  }

  get peerId(): string {
    return this.#peerId;
  }

  createDiscovery(options: DiscoveryOptions): Discovery {
    const discovery = new MeetingDiscovery(this, {
      ...this.#options,
      ...options,
      budget: this.#budget,
      trackers: options.trackerUrls.map((url) => this.#tracker(url)),
    });
    this.#discoveries.add(discovery);
    return discovery;
  }

  onOnline(): void {
    for (const tracker of this.#trackers.values()) tracker.reconnect();
  }

  onWake(): void {
    for (const tracker of this.#trackers.values()) tracker.check();
  }

  suspend(): void {
    for (const tracker of this.#trackers.values()) tracker.suspend();
    for (const discovery of this.#discoveries) discovery.closeAll('the page is hidden');
  }

  resume(): void {
    for (const tracker of this.#trackers.values()) tracker.resume();
  }

  enqueue(infoHash: string, rendezvous: Rendezvous): void {
    const queue = this.#queues.get(infoHash) ?? [];
    this.#queues.set(infoHash, [...queue, rendezvous]);
    if (queue.length === 0) rendezvous.start();
  }

  dequeue(infoHash: string, rendezvous: Rendezvous): void {
    rendezvous.stop();
    const left = (this.#queues.get(infoHash) ?? []).filter((one) => one !== rendezvous);
    if (left.length === 0) this.#queues.delete(infoHash);
    else this.#queues.set(infoHash, left);
    left[0]?.start();
  }

  forget(discovery: MeetingDiscovery): void {
    this.#discoveries.delete(discovery);
    if (this.#discoveries.size > 0) return;
    for (const tracker of this.#trackers.values()) tracker.destroy();
    this.#trackers.clear();
    // Whoever comes next reads its id before the first socket opens: it must not change then.
    if (this.#isPeerIdUsed) this.#peerId = createPeerId(this.#options.random);
    this.#isPeerIdUsed = false;
  }

  #tracker(url: string): Tracker {
    const existing = this.#trackers.get(url);
    if (existing !== undefined) return existing;
    const { clock, random, log, openSocket, announce } = this.#options;
    const identify = () => this.#identify(url);
    const config = announce === undefined ? {} : { config: announce };
    const tracker = createTracker({ url, clock, random, log, openSocket, identify, ...config });
    this.#trackers.set(url, tracker);
    return tracker;
  }

  /**
   * The id is kept while anybody knows us by it. Where all connections were lost, a new one is taken: other engines
   * ignore offers of an id with which they still believe themselves connected.
   */
  #identify(url: string): string {
    const isKnown =
      [...this.#discoveries].some((discovery) => discovery.linkCount > 0) ||
      [...this.#trackers.values()].some((tracker) => tracker.url !== url && tracker.state === 'connected');
    if (this.#isPeerIdUsed && !isKnown) this.#peerId = createPeerId(this.#options.random);
    this.#isPeerIdUsed = true;
    return this.#peerId;
  }
}

type MeetingDiscoveryOptions = MeetingPlaceOptions &
  DiscoveryOptions & { readonly budget: OfferBudget; readonly trackers: readonly Tracker[] };

class MeetingDiscovery implements Discovery {
  readonly #place: SharedMeetingPlace;
  readonly #options: MeetingDiscoveryOptions;
  readonly #offers: OfferPool;
  readonly #banned = new Set<string>();
  readonly #rendezvous = new Map<Rendezvous, string>();
  /** Those that were left: they stay while their links are open. */
  readonly #left = new Set<Rendezvous>();
  #isDestroyed = false;

  constructor(place: SharedMeetingPlace, options: MeetingDiscoveryOptions) {
    this.#place = place;
    this.#options = options;
    this.#offers = new OfferPool(options);
  }

  get peerId(): string {
    return this.#place.peerId;
  }

  get linkCount(): number {
    return this.#all().reduce((count, one) => count + one.linkCount, 0);
  }

  join(infoHash: string, handlers: DiscoveryHandlers): Membership {
    const { trackers, connector, clock, log } = this.#options;
    const rendezvous = new Rendezvous({
      infoHash,
      handlers,
      trackers,
      connector,
      offers: this.#offers,
      clock,
      log,
      ownPeerId: () => this.peerId,
      isBanned: (peerId) => this.#banned.has(peerId),
    });
    if (!this.#isDestroyed) {
      this.#rendezvous.set(rendezvous, infoHash);
      this.#place.enqueue(infoHash, rendezvous);
    }
    return {
      wantPeers: (count) => rendezvous.wantPeers(count),
      createOffer: () => rendezvous.takeOffer(),
      receiveOffer: (peerId, offer, answer) => rendezvous.onOffer(peerId, offer, answer),
      receiveAnswer: (peerId, answer) => rendezvous.onAnswer(peerId, answer),
      leave: () => this.#leave(infoHash, rendezvous),
    };
  }

  ban(peerId: string): void {
    this.#banned.add(peerId);
    for (const rendezvous of this.#all()) rendezvous.closePeer(peerId, 'banned');
  }

  closeAll(reason: string): void {
    for (const rendezvous of this.#all()) rendezvous.closeAll(reason);
    this.#offers.clear();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    for (const [rendezvous, infoHash] of [...this.#rendezvous]) this.#leave(infoHash, rendezvous);
    this.closeAll('left');
    this.#left.clear();
    this.#place.forget(this);
  }

  #leave(infoHash: string, rendezvous: Rendezvous): void {
    if (!this.#rendezvous.delete(rendezvous)) return;
    this.#place.dequeue(infoHash, rendezvous);
    if (this.#rendezvous.size === 0) this.#offers.clear();
    for (const old of [...this.#left, rendezvous]) {
      if (old.linkCount > 0) this.#left.add(old);
      else this.#left.delete(old);
    }
  }

  #all(): readonly Rendezvous[] {
    return [...this.#rendezvous.keys(), ...this.#left];
  }
}
