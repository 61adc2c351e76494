import { createHash } from 'node:crypto';
import type { Clock } from '../../src/base/clock.ts';
import type { Http } from '../../src/base/http.ts';
import { SILENT_LOG } from '../../src/base/log.ts';
import type { Ports } from '../../src/base/ports.ts';
import { createSeededRandom } from '../../src/base/random.ts';
import { createMemoryStorage } from '../../src/base/storage.ts';

/** A clock that a test moves by hand; tasks run in order while it goes on. */
export type ManualClock = Clock & { advance(ms: number): void };

export function createManualClock(wallMs = Date.parse('2026-11-23T19:00:00.000Z')): ManualClock {
  let nowMs = 0;
  const tasks = new Set<{ atMs: number; run: () => void }>();
  return {
    nowMs: () => nowMs,
    wallMs: () => wallMs + nowMs,
    schedule(delayMs, run) {
      const task = { atMs: nowMs + delayMs, run };
      tasks.add(task);
      return () => tasks.delete(task);
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        const due = [...tasks].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (due === undefined) break;
        tasks.delete(due);
        nowMs = Math.max(nowMs, due.atMs);
        due.run();
      }
      nowMs = untilMs;
    },
  };
}

/** Ports for resolving: the given `Http`, a clock that a test moves, memory for storage. */
export function createSourcePorts(http: Http, clock: Clock = createManualClock()): Ports {
  return {
    clock,
    random: createSeededRandom(1),
    http,
    digest: {
      digest: async (algorithm, data) => new Uint8Array(createHash(algorithm).update(data).digest()),
    },
    storage: createMemoryStorage(),
    log: SILENT_LOG,
  };
}
