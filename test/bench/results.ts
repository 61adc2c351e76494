import { readFile } from 'node:fs/promises';
import type { RowResult } from './run-row.ts';

/** What `docs/benchmarks.md` is made of: kept with the sources, so that it can be made again and added to. */
export const RESULTS_FILE = 'test/bench/results/browsers.jsonl';
export const QUICK_RESULTS_FILE = '.cache/bench-quick-results.jsonl';

export const MAIN_THREAD_FILE = 'test/bench/results/main-thread.jsonl';

/** A page whose processor was slowed down, while a film came from a peer. */
export type MainThreadResult = {
  readonly seconds: number;
  readonly slowdown: number;
  /** Of each task of 50 ms or more, whoever's it was. */
  readonly longTasksMs: readonly number[];
  readonly peerBytes: number;
  readonly stalls: number;
  /** ISO 8601. */
  readonly at: string;
};

export const readResults = (path: string) => readLines<RowResult>(path);

/** A file of one JSON value a line; none where there is no file. */
export async function readLines<Line>(path: string): Promise<readonly Line[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** What else runs, the kernel among it, may take so much of the machine; what was measured beside more is not reported. */
const MAX_FOREIGN_CPU_SHARE = 0.15;

export function isUndisturbed(result: RowResult): boolean {
  return (result.foreignCpuShare ?? 0) <= MAX_FOREIGN_CPU_SHARE;
}
