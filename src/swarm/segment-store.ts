import type { Segment } from '../media/segment.ts';
import type { SegmentBuffer } from './segment-buffer.ts';
import type { LoadSource } from './supply.ts';

export type StoredSegment = {
  readonly segment: Segment;
  readonly buffer: SegmentBuffer;
  readonly source: LoadSource;
  /** False for bytes that nobody could vouch for: they are played and passed on to nobody. */
  readonly isShareable: boolean;
};

/** How much a stored segment is worth keeping; the lowest goes first. */
export type Usefulness = (stored: StoredSegment) => number;

/** Verified segments in memory, bounded in bytes. It keeps its own copies: nothing outside ever holds its buffers. */
export class SegmentStore {
  readonly #limitBytes: number;
  readonly #streams = new Map<string, Map<number, StoredSegment>>();
  #sizeBytes = 0;
  #revision = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

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

  get(streamKey: string, id: number): StoredSegment | null {
    return this.#streams.get(streamKey)?.get(id) ?? null;
  }

  has(streamKey: string, id: number): boolean {
    return this.#streams.get(streamKey)?.has(id) ?? false;
  }

  /** Sorted. */
  shareableIds(streamKey: string): number[] {
    const ids: number[] = [];
    for (const [id, stored] of this.#streams.get(streamKey) ?? []) if (stored.isShareable) ids.push(id);
    return ids.sort((a, b) => a - b);
  }

  streamKeys(): string[] {
    return [...this.#streams.keys()];
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

  clear(): void {
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
    }
  }
}
