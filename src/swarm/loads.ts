import type { Clock } from '../base/clock.ts';
import { PlayerError } from '../base/errors.ts';
import { type Segment, segmentKey } from '../media/segment.ts';
import type { Assembly } from './assembly.ts';
import type { StoredSegment } from './segment-store.ts';
import type { Loaded, LoadRequest, SupplyError } from './supply.ts';

type Demand = {
  readonly request: LoadRequest;
  readonly startMs: number;
  readonly resolve: (loaded: Loaded) => void;
  readonly reject: (error: unknown) => void;
  readonly onAbort: () => void;
};

/** The segments that one player waits for. */
export class Loads {
  readonly #clock: Clock;
  readonly #demands = new Map<string, Set<Demand>>();
  readonly #segments = new Map<string, Segment>();
  readonly #onAbort: (segmentKey: string) => void;

  constructor(clock: Clock, onAbort: (segmentKey: string) => void) {
    this.#clock = clock;
    this.#onAbort = onAbort;
  }

  get demanded(): ReadonlyMap<string, Segment> {
    return this.#segments;
  }

  add(segment: Segment, request: LoadRequest): Promise<Loaded> {
    const key = segmentKey(segment);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#remove(key, demand);
        reject(request.signal.reason);
        this.#onAbort(key);
      };
      const demand: Demand = { request, startMs: this.#clock.nowMs(), resolve, reject, onAbort };
      request.signal.addEventListener('abort', onAbort, { once: true });
      const set = this.#demands.get(key) ?? new Set();
      this.#demands.set(key, set.add(demand));
      this.#segments.set(key, segment);
    });
  }

  progress(assembly: Assembly): void {
    const set = this.#demands.get(segmentKey(assembly.segment));
    if (set === undefined) return;
    for (const { request } of set) request.onProgress?.(assembly.heldBytes, assembly.sizeBytes);
  }

  /** The segment is here; each demand gets a copy of its own. */
  settle(stored: StoredSegment, assembly: Assembly | null): void {
    const key = segmentKey(stored.segment);
    for (const demand of this.#take(key)) {
      const endMs = this.#clock.nowMs();
      const startMs = assembly?.startedMs ?? demand.startMs;
      demand.resolve({
        bytes: stored.buffer.copy(),
        url: assembly?.url ?? stored.segment.url,
        timing: { startMs, firstByteMs: Math.min(assembly?.firstByteMs ?? endMs, endMs), endMs },
        source: assembly === null ? 'store' : stored.source,
      });
    }
  }

  fail(key: string, error: SupplyError): void {
    for (const demand of this.#take(key)) demand.reject(error);
  }

  failAll(): void {
    for (const key of [...this.#demands.keys()]) {
      this.fail(key, new PlayerError('destroyed', 'The supply was destroyed.'));
    }
  }

  #take(key: string): Demand[] {
    const demands = [...(this.#demands.get(key) ?? [])];
    for (const demand of demands) this.#remove(key, demand);
    return demands;
  }

  #remove(key: string, demand: Demand): void {
    demand.request.signal.removeEventListener('abort', demand.onAbort);
    const set = this.#demands.get(key);
    set?.delete(demand);
    if (set?.size !== 0) return;
    this.#demands.delete(key);
    this.#segments.delete(key);
  }
}
