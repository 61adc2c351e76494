import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { SECOND_MS } from '../base/units.ts';
import type { Connection, ConnectionHandlers, Connector } from './connector.ts';
import { countOthers, type DiscoveryHandlers } from './discovery.ts';
import { type Acquaintance, judgeAnswer, judgeOffer } from './glare.ts';
import type { Link } from './link.ts';
import type { OfferPool } from './offer-pool.ts';
import type { Tracker, TrackerMembership, TrackerStatus, TrackerSwarm } from './tracker.ts';
import type { TrackerOffer } from './tracker-message.ts';

/** As many as other engines send; the tracker hands each to another viewer. */
const OFFERS_AN_ANNOUNCE = 5;

/** Offers of others are taken up to this, else newcomers meet nobody where everyone has enough. */
const MAX_LINKS = 40;

/** Connections that are being answered at a time; a flood of offers costs no more. */
const MAX_ANSWERING = 10;

/** From the answer to the open channel; a few round trips, and retries where packets are lost. */
const OPEN_TIMEOUT_MS = 15 * SECOND_MS;

/** A tracker that has not answered by then gets company from the next. */
const FAILOVER_MS = 3 * SECOND_MS;

export type RendezvousOptions = {
  readonly infoHash: string;
  readonly handlers: DiscoveryHandlers;
  /** In the order in which they are tried. */
  readonly trackers: readonly Tracker[];
  readonly connector: Connector;
  readonly offers: OfferPool;
  readonly clock: Clock;
  readonly log: Log;
  ownPeerId(): string;
  isBanned(peerId: string): boolean;
};

/** One connection with a peer, or the attempt at one. */
type Meeting = {
  readonly remotePeerId: string;
  readonly isOurOffer: boolean;
  connection: Connection | null;
  link: Link | null;
  isOver: boolean;
  cancelTimeout: (() => void) | null;
};

/** Meets the viewers of one swarm through one or several trackers; hands out one link a peer. */
export class Rendezvous implements TrackerSwarm {
  readonly #options: RendezvousOptions;
  readonly #memberships: TrackerMembership[] = [];
  readonly #states = new Map<string, TrackerStatus>();
  /** In the order in which they began; the one that was handed out comes first. */
  readonly #meetings = new Map<string, Meeting[]>();
  #want = 0;
  #isActive = false;
  #cancelFailover: (() => void) | null = null;

  constructor(options: RendezvousOptions) {
    this.#options = options;
  }

  /** Open links that were handed out. */
  get linkCount(): number {
    return [...this.#meetings.values()].filter(([first]) => first?.link != null).length;
  }

  start(): void {
    if (this.#isActive) return;
    this.#isActive = true;
    this.#options.offers.prepare(this.#offerCount());
    this.#joinNextTracker();
  }

  wantPeers(count: number): void {
    const wasLooking = this.#want > 0;
    this.#want = count;
    if (!this.#isActive) return;
    this.#options.offers.prepare(this.#offerCount());
    if (wasLooking !== count > 0) for (const membership of this.#memberships) membership.refresh();
  }

  /** Leaves the trackers and ends what is not open yet. */
  stop(): void {
    this.#isActive = false;
    this.#cancelFailover?.();
    for (const membership of this.#memberships.splice(0)) membership.leave();
    for (const meeting of this.#allMeetings()) if (meeting.link === null) this.#end(meeting, 'left the swarm');
  }

  /** Ends every connection, open or not. */
  closeAll(reason: string): void {
    for (const meeting of this.#allMeetings()) this.#end(meeting, reason);
  }

  closePeer(peerId: string, reason: string): void {
    for (const meeting of [...(this.#meetings.get(peerId) ?? [])]) this.#end(meeting, reason);
  }

  async takeOffers(): Promise<readonly TrackerOffer[]> {
    const count = this.#room();
    return count === 0 ? [] : this.#options.offers.take(count, this.#offerCount());
  }

  /** For somebody of whom no tracker told us. */
  async takeOffer(): Promise<TrackerOffer | null> {
    const [offer] = this.#room() === 0 ? [] : await this.#options.offers.take(1);
    return offer ?? null;
  }

  returnOffers(offers: readonly TrackerOffer[]): void {
    this.#options.offers.putBack(offers);
  }

  knownPeerCount(): number {
    return this.#meetings.size;
  }

  isLookingForPeers(): boolean {
    return this.#want > 0;
  }

  onStatus(status: TrackerStatus): void {
    this.#states.set(status.url, status);
    this.#options.handlers.onTracker?.(status);
    if (status.state === 'failed') this.#joinNextTracker();
  }

  onOffer(remotePeerId: string, offer: TrackerOffer, answer: (sdp: string) => void): void {
    const { connector, log } = this.#options;
    if (!this.#isWelcome(remotePeerId)) return;
    const answering = this.#allMeetings().filter((one) => !one.isOurOffer && one.link === null);
    if (answering.length >= MAX_ANSWERING) return;
    if (!this.#judge(judgeOffer, remotePeerId)) return;
    const meeting = this.#begin(remotePeerId, false);
    connector.answerOffer({ sdp: offer.sdp, remotePeerId }, this.#handlersOf(meeting)).then(
      (connection) => {
        meeting.connection = connection;
        if (meeting.isOver) connection.close('no longer wanted');
        else answer(connection.sdp);
      },
      (error: unknown) => {
        log.note('debug', 'An offer could not be answered.', { remotePeerId, error });
        this.#end(meeting, 'a bad offer');
      },
    );
  }

  onAnswer(remotePeerId: string, answer: TrackerOffer): void {
    const claimed = this.#options.offers.claim(answer.offerId);
    if (claimed === null) return;
    this.#options.offers.prepare(this.#offerCount());
    if (!this.#isWelcome(remotePeerId) || !this.#judge(judgeAnswer, remotePeerId)) {
      claimed.connection.close('not wanted');
      return;
    }
    const meeting = this.#begin(remotePeerId, true);
    meeting.connection = claimed.connection;
    claimed.listen(this.#handlersOf(meeting));
    claimed.connection.accept({ sdp: answer.sdp, remotePeerId });
  }

  #room(): number {
    return this.#isActive ? Math.min(OFFERS_AN_ANNOUNCE, Math.max(0, this.#want)) : 0;
  }

  /** An offer costs a page more than anything else it does here: none is made for viewers whom we know. */
  #offerCount(): number {
    return Math.min(this.#room(), this.#strangerCount() ?? OFFERS_AN_ANNOUNCE);
  }

  /** Viewers that we have not met, as the trackers count them; null before one has said. */
  #strangerCount(): number | null {
    const others = countOthers([...this.#states.values()].map(({ viewerCount }) => viewerCount));
    return others === null ? null : Math.max(0, others - this.#meetings.size);
  }

  #isWelcome(peerId: string): boolean {
    const isRoom = this.#meetings.has(peerId) || this.#meetings.size < MAX_LINKS;
    return this.#isActive && isRoom && !this.#options.isBanned(peerId);
  }

  /** May the newcomer go on? Makes room for it where it is the better one. */
  #judge(judge: typeof judgeOffer, remotePeerId: string): boolean {
    const known = this.#acquaintance(remotePeerId);
    const verdict = judge({ ownPeerId: this.#options.ownPeerId(), remotePeerId, known });
    if (verdict === 'replace') this.closePeer(remotePeerId, 'another connection takes its place');
    return verdict !== 'drop';
  }

  #acquaintance(peerId: string): Acquaintance | null {
    const [first] = this.#meetings.get(peerId) ?? [];
    return first === undefined ? null : { isOurOffer: first.isOurOffer, isOpen: first.link !== null };
  }

  #begin(remotePeerId: string, isOurOffer: boolean): Meeting {
    const meeting: Meeting = {
      remotePeerId,
      isOurOffer,
      connection: null,
      link: null,
      isOver: false,
      cancelTimeout: null,
    };
    meeting.cancelTimeout = this.#options.clock.schedule(OPEN_TIMEOUT_MS, () => this.#end(meeting, 'opened too late'));
    this.#meetings.set(remotePeerId, [...(this.#meetings.get(remotePeerId) ?? []), meeting]);
    return meeting;
  }

  #handlersOf(meeting: Meeting): ConnectionHandlers {
    return {
      onOpen: (link) => this.#onOpen(meeting, link),
      onClosed: (reason) => this.#end(meeting, reason),
    };
  }

  #onOpen(meeting: Meeting, link: Link): void {
    if (meeting.isOver) return;
    meeting.cancelTimeout?.();
    meeting.link = link;
    const others = (this.#meetings.get(meeting.remotePeerId) ?? []).filter((one) => one !== meeting);
    if (others.some((one) => one.link !== null)) return;
    this.#meetings.set(meeting.remotePeerId, [meeting, ...others]);
    this.#handOut(link);
  }

  #handOut(link: Link): void {
    this.#want = Math.max(0, this.#want - 1);
    this.#options.handlers.onLink(link);
  }

  #end(meeting: Meeting, reason: string): void {
    if (meeting.isOver) return;
    meeting.isOver = true;
    meeting.cancelTimeout?.();
    const { remotePeerId, link } = meeting;
    const before = this.#meetings.get(remotePeerId) ?? [];
    const left = before.filter((one) => one !== meeting);
    if (left.length === 0) this.#meetings.delete(remotePeerId);
    else this.#meetings.set(remotePeerId, left);
    meeting.connection?.close(reason);
    // The peer had opened two: what it kept takes the place of what it closed.
    const spare = left.find((one) => one.link !== null);
    if (link === null || before[0] !== meeting || spare?.link == null) return;
    this.#meetings.set(remotePeerId, [spare, ...left.filter((one) => one !== spare)]);
    this.#handOut(spare.link);
  }

  #allMeetings(): Meeting[] {
    return [...this.#meetings.values()].flat();
  }

  #joinNextTracker(): void {
    this.#cancelFailover?.();
    this.#cancelFailover = null;
    const { trackers, infoHash, clock } = this.#options;
    const next = trackers[this.#memberships.length];
    if (!this.#isActive || next === undefined || this.#hasServingTracker()) return;
    this.#cancelFailover = clock.schedule(FAILOVER_MS, () => this.#joinNextTracker());
    // Its place in the list is taken before `join` reports a state, which may bring us back here.
    const membership: { current: TrackerMembership | null } = { current: null };
    this.#memberships.push({
      refresh: () => membership.current?.refresh(),
      leave: () => membership.current?.leave(),
    });
    membership.current = next.join(infoHash, this);
  }

  /** An open socket is not enough: whoever never says how many viewers there are introduces nobody. */
  #hasServingTracker(): boolean {
    return [...this.#states.values()].some((status) => status.state === 'connected' && status.viewerCount !== null);
  }
}
