import { MIB, SECOND_MS } from '../../base/units.ts';
import type { SegmentArchive } from '../segment-archive.ts';

const MAX_BYTES = 512 * MIB;
const QUOTA_SHARE = 0.2;
/** Private windows, where the files would be in memory after all, and full disks grant no more than this. */
const MIN_QUOTA_BYTES = 2048 * MIB;
const FOLDER = 'fleuve-visits';
const OPEN_TIMEOUT_MS = 10 * SECOND_MS;

export type OpfsArchiveOptions = {
  /** What was kept is gone. */
  onLost(): void;
  /** The page's, unless given. */
  readonly storage?: Pick<StorageManager, 'getDirectory' | 'estimate'>;
  readonly isSavingData?: boolean;
};

type ConnectionLike = { readonly saveData?: boolean };

/**
 * Segments as files in the origin-private file system, in a folder of this visit. A lock, which ends with the page
 * however it ends, tells other pages that the folder is in use; folders without one are deleted.
 * @returns null where the browser has no such place, refuses it, has little room, or the viewer saves data.
 */
export async function openOpfsArchive(options: OpfsArchiveOptions): Promise<SegmentArchive | null> {
  const connection = (navigator as Navigator & { readonly connection?: ConnectionLike }).connection;
  if (options.isSavingData ?? connection?.saveData === true) return null;
  const storage = options.storage ?? navigator.storage;
  try {
    const { quota = 0 } = await storage.estimate();
    if (quota < MIN_QUOTA_BYTES) return null;
    const folder = await (await storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
    await removeLeftovers(folder);
    const name = crypto.randomUUID();
    const unlock = await lock(name);
    if (unlock === null) return null;
    const limitBytes = Math.min(MAX_BYTES, Math.floor(quota * QUOTA_SHARE));
    const visit = await folder.getDirectoryHandle(name, { create: true });
    return new OpfsArchive({ folder, visit, limitBytes, unlock, onLost: () => options.onLost() });
  } catch {
    // No second tier: refused in private windows, by settings, or for want of room.
    return null;
  }
}

/**
 * Deletes what visits left behind that ended without a goodbye.
 * @returns whether nothing is left; other pages may be using theirs.
 * @throws `DOMException` where the browser refuses the place.
 */
export async function removeLeftVisits(): Promise<boolean> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  return (await removeLeftovers(folder)) === 0;
}

async function removeLeftovers(folder: FileSystemDirectoryHandle): Promise<number> {
  let inUse = 0;
  for await (const name of (folder as FileSystemDirectoryHandle & { keys(): AsyncIterable<string> }).keys()) {
    await navigator.locks.request(lockName(name), { ifAvailable: true }, async (held) => {
      if (held === null) inUse++;
      else await folder.removeEntry(name, { recursive: true }).catch(ignoreFault);
    });
  }
  return inUse;
}

type Parts = {
  readonly folder: FileSystemDirectoryHandle;
  readonly visit: FileSystemDirectoryHandle;
  readonly limitBytes: number;
  readonly onLost: () => void;
  unlock(): void;
};

class OpfsArchive implements SegmentArchive {
  readonly limitBytes: number;
  readonly #parts: Parts;
  readonly #listening = new AbortController();
  #isOver = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.limitBytes = parts.limitBytes;
    const onHide = () => {
      void this.destroy();
      parts.onLost();
    };
    // A held lock would keep the page out of the back/forward cache.
    globalThis.addEventListener('pagehide', onHide, { signal: this.#listening.signal });
  }

  async write(name: string, bytes: Uint8Array): Promise<boolean> {
    if (this.#isOver) return false;
    try {
      const file = await this.#parts.visit.getFileHandle(name, { create: true });
      const stream = await file.createWritable();
      await stream.write(bytes as Uint8Array<ArrayBuffer>);
      await stream.close();
      return !this.#isOver;
    } catch {
      // Room may have run out, whatever the estimate was.
      return false;
    }
  }

  async read(name: string, { start, end }: { start: number; end: number }): Promise<Uint8Array<ArrayBuffer> | null> {
    if (this.#isOver) return null;
    try {
      const file = await (await this.#parts.visit.getFileHandle(name)).getFile();
      const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
      return bytes.length === end - start && !this.#isOver ? bytes : null;
    } catch {
      // The browser may clear its storage at any time.
      return null;
    }
  }

  async remove(name: string): Promise<void> {
    await this.#parts.visit.removeEntry(name).catch(ignoreFault);
  }

  async destroy(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#listening.abort();
    const { folder, visit, unlock } = this.#parts;
    await folder.removeEntry(visit.name, { recursive: true }).catch(ignoreFault);
    unlock();
  }
}

/** Held until what it resolves to is called; null where it cannot be had. */
function lock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(OPEN_TIMEOUT_MS);
    navigator.locks
      .request(lockName(name), { signal }, () => new Promise<void>((release) => resolve(release)))
      .catch(reject);
  });
}

const lockName = (visit: string) => `${FOLDER}/${visit}`;

/** Whatever could not be deleted now is at the next start. */
const ignoreFault = () => undefined;
