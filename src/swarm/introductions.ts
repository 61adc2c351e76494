import type { Clock } from '../base/clock.ts';
import { MINUTE_MS, SECOND_MS } from '../base/units.ts';
import type { Membership } from '../wire/discovery.ts';
import type { Introduction } from '../wire/session.ts';
import { hashText } from './election.ts';
import type { Peer } from './peer.ts';

/** Changes within this time travel together, and no neighbour is asked more often. */
const COALESCE_MS = SECOND_MS;
/** So long after the first neighbour the tracker has the word: whom it brings is not asked for a second time. */
const SETTLE_MS = 12 * SECOND_MS;
/** With so many neighbours nobody needs introductions: the tracker brings the others. */
const ENOUGH_PEERS = 8;
/** Introductions of ours under way, and how long one may take. */
const MAX_ATTEMPTS = 3;
const ATTEMPT_MS = 8 * SECOND_MS;
/** Who could not be reached is not tried again for so long: most never can. */
const RETRY_MS = 2 * MINUTE_MS;
/** What one neighbour may have us pass on in a while. */
const MAX_PASSED_ON = 30;
const PASS_WINDOW_MS = 10 * SECOND_MS;

export type IntroductionsOptions = {
  readonly clock: Clock;
  readonly ownPeerId: string;
  peers(): Iterable<Peer>;
  isBanned(peerId: string): boolean;
  /** The swarm in which newcomers are met; null while nothing is shared. */
  membership(): Membership | null;
};

/**
 * Neighbours introduce their neighbours to one another, across renditions, sooner and more often than a tracker does,
 * and without it. Only viewers of our own kind take part: others have no word for it.
 */
export class Introductions {
  readonly #options: IntroductionsOptions;
  readonly #tried = new Map<string, number>();
  readonly #passedOn = new WeakMap<Peer, { count: number; sinceMs: number }>();
  #told = '';
  #firstMs: number | null = null;
  #isDestroyed = false;
  #cancel: (() => void) | null = null;

  constructor(options: IntroductionsOptions) {
    this.#options = options;
  }

  /** Somebody came, went, or told of others. */
  touch(): void {
    if (this.#isDestroyed) return;
    this.#cancel ??= this.#options.clock.schedule(COALESCE_MS, () => {
      this.#cancel = null;
      this.#tellAll();
      this.#seek();
    });
  }

  greet(peer: Peer): void {
    if (peer.session.honoursRangeEnd)
      peer.session.announceNeighbours(this.#ownKind().map(({ session }) => session.peerId));
    this.touch();
  }

  receive(via: Peer, introduction: Introduction): void {
    const { ownPeerId } = this.#options;
    const { from, to, isAnswer, offerId, sdp } = introduction;
    if (to !== ownPeerId) this.#passOn(via, introduction);
    else if (from !== ownPeerId && !this.#options.isBanned(from)) {
      const membership = this.#options.membership();
      if (isAnswer) membership?.receiveAnswer(from, { offerId, sdp });
      else {
        membership?.receiveOffer(from, { offerId, sdp }, (answer) => {
          via.session.introduce({ isAnswer: true, from: ownPeerId, to: from, offerId, sdp: answer });
        });
      }
    }
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#cancel?.();
  }

  /** Nobody speaks for another: what a neighbour hands us is his own, and goes to a neighbour of ours. */
  #passOn(via: Peer, introduction: Introduction): void {
    const nowMs = this.#options.clock.nowMs();
    const known = this.#passedOn.get(via);
    const passed = known !== undefined && nowMs - known.sinceMs < PASS_WINDOW_MS ? known : { count: 0, sinceMs: nowMs };
    this.#passedOn.set(via, passed);
    if (introduction.from !== via.session.peerId || ++passed.count > MAX_PASSED_ON) return;
    this.#ownKind()
      .find(({ session }) => session.peerId === introduction.to)
      ?.session.introduce(introduction);
  }

  #tellAll(): void {
    const peers = this.#ownKind();
    const peerIds = peers.map(({ session }) => session.peerId);
    const news = peerIds.join();
    if (news === this.#told) return;
    this.#told = news;
    for (const { session } of peers) session.announceNeighbours(peerIds);
  }

  /** Asks for those who are nearest to us in an order that is another for everybody. */
  #seek(): void {
    const { clock, ownPeerId } = this.#options;
    const nowMs = clock.nowMs();
    this.#firstMs ??= nowMs;
    const known = new Set([...this.#options.peers()].map(({ session }) => session.peerId)).add(ownPeerId);
    for (const [id, triedMs] of this.#tried) if (nowMs - triedMs >= RETRY_MS) this.#tried.delete(id);
    if (known.size > ENOUGH_PEERS) return;
    const ways = new Map<string, Peer>();
    for (const peer of this.#ownKind()) {
      for (const id of peer.neighbours) {
        if (!known.has(id) && !this.#tried.has(id) && !this.#options.isBanned(id)) ways.set(id, peer);
      }
    }
    const pending = [...this.#tried.values()].filter((triedMs) => nowMs - triedMs < ATTEMPT_MS).length;
    const room = Math.min(MAX_ATTEMPTS - pending, ENOUGH_PEERS - known.size + 1);
    if (ways.size === 0) return;
    this.touch();
    if (nowMs - this.#firstMs < SETTLE_MS) return;
    const own = hashText(ownPeerId);
    const order = ([id]: [string, Peer]) => Math.imul(hashText(id) ^ own, 0x9e3779b1) >>> 0;
    const nearest = [...ways].sort((a, b) => order(a) - order(b)).slice(0, Math.max(0, room));
    for (const [to, via] of nearest) void this.#ask(to, via);
  }

  async #ask(to: string, via: Peer): Promise<void> {
    this.#tried.set(to, this.#options.clock.nowMs());
    const offer = (await this.#options.membership()?.createOffer()) ?? null;
    if (offer === null) this.#tried.delete(to);
    else via.session.introduce({ isAnswer: false, from: this.#options.ownPeerId, to, ...offer });
  }

  #ownKind(): Peer[] {
    return [...this.#options.peers()].filter(({ session }) => session.honoursRangeEnd);
  }
}
