import { type ByteRange, KIB } from '../base/units.ts';
import type { AnnouncedState, PartialHolding, PeerSession, WantedWindow } from '../wire/session.ts';
import type { Transfer } from './assembly.ts';
import { hashText } from './election.ts';
import { addRange, type RangeSet } from './ranges.ts';
import { RateMeter } from './rate.ts';

/** The unit in which our own peers tell each other what they hold of a segment: with its header it fits one message. */
export const BLOCK_BYTES = 63 * KIB;

/** A peer that said "busy" and nothing since is asked again after this. */
const BUSY_MS = 2000;
/** A segment that a peer announced and then did not have. */
const ABSENT_MS = 5000;
/** Requests in a row that a peer let pass without a byte before we part. */
export const MAX_SILENCES = 3;

const NONE: ReadonlySet<number> = new Set();

/** One neighbour: what it holds, how fast it is, what runs between us. */
export class Peer {
  /** Unique in the film: a v2 peer has one session a stream. */
  readonly key: string;
  readonly session: PeerSession;
  readonly hash: number;
  readonly rate = new RateMeter();
  readonly requests = new Map<number, Transfer>();
  readonly announced = new Map<string, AnnouncedState>();
  readonly windows = new Map<string, WantedWindow>();
  readonly partials = new Map<string, Map<number, { holding: PartialHolding; ranges: RangeSet }>>();
  readonly #loaded = new Map<string, ReadonlySet<number>>();
  readonly #loading = new Map<string, ReadonlySet<number>>();
  readonly #absentUntilMs = new Map<string, number>();
  #busyUntilMs = 0;
  silenceCount = 0;
  receivedBytes = 0;
  sentBytes = 0;
  /** We told it that we are busy. */
  isToldBusy = false;
  readonly joinedMs: number;

  constructor(session: PeerSession, nowMs: number) {
    this.session = session;
    this.key = session.streamKey === null ? session.peerId : `${session.peerId}/${session.streamKey}`;
    this.hash = hashText(session.peerId);
    this.joinedMs = nowMs;
  }

  setAvailability(streamKey: string, loaded: ReadonlySet<number>, loading: ReadonlySet<number>): void {
    this.#loaded.set(streamKey, loaded);
    this.#loading.set(streamKey, loading);
    this.#absentUntilMs.clear();
    if (loaded.size > 0) this.#busyUntilMs = 0;
  }

  setPartial(streamKey: string, segmentId: number, holding: PartialHolding | null): void {
    const stream = this.partials.get(streamKey) ?? new Map();
    if (holding === null) stream.delete(segmentId);
    else stream.set(segmentId, { holding, ranges: blockRanges(holding) });
    this.partials.set(streamKey, stream);
  }

  isBusy(nowMs: number): boolean {
    return nowMs < this.#busyUntilMs;
  }

  markBusy(nowMs: number): void {
    this.#busyUntilMs = nowMs + BUSY_MS;
  }

  clearBusy(): void {
    this.#busyUntilMs = 0;
  }

  markAbsent(segmentKey: string, nowMs: number): void {
    this.#absentUntilMs.set(segmentKey, nowMs + ABSENT_MS);
  }

  holds(streamKey: string, id: number): boolean {
    return this.#loaded.get(streamKey)?.has(id) ?? false;
  }

  isLoading(streamKey: string, id: number): boolean {
    return this.#loading.get(streamKey)?.has(id) ?? false;
  }

  isAbsent(segmentKey: string, nowMs: number): boolean {
    if (this.#absentUntilMs.size === 0) return false;
    return (this.#absentUntilMs.get(segmentKey) ?? 0) > nowMs;
  }

  heldIds(streamKey: string): ReadonlySet<number> {
    return this.#loaded.get(streamKey) ?? NONE;
  }

  heldCount(): number {
    let count = 0;
    for (const ids of this.#loaded.values()) count += ids.size;
    return count;
  }

  /** Null for all of it, nothing for none of it. */
  heldRanges(streamKey: string, id: number): RangeSet | null {
    if (this.holds(streamKey, id)) return null;
    return this.partials.get(streamKey)?.get(id)?.ranges ?? [];
  }
}

/** Which bytes of a segment some blocks are. */
export function blockRanges({ sizeBytes, blocks }: PartialHolding): RangeSet {
  let ranges: RangeSet = [];
  for (const block of [...blocks].sort((a, b) => a - b)) ranges = addRange(ranges, blockRange(block, sizeBytes));
  return ranges;
}

export function blockRange(block: number, sizeBytes: number): ByteRange {
  return { start: block * BLOCK_BYTES, end: Math.min((block + 1) * BLOCK_BYTES, sizeBytes) };
}
