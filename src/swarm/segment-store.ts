import type { ByteRange } from '../base/units.ts';
import type { Segment } from '../media/segment.ts';
import type { UploadSource } from '../wire/session.ts';
import type { SecondTier } from './second-tier.ts';
import { createAllocator, type SegmentBuffer } from './segment-buffer.ts';
import type { LoadSource } from './supply.ts';

export type StoredSegment = {
  readonly segment: Segment;
  readonly buffer: SegmentBuffer;
  readonly source: LoadSource;
  /** False for bytes that nobody could vouch for: they are played and passed on to nobody. */
  readonly isShareable: boolean;
};

/** Bytes that have to be read from somewhere before they can be sent. */
export type LaterSource = {
  readonly sizeBytes: number;
  /** Null where they are gone. */
  open(range: ByteRange): Promise<UploadSource | null>;
};

/** How much a stored segment is worth keeping; the lowest goes first. */
export type Usefulness = (stored: StoredSegment) => number;

/**
 * Verified segments in memory, bounded in bytes; what has to go may have a place in a second tier. It keeps its own
 * copies: nothing outside ever holds its buffers.
 */
export class SegmentStore {
  readonly #limitBytes: number;
  readonly #streams = new Map<string, Map<number, StoredSegment>>();
  readonly #tier: SecondTier | null;
  #sizeBytes = 0;
  #revision = 0;

  constructor(limitBytes: number, tier: SecondTier | null = null) {
    this.#limitBytes = limitBytes;
    this.#tier = tier;
  }

  /** In memory. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get limitBytes(): number {
    return this.#limitBytes;
  }

  /** Changes with every change. */
  get revision(): number {
    return this.#revision;
  }

  /** From memory alone; what `has` tells of besides has to be recalled. */
  get(streamKey: string, id: number): StoredSegment | null {
    return this.#streams.get(streamKey)?.get(id) ?? null;
  }

  has(streamKey: string, id: number): boolean {
    return this.#streams.get(streamKey)?.has(id) || this.#tier?.find(streamKey, id) != null;
  }

  /** Null where it is not in the second tier, or cannot be had from there; then `has` no longer tells of it. */
  async recall(streamKey: string, id: number): Promise<StoredSegment | null> {
    const entry = this.#tier?.find(streamKey, id) ?? null;
    const bytes = await this.#recallRange(streamKey, id, { start: 0, end: entry?.sizeBytes ?? 0 });
    if (entry === null || bytes === null) return null;
    const { segment, source, isShareable } = entry;
    return { segment, source, isShareable, buffer: createAllocator(() => bytes)(bytes.length) };
  }

  /** A part of a segment in the second tier, to be read before it is sent; null where it is not there. */
  findArchived(streamKey: string, id: number): LaterSource | null {
    const entry = this.#tier?.find(streamKey, id) ?? null;
    if (entry === null) return null;
    const { sizeBytes } = entry;
    return {
      sizeBytes,
      open: async ({ start, end }) => {
        const part = { start, end: Math.min(end, sizeBytes) };
        const bytes = part.start < part.end ? await this.#recallRange(streamKey, id, part) : null;
        if (bytes === null) return null;
        return { sizeBytes, read: (range) => bytes.subarray(range.start - start, range.end - start) };
      },
    };
  }

  /** Sorted. */
  shareableIds(streamKey: string): number[] {
    const ids: number[] = [];
    for (const [id, stored] of this.#streams.get(streamKey) ?? []) if (stored.isShareable) ids.push(id);
    for (const id of this.#tier?.ids(streamKey) ?? []) if (this.get(streamKey, id) === null) ids.push(id);
    return ids.sort((a, b) => a - b);
  }

  streamKeys(): string[] {
    return [...new Set([...this.#streams.keys(), ...(this.#tier?.streamKeys() ?? [])])];
  }

  /** Makes room first; a segment that alone exceeds the limit is not kept. */
  add(stored: StoredSegment, usefulness: Usefulness): boolean {
    const { streamKey, id } = stored.segment;
    this.remove(streamKey, id);
    if (stored.buffer.sizeBytes > this.#limitBytes) return false;
    this.#makeRoom(stored.buffer.sizeBytes, usefulness);
    const stream = this.#streams.get(streamKey) ?? new Map<number, StoredSegment>();
    this.#streams.set(streamKey, stream.set(id, stored));
    this.#sizeBytes += stored.buffer.sizeBytes;
    this.#revision++;
    return true;
  }

  remove(streamKey: string, id: number): void {
    const stream = this.#streams.get(streamKey);
    const stored = stream?.get(id);
    if (stream === undefined || stored === undefined) return;
    stream.delete(id);
    if (stream.size === 0) this.#streams.delete(streamKey);
    this.#sizeBytes -= stored.buffer.sizeBytes;
    this.#revision++;
  }

  /** Forgets everything, here and in the second tier, for good. */
  clear(): void {
    this.#tier?.destroy();
    this.#streams.clear();
    this.#sizeBytes = 0;
    this.#revision++;
  }

  #makeRoom(neededBytes: number, usefulness: Usefulness): void {
    if (this.#sizeBytes + neededBytes <= this.#limitBytes) return;
    const all = [...this.#streams.values()].flatMap((stream) => [...stream.values()]);
    const ranked = all.map((stored) => ({ stored, worth: usefulness(stored) })).sort((a, b) => a.worth - b.worth);
    for (const { stored } of ranked) {
      if (this.#sizeBytes + neededBytes <= this.#limitBytes) return;
      this.remove(stored.segment.streamKey, stored.segment.id);
      this.#tier?.put(stored);
    }
  }

  async #recallRange(streamKey: string, id: number, range: ByteRange): Promise<Uint8Array<ArrayBuffer> | null> {
    return (await this.#tier?.read({ streamKey, id }, range)) ?? null;
  }
}
