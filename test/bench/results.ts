import { readFile } from 'node:fs/promises';
import type { RowResult } from './run-row.ts';

export const RESULTS_FILE = '.cache/bench-results.jsonl';
export const QUICK_RESULTS_FILE = '.cache/bench-quick-results.jsonl';

export async function readResults(path: string): Promise<readonly RowResult[]> {
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
