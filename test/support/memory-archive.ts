import type { SegmentArchive } from '../../src/swarm/segment-archive.ts';

/** An archive that is a map. */
export function createMemoryArchive(limitBytes = 1e9): SegmentArchive & { readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  let isOver = false;
  return {
    files,
    limitBytes,
    async write(name, bytes) {
      if (!isOver) files.set(name, bytes.slice());
      return !isOver;
    },
    async read(name, { start, end }) {
      const bytes = files.get(name)?.slice(start, end) ?? null;
      return bytes?.length === end - start ? new Uint8Array(bytes) : null;
    },
    async remove(name) {
      files.delete(name);
    },
    async destroy() {
      isOver = true;
      files.clear();
    },
  };
}
