import { createMemoryStorage, type Storage } from '../base/storage.ts';

/** Keeps our entries apart from those of the page that we are in. */
const PREFIX = 'fleuve:';

type WebStorage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * `localStorage`; memory where it is refused (sandboxed frames, blocked third-party storage) or full.
 * @param find hands out the web storage; may throw or return null.
 */
export function createBrowserStorage(find: () => WebStorage | null = () => globalThis.localStorage): Storage {
  const memory = createMemoryStorage();
  const attempt = <Value>(task: (storage: WebStorage) => Value): Value | null => {
    try {
      // Asked anew each time: a browser may withdraw the permission while the page lives.
      const storage = find();
      return storage === null ? null : task(storage);
    } catch {
      return null;
    }
  };
  return {
    read: (key) => memory.read(key) ?? attempt((storage) => storage.getItem(PREFIX + key)),
    write(key, value) {
      const isKept = attempt((storage) => {
        if (value === null) storage.removeItem(PREFIX + key);
        else storage.setItem(PREFIX + key, value);
        return true;
      });
      memory.write(key, isKept === true ? null : value);
    },
  };
}
