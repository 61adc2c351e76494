import type { Clock } from '../base/clock.ts';
import type { AnnouncedState } from '../wire/session.ts';
import type { Peer } from './peer.ts';
import type { SegmentStore } from './segment-store.ts';

/** Changes within this time travel together. */
const COALESCE_MS = 80;

export type AnnouncerOptions = {
  readonly clock: Clock;
  readonly store: SegmentStore;
  peers(): Iterable<Peer>;
  /** Ids of a stream that are being fetched. */
  loadingIds(streamKey: string): number[];
  streamKeys(): Iterable<string>;
};

/** Tells neighbours what we hold and fetch. */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #states = new Map<string, AnnouncedState>();
  #cancel: (() => void) | null = null;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** Something changed: neighbours hear of it soon. */
  touch(): void {
    this.#cancel ??= this.#options.clock.schedule(COALESCE_MS, () => {
      this.#cancel = null;
      this.#tellAll();
    });
  }

  /** A new neighbour hears everything at once, even if it is nothing: stock peers wait for it. */
  greet(peer: Peer): void {
    for (const state of this.states()) this.#tell(peer, state);
  }

  /** What we hold now, stream by stream. */
  states(): AnnouncedState[] {
    return [...this.#options.streamKeys()].map((streamKey) => this.#stateOf(streamKey));
  }

  destroy(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #tellAll(): void {
    const states = this.states();
    for (const peer of this.#options.peers()) for (const state of states) this.#tell(peer, state);
  }

  #tell(peer: Peer, state: AnnouncedState): void {
    const { session, announced } = peer;
    if (session.streamKey !== null && session.streamKey !== state.streamKey) return;
    const previous = announced.get(state.streamKey) ?? null;
    if (previous === state) return;
    announced.set(state.streamKey, state);
    session.announce(state, previous);
  }

  /** The same object as long as nothing changed, so that comparing costs nothing. */
  #stateOf(streamKey: string): AnnouncedState {
    const loaded = this.#options.store.shareableIds(streamKey);
    const loading = this.#options.loadingIds(streamKey);
    const known = this.#states.get(streamKey);
    if (known !== undefined && isEqual(known.loaded, loaded) && isEqual(known.loading, loading)) return known;
    const state = { streamKey, loaded, loading };
    this.#states.set(streamKey, state);
    return state;
  }
}

function isEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}
