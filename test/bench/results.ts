import { readFile } from 'node:fs/promises';
import type { RowResult } from './run-row.ts';

export const RESULTS_FILE = '.cache/bench-results.jsonl';
export const QUICK_RESULTS_FILE = '.cache/bench-quick-results.jsonl';

export const readResults = (path: string) => readLines<RowResult>(path);

/** A file of one JSON value a line; none where there is no file. */
export async function readLines<Line>(path: string): Promise<readonly Line[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Other programs may take a tenth of the machine; what was measured beside more of them is not reported. */
const MAX_FOREIGN_CPU_SHARE = 0.1;

export function isUndisturbed(result: RowResult): boolean {
  return (result.foreignCpuShare ?? 0) <= MAX_FOREIGN_CPU_SHARE;
}
