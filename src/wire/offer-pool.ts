import { type Clock, delay } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { type Random, randomString } from '../base/random.ts';
import { MINUTE_MS, SECOND_MS } from '../base/units.ts';
import type { ConnectionHandlers, Connector, OutgoingConnection } from './connector.ts';
import type { TrackerOffer } from './tracker-message.ts';

/** Nobody answers after that: the offer went to a ghost (other engines wait as long). */
const ANSWER_TIMEOUT_MS = 50 * SECOND_MS;

/** Most answers come within three seconds; where offers are scarce, those older than this make room. */
const RECYCLE_AGE_MS = 15 * SECOND_MS;

/** Ports and addresses may have changed since. */
const STALE_AGE_MS = 2 * MINUTE_MS;

/** An announce does not wait longer for its offers. */
const TAKE_TIMEOUT_MS = 2 * SECOND_MS;

const OFFER_ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Offers cost sockets and memory whether they are answered or not: a page has so many at a time. */
export type OfferBudget = { readonly limit: number; used: number };

export type OfferPoolOptions = {
  readonly connector: Connector;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly budget: OfferBudget;
};

/** An offer that was answered, with the connection that it began. */
export type ClaimedOffer = {
  readonly connection: OutgoingConnection;
  /** Hears of the connection from now on. */
  listen(handlers: ConnectionHandlers): void;
};

type PooledOffer = {
  readonly offerId: string;
  readonly createdMs: number;
  state: 'gathering' | 'ready' | 'sent';
  sentMs: number;
  connection: OutgoingConnection | null;
  handlers: ConnectionHandlers | null;
  cancelTimeout: (() => void) | null;
};

/** Offers made before anybody needs them, and those that wait for an answer. */
export class OfferPool {
  readonly #options: OfferPoolOptions;
  readonly #records = new Map<string, PooledOffer>();
  readonly #gathering = new Set<Promise<void>>();
  /** Counts how often the pool was emptied: what was begun before does not come in any more. */
  #generation = 0;

  constructor(options: OfferPoolOptions) {
    this.#options = options;
  }

  /** Begins to gather until `count` offers are ready or about to be. */
  prepare(count: number): void {
    this.#dropStale();
    const missing = count - this.#inState('ready').length - this.#inState('gathering').length;
    for (let i = 0; i < missing && this.#makeRoom(); i++) this.#create();
  }

  /**
   * Up to `count` offers, of which no more than `needed` are made anew; they count as handed out until answered, put
   * back or 50 s old.
   */
  async take(count: number, needed = count): Promise<readonly TrackerOffer[]> {
    this.prepare(needed);
    const { clock } = this.#options;
    const abort = new AbortController();
    const timeout = delay(clock, TAKE_TIMEOUT_MS, abort.signal).then(
      () => true,
      () => true,
    );
    while (this.#gathering.size > 0 && this.#inState('ready').length < needed) {
      const isLate = await Promise.race([timeout, ...[...this.#gathering].map((one) => one.then(() => false))]);
      if (isLate) break;
    }
    abort.abort();
    return this.#inState('ready')
      .slice(0, count)
      .map((record) => this.#handOut(record));
  }

  /** Nobody was given these. */
  putBack(offers: readonly TrackerOffer[]): void {
    for (const { offerId } of offers) {
      const record = this.#records.get(offerId);
      if (record?.state !== 'sent') continue;
      record.cancelTimeout?.();
      record.cancelTimeout = null;
      record.state = 'ready';
    }
  }

  /** Null if the offer is not ours, too old or was answered before. */
  claim(offerId: string): ClaimedOffer | null {
    const record = this.#records.get(offerId);
    if (record?.state !== 'sent' || record.connection === null) return null;
    record.cancelTimeout?.();
    this.#remove(record);
    return {
      connection: record.connection,
      listen: (handlers) => {
        record.handlers = handlers;
      },
    };
  }

  clear(): void {
    this.#generation += 1;
    for (const record of [...this.#records.values()]) this.#discard(record, 'no longer offered');
  }

  #inState(state: PooledOffer['state']): PooledOffer[] {
    return [...this.#records.values()].filter((record) => record.state === state);
  }

  #handOut(record: PooledOffer): TrackerOffer {
    const { clock } = this.#options;
    record.state = 'sent';
    record.sentMs = clock.nowMs();
    record.cancelTimeout = clock.schedule(ANSWER_TIMEOUT_MS, () => this.#discard(record, 'nobody answered'));
    return { offerId: record.offerId, sdp: record.connection?.sdp ?? '' };
  }

  #create(): void {
    const { random, clock, connector, log, budget } = this.#options;
    const record: PooledOffer = {
      offerId: randomString(random, 20, OFFER_ID_ALPHABET),
      createdMs: clock.nowMs(),
      state: 'gathering',
      sentMs: 0,
      connection: null,
      handlers: null,
      cancelTimeout: null,
    };
    this.#records.set(record.offerId, record);
    budget.used += 1;
    const generation = this.#generation;
    const gathered = connector
      .createOffer({
        onOpen: (link) => record.handlers?.onOpen(link),
        onClosed: (reason) => (record.handlers === null ? this.#remove(record) : record.handlers.onClosed(reason)),
      })
      .then(
        (connection) => {
          record.connection = connection;
          if (generation === this.#generation && this.#records.has(record.offerId)) record.state = 'ready';
          else connection.close('no longer offered');
        },
        (error: unknown) => {
          log.note('warn', 'No connection can be offered.', { error });
          this.#remove(record);
        },
      );
    this.#gathering.add(gathered);
    void gathered.then(() => this.#gathering.delete(gathered));
  }

  /** Is there room for one more, if need be in place of the one that has waited longest? */
  #makeRoom(): boolean {
    const { budget, clock } = this.#options;
    if (budget.used < budget.limit) return true;
    const [oldest] = this.#inState('sent').sort((a, b) => a.sentMs - b.sentMs);
    if (oldest === undefined || clock.nowMs() - oldest.sentMs < RECYCLE_AGE_MS) return false;
    this.#discard(oldest, 'made room');
    return true;
  }

  #dropStale(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const record of this.#inState('ready')) {
      if (nowMs - record.createdMs > STALE_AGE_MS) this.#discard(record, 'too old');
    }
  }

  #discard(record: PooledOffer, reason: string): void {
    record.cancelTimeout?.();
    this.#remove(record);
    record.connection?.close(reason);
  }

  #remove(record: PooledOffer): void {
    if (this.#records.delete(record.offerId)) this.#options.budget.used -= 1;
  }
}
