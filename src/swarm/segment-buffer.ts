import type { ByteRange } from '../base/units.ts';

/** Where the bytes of one segment live. */
export interface SegmentBuffer {
  readonly sizeBytes: number;
  write(offset: number, bytes: Uint8Array): void;
  /** A view of what was written: not to be kept, changed or transferred. */
  read(range: ByteRange): Uint8Array;
  /** All bytes, owned by the caller. */
  copy(): Uint8Array<ArrayBuffer>;
}

export type AllocateBytes = (sizeBytes: number) => Uint8Array<ArrayBuffer>;
export type AllocateBuffer = (sizeBytes: number) => SegmentBuffer;

/** @param allocateBytes memory; simulations of thousands of viewers give bytes that have a length only. */
export function createAllocator(
  allocateBytes: AllocateBytes = (sizeBytes) => new Uint8Array(sizeBytes),
): AllocateBuffer {
  return (sizeBytes) => {
    const memory = allocateBytes(sizeBytes);
    return {
      sizeBytes,
      write: (offset, bytes) => memory.set(bytes, offset),
      read: ({ start, end }) => memory.subarray(start, end),
      copy: () => memory.slice(),
    };
  };
}
