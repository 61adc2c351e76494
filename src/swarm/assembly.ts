import type { ByteRange } from '../base/units.ts';
import { type Segment, segmentSizeBytes } from '../media/segment.ts';
import { addRange, countBytes, intersectRanges, type RangeSet, subtractRanges } from './ranges.ts';
import type { AllocateBuffer, SegmentBuffer } from './segment-buffer.ts';
import type { LoadSource } from './supply.ts';

/** Who sent some bytes: a peer's id, or null for a server. */
export type Contributor = string | null;

/** One running download of a part of a segment. */
export type Transfer = {
  readonly id: number;
  readonly assembly: Assembly;
  readonly from: Contributor;
  readonly startedMs: number;
  readonly startByte: number;
  /** Next byte expected. */
  position: number;
  /** Half-open; infinity where the size is not known. The plan may pull it in. */
  end: number;
  /** Where it would end if no plan had. */
  readonly askedEnd: number;
  receivedBytes: number;
  firstByteMs: number | null;
  lastByteMs: number;
  /** No plan cuts it short. */
  isPinned: boolean;
  /** Does its source hear that the end is nearer now? */
  isEndTold: boolean;
  /** Stops the source; nothing more arrives. */
  stop(): void;
  /** Tells a peer where the transfer ends now. */
  tellEnd?(): void;
};

/** A segment that is being put together from ranges, whoever they come from. */
export class Assembly {
  readonly segment: Segment;
  readonly createdMs: number;
  readonly transfers = new Map<number, Transfer>();
  readonly #allocate: AllocateBuffer;
  readonly #contributions = new Map<Contributor, RangeSet>();
  #sizeBytes: number | null = null;
  #buffer: SegmentBuffer | null = null;
  /** What came before the size was known. */
  #early: { offset: number; bytes: Uint8Array }[] = [];
  #held: RangeSet = [];
  #heldBytes = 0;
  isVerifying = false;
  /** Its size is what a neighbour says; a server may know better. */
  isSizeClaimed = false;
  /** Playback waits for it. */
  isDemanded = false;
  /** Which servers sent some of it. */
  readonly servers = new Set<number>();
  /** After wrong bytes: only servers may fill it. */
  isBarredToPeers = false;
  /** After wrong bytes from a server: its cache is passed by. */
  isReload = false;
  readonly #passedOverUntilMs = new Map<string, number>();
  rejectedCount = 0;
  originFailureCount = 0;
  retryAtMs = 0;
  firstByteMs: number | null = null;
  lastByteMs = 0;
  startedMs: number | null = null;
  url: string;

  constructor(segment: Segment, allocate: AllocateBuffer, nowMs: number) {
    this.segment = segment;
    this.url = segment.url;
    this.createdMs = nowMs;
    this.#allocate = allocate;
    const sizeBytes = segmentSizeBytes(segment);
    if (sizeBytes !== null) this.settleSize(sizeBytes);
  }

  get sizeBytes(): number | null {
    return this.#sizeBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get held(): RangeSet {
    return this.#held;
  }

  get buffer(): SegmentBuffer | null {
    return this.#buffer;
  }

  /** A peer that kept this segment waiting is not asked for it again for a while. */
  passOver(peerKey: string, untilMs: number): void {
    this.#passedOverUntilMs.set(peerKey, untilMs);
  }

  isPassedOver(peerKey: string, nowMs: number): boolean {
    if (this.#passedOverUntilMs.size === 0) return false;
    return (this.#passedOverUntilMs.get(peerKey) ?? 0) > nowMs;
  }

  get isComplete(): boolean {
    return this.#sizeBytes !== null && this.#heldBytes === this.#sizeBytes;
  }

  get contributions(): ReadonlyMap<Contributor, RangeSet> {
    return this.#contributions;
  }

  get source(): LoadSource {
    const hasHttp = this.#contributions.has(null);
    if (!hasHttp) return 'peers';
    return this.#contributions.size > 1 ? 'mixed' : 'http';
  }

  /** False if another size is known already. */
  settleSize(sizeBytes: number): boolean {
    if (this.#sizeBytes !== null) return this.#sizeBytes === sizeBytes;
    this.#sizeBytes = sizeBytes;
    const buffer = this.#allocate(sizeBytes);
    this.#buffer = buffer;
    for (const { offset, bytes } of this.#early) {
      if (offset + bytes.length <= sizeBytes) buffer.write(offset, bytes);
    }
    this.#early = [];
    for (const transfer of this.transfers.values()) transfer.end = Math.min(transfer.end, sizeBytes);
    return true;
  }

  /** @returns how many of these bytes were not here yet; the others are ignored. */
  write(offset: number, bytes: Uint8Array, from: Contributor): number {
    const range = { start: offset, end: Math.min(offset + bytes.length, this.#sizeBytes ?? Number.POSITIVE_INFINITY) };
    let written = 0;
    for (const part of subtractRanges(range, this.#held)) {
      const piece = bytes.subarray(part.start - offset, part.end - offset);
      if (this.#buffer === null) this.#early.push({ offset: part.start, bytes: piece.slice() });
      else this.#buffer.write(part.start, piece);
      this.#held = addRange(this.#held, part);
      this.#contributions.set(from, addRange(this.#contributions.get(from) ?? [], part));
      written += part.end - part.start;
    }
    this.#heldBytes += written;
    return written;
  }

  /** Neither held nor on its way; ends at infinity while the size is not known. */
  openRanges(): ByteRange[] {
    const whole = { start: 0, end: this.#sizeBytes ?? Number.POSITIVE_INFINITY };
    const assigned = [...this.transfers.values()].map(({ position, end }) => ({ start: position, end }));
    return subtractRanges(whole, [...this.#held, ...assigned]);
  }

  /** Bytes of `range` that are here and came from a server. */
  originRanges(range: ByteRange): ByteRange[] {
    return intersectRanges(range, this.#contributions.get(null) ?? []);
  }

  /** Forgets every byte; returns what was held, as evidence, and how much it was. */
  reset(): { buffer: SegmentBuffer | null; contributions: ReadonlyMap<Contributor, RangeSet>; bytes: number } {
    const evidence = {
      buffer: this.#buffer,
      contributions: new Map(this.#contributions),
      bytes: countBytes(this.#held),
    };
    this.#held = [];
    this.#heldBytes = 0;
    this.#early = [];
    this.#contributions.clear();
    this.#buffer = null;
    this.#sizeBytes = null;
    this.isSizeClaimed = false;
    const sizeBytes = segmentSizeBytes(this.segment);
    if (sizeBytes !== null) this.settleSize(sizeBytes);
    return evidence;
  }
}
