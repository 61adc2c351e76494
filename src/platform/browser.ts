import type { Clock } from '../base/clock.ts';
import { SILENT_LOG } from '../base/log.ts';
import type { Ports } from '../base/ports.ts';
import type { Random } from '../base/random.ts';
import { createBrowserDigest } from './browser-digest.ts';
import { createBrowserStorage } from './browser-storage.ts';
import { createFetchHttp } from './fetch-http.ts';

/** Everything impure that the library uses in a page: the page's own clock, chance, network, hashing and storage. */
export function createBrowserPorts(): Ports {
  return {
    clock: createBrowserClock(),
    random: createBrowserRandom(),
    http: createFetchHttp(),
    digest: createBrowserDigest(),
    storage: createBrowserStorage(),
    log: SILENT_LOG,
  };
}

/** `performance.now` does not go back when the user sets the clock; timers of hidden pages may run late. */
export function createBrowserClock(): Clock {
  return {
    nowMs: () => performance.now(),
    wallMs: () => Date.now(),
    schedule(delayMs, task) {
      const timer = setTimeout(task, Math.max(0, delayMs));
      return () => clearTimeout(timer);
    },
  };
}

/** Good enough for back-off, elections and ids that nobody gains by guessing; no source of secrets. */
export function createBrowserRandom(): Random {
  return { unit: () => Math.random() };
}
