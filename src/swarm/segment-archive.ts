import type { ByteRange } from '../base/units.ts';

/** A second place for segments, slower and larger than memory, for this visit only. Nothing here ever rejects. */
export interface SegmentArchive {
  /** What it may hold at most; whoever writes keeps to it. */
  readonly limitBytes: number;
  /** False where it was not kept. The bytes must not change until then. */
  write(name: string, bytes: Uint8Array): Promise<boolean>;
  /** Null where there is nothing of that name, or not all of the range. */
  read(name: string, range: ByteRange): Promise<Uint8Array<ArrayBuffer> | null>;
  remove(name: string): Promise<void>;
  /** Deletes everything; reads and writes that follow find nothing. May be called twice. */
  destroy(): Promise<void>;
}

/**
 * Asked when memory is full for the first time. Null where there is no such place.
 * @param onLost what was kept is gone, as when the page goes out of sight for good.
 */
export type OpenArchive = (onLost: () => void) => Promise<SegmentArchive | null>;
