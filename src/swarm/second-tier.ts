import type { Clock } from '../base/clock.ts';
import { type ByteRange, MIB, SECOND_MS } from '../base/units.ts';
import { type Segment, segmentKey } from '../media/segment.ts';
import type { OpenArchive, SegmentArchive } from './segment-archive.ts';
import type { StoredSegment } from './segment-store.ts';

/** What waits to be written is still in memory: more than this is let go. */
const MAX_WAITING_BYTES = 16 * MIB;
/** An archive that answers later is of no use to anybody who waits. */
const READ_TIMEOUT_MS = 1.5 * SECOND_MS;
/** After so many refusals in a row nothing more is tried. */
const MAX_FAILURES = 3;

type Entry = Omit<StoredSegment, 'buffer'> & { readonly name: string; readonly sizeBytes: number };

export type SecondTierOptions = {
  readonly clock: Clock;
  readonly open: OpenArchive;
  /** Ids were added or lost. */
  onChanged(): void;
};

/** What memory had no room for and the archive has; any fault of the archive ends in "not here". */
export class SecondTier {
  readonly #options: SecondTierOptions;
  readonly #entries = new Map<string, Map<number, Entry>>();
  readonly #waiting = new Map<string, StoredSegment>();
  #archive: Promise<SegmentArchive | null> | null = null;
  #writing: Promise<void> | null = null;
  #sizeBytes = 0;
  #waitingBytes = 0;
  #failureCount = 0;
  #isOver = false;

  constructor(options: SecondTierOptions) {
    this.#options = options;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  find(streamKey: string, id: number): Entry | null {
    return this.#entries.get(streamKey)?.get(id) ?? null;
  }

  ids(streamKey: string): Iterable<number> {
    return this.#entries.get(streamKey)?.keys() ?? [];
  }

  streamKeys(): Iterable<string> {
    return this.#entries.keys();
  }

  /** Takes what memory lets go, where somebody vouches for it and there is room: what came first stays. */
  put(stored: StoredSegment): void {
    const { segment, buffer } = stored;
    const key = segmentKey(segment);
    if (this.#isOver || !stored.isShareable || this.#waiting.has(key)) return;
    if (this.find(segment.streamKey, segment.id) !== null) return;
    if (this.#waitingBytes + buffer.sizeBytes > MAX_WAITING_BYTES) return;
    this.#waiting.set(key, stored);
    this.#waitingBytes += buffer.sizeBytes;
    this.#writing ??= this.#writeAll();
  }

  /** Bytes of a segment; null, and forgotten, where they cannot be had. */
  async read(segment: Pick<Segment, 'streamKey' | 'id'>, range: ByteRange): Promise<Uint8Array<ArrayBuffer> | null> {
    const entry = this.find(segment.streamKey, segment.id);
    const archive = this.#archive;
    if (entry === null || archive === null) return null;
    const bytes = await this.#inTime(archive.then((open) => open?.read(entry.name, range) ?? null));
    if (bytes === null && this.find(segment.streamKey, segment.id) === entry) this.#forget(entry);
    return bytes;
  }

  /** Deletes all of it; nothing is taken any more. */
  destroy(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#drop();
    void this.#archive?.then((archive) => archive?.destroy());
  }

  async #writeAll(): Promise<void> {
    // Its code may not come, or the browser may refuse: then there is no second tier.
    this.#archive ??= this.#options.open(() => this.#lose()).catch(() => null);
    const archive = await this.#archive;
    if (archive === null) this.#isOver = true;
    for (const [key, stored] of this.#waiting) {
      if (archive !== null && !this.#isOver) await this.#write(archive, stored);
      if (this.#waiting.delete(key)) this.#waitingBytes -= stored.buffer.sizeBytes;
    }
    this.#writing = null;
  }

  async #write(archive: SegmentArchive, { buffer, segment, source, isShareable }: StoredSegment): Promise<void> {
    const { sizeBytes } = buffer;
    if (this.#sizeBytes + sizeBytes > archive.limitBytes) return;
    const name = `${segment.streamKey}-${segment.id}`;
    const isKept = await archive.write(name, buffer.read({ start: 0, end: sizeBytes }));
    this.#failureCount = isKept ? 0 : this.#failureCount + 1;
    if (this.#failureCount >= MAX_FAILURES) this.#isOver = true;
    if (!isKept || this.#isOver) return;
    const stream = this.#entries.get(segment.streamKey) ?? new Map<number, Entry>();
    this.#entries.set(segment.streamKey, stream.set(segment.id, { segment, source, isShareable, name, sizeBytes }));
    this.#sizeBytes += sizeBytes;
    this.#options.onChanged();
  }

  #inTime<Value>(reading: Promise<Value>): Promise<Value | null> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.schedule(READ_TIMEOUT_MS, () => resolve(null));
      void reading.then((value) => {
        cancel();
        resolve(value);
      });
    });
  }

  #forget({ segment, name, sizeBytes }: Entry): void {
    const stream = this.#entries.get(segment.streamKey);
    stream?.delete(segment.id);
    if (stream?.size === 0) this.#entries.delete(segment.streamKey);
    this.#sizeBytes -= sizeBytes;
    void this.#archive?.then((archive) => archive?.remove(name));
    this.#options.onChanged();
  }

  #lose(): void {
    this.#isOver = true;
    this.#drop();
    this.#options.onChanged();
  }

  #drop(): void {
    this.#entries.clear();
    this.#waiting.clear();
    this.#sizeBytes = 0;
    this.#waitingBytes = 0;
  }
}
