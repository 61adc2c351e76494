import { createMemoryStorage, type Storage } from '../../base/storage.ts';

/**
 * The page's web storage under its own names, without a prefix of ours: where an instance's front end keeps the
 * viewer's login and session. Memory where the browser refuses.
 */
export function createPageStorage(kind: 'local' | 'session'): Storage {
  const memory = createMemoryStorage();
  const attempt = <Value>(task: (storage: globalThis.Storage) => Value): Value | null => {
    try {
      return task(kind === 'local' ? localStorage : sessionStorage);
    } catch {
      return null;
    }
  };
  return {
    read: (key) => attempt((storage) => storage.getItem(key)) ?? memory.read(key),
    write(key, value) {
      memory.write(key, value);
      attempt((storage) => (value === null ? storage.removeItem(key) : storage.setItem(key, value)));
    },
  };
}
