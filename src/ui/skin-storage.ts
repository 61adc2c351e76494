import { createMemoryStorage, type Storage } from '../base/storage.ts';

/** Where the skin keeps its few choices if nobody gives it a place: the page's storage, or memory where that is refused. */
export function createSkinStorage(): Storage {
  const memory = createMemoryStorage();
  const attempt = (task: (page: globalThis.Storage) => string | null) => {
    try {
      return task(localStorage);
    } catch {
      // Sandboxed frames and blocked cookies throw at the very name; a full storage at the write.
      return null;
    }
  };
  return {
    read: (key) => memory.read(key) ?? attempt((page) => page.getItem(`fleuve:${key}`)),
    write(key, value) {
      memory.write(key, value);
      attempt((page) => {
        if (value === null) page.removeItem(`fleuve:${key}`);
        else page.setItem(`fleuve:${key}`, value);
        return null;
      });
    },
  };
}
