import type { ByteRange } from '../base/units.ts';
import { BLOCK_BYTES, spanRange } from '../wire/block.ts';
import type { AnnouncedState, PartialHolding, PeerSession, WantedWindow } from '../wire/session.ts';
import type { Transfer } from './assembly.ts';
import { DEFAULT_UPLINK, hashText } from './election.ts';
import { addRange, type RangeSet } from './ranges.ts';
import { RateMeter } from './rate.ts';

/** What a neighbour fetches is news only for so long; then it has stopped. */
const COMING_MS = 2500;

/** A peer that said "busy" and nothing since is asked again after this. */
const BUSY_MS = 2000;
/** A segment that a peer announced and then did not have. */
const ABSENT_MS = 5000;
/** Requests in a row that a peer let pass without a byte before we part. */
export const MAX_SILENCES = 3;

const NONE: ReadonlySet<number> = new Set();
const MAX_LATE = 16;
/** Segments in part that one peer may tell of. */
const MAX_PARTIALS = 64;

/** What a neighbour says of one stream. */
export type PeerStream = {
  loaded: ReadonlySet<number>;
  loading: ReadonlySet<number>;
  wanted: WantedWindow | null;
  readonly partials: Map<number, Partial>;
};

/** Of a segment that it holds a part of. */
type Partial = { readonly holding: PartialHolding; readonly ranges: RangeSet; readonly heardMs: number };

/** One neighbour: what it holds, how fast it is, what runs between us. */
export class Peer {
  /** Unique in the film: a v2 peer has one session a stream. */
  readonly key: string;
  readonly session: PeerSession;
  readonly hash: number;
  readonly rate = new RateMeter();
  readonly requests = new Map<number, Transfer>();
  /** Transfers that were ended, whose last bytes may still come. */
  readonly late = new Map<number, Transfer>();
  readonly announced = new Map<string, AnnouncedState>();
  /** Peer ids of those it can introduce us to. */
  neighbours: readonly string[] = [];
  /** Blocks that it was told of, by segment. */
  readonly toldBlocks = new Map<string, string>();
  readonly #streams = new Map<string, PeerStream>();
  readonly #absentUntilMs = new Map<string, number>();
  #busyUntilMs = 0;
  silenceCount = 0;
  /** When it last sent us a byte of any segment. */
  lastDataMs = 0;
  receivedBytes = 0;
  sentBytes = 0;
  /** We told it that we are busy. */
  isToldBusy = false;
  readonly joinedMs: number;

  constructor(session: PeerSession, key: string, nowMs: number) {
    this.session = session;
    this.key = key;
    this.hash = hashText(session.peerId);
    this.joinedMs = nowMs;
  }

  noteLate(requestId: number, transfer: Transfer): void {
    this.late.set(requestId, transfer);
    const oldest = this.late.keys().next().value;
    if (this.late.size > MAX_LATE && oldest !== undefined) this.late.delete(oldest);
  }

  /** Undefined until it has said anything of that stream. */
  stream(streamKey: string): PeerStream | undefined {
    return this.#streams.get(streamKey);
  }

  setAvailability(streamKey: string, loaded: ReadonlySet<number>, loading: ReadonlySet<number>): void {
    const stream = this.#open(streamKey);
    stream.loaded = loaded;
    stream.loading = loading;
    this.#absentUntilMs.clear();
    if (loaded.size > 0 && !this.session.honoursRangeEnd) this.#busyUntilMs = 0;
    for (const id of stream.partials.keys()) if (loaded.has(id)) stream.partials.delete(id);
  }

  setPartial(segment: { streamKey: string; id: number }, holding: PartialHolding | null, nowMs: number): void {
    const { partials } = this.#open(segment.streamKey);
    partials.delete(segment.id);
    if (holding !== null) partials.set(segment.id, { holding, ranges: blockRanges(holding), heardMs: nowMs });
    const oldest = partials.keys().next().value;
    if (partials.size > MAX_PARTIALS && oldest !== undefined) partials.delete(oldest);
  }

  setWindow(streamKey: string, wanted: WantedWindow | null): void {
    this.#open(streamKey).wanted = wanted;
  }

  /** What it says its line sends, in the units of the election. */
  uplink(): number {
    let told = 0;
    for (const { wanted } of this.#streams.values()) told = Math.max(told, wanted?.uplink ?? 0);
    return told || DEFAULT_UPLINK;
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
    return this.#streams.get(streamKey)?.loaded.has(id) ?? false;
  }

  isAbsent(segmentKey: string, nowMs: number): boolean {
    if (this.#absentUntilMs.size === 0) return false;
    return (this.#absentUntilMs.get(segmentKey) ?? 0) > nowMs;
  }

  heldIds(streamKey: string): ReadonlySet<number> {
    return this.#streams.get(streamKey)?.loaded ?? NONE;
  }

  heldCount(): number {
    let count = 0;
    for (const { loaded } of this.#streams.values()) count += loaded.size;
    return count;
  }

  #open(streamKey: string): PeerStream {
    const known = this.#streams.get(streamKey);
    if (known !== undefined) return known;
    const stream: PeerStream = { loaded: NONE, loading: NONE, wanted: null, partials: new Map() };
    this.#streams.set(streamKey, stream);
    return stream;
  }
}

/** How many of them hold all of a segment. */
export function countHolders(peers: Iterable<Pick<Peer, 'holds'>>, streamKey: string, id: number): number {
  let count = 0;
  for (const peer of peers) if (peer.holds(streamKey, id)) count++;
  return count;
}

/** Bytes that a neighbour is fetching from a server; null for none. */
export function comingRange({ holding, heardMs }: Partial, nowMs: number): ByteRange | null {
  if (nowMs - heardMs > COMING_MS) return null;
  const range = spanRange(holding.coming, holding.sizeBytes);
  return range.start < range.end ? range : null;
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
