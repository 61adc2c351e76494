/**
 * Measures Fleuve beside p2p-media-loader and plain hls.js in real browsers.
 *
 *   npm run bench                          every row and column, three times
 *   npm run bench -- --quick               three rows, three columns, a film of 12 s, once
 *   npm run bench -- --row staggered --column fleuve --repeat 1
 *   npm run bench -- --report              writes docs/benchmarks.md from the results that are there
 *
 * Results are appended to results/browsers.jsonl, so that a run can be taken up again: what is there is not measured again
 * unless `--again` is given, or unless other programs took more than 15 % of the machine meanwhile. The report takes the
 * last three runs of each row and column.
 */
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPage } from './build-page.ts';
import { prepareFilm } from './films.ts';
import { startOrigin } from './origin.ts';
import type { Column } from './page/viewer.ts';
import { isUndisturbed, QUICK_RESULTS_FILE, RESULTS_FILE, readResults } from './results.ts';
import { ROWS, shorten } from './rows.ts';
import { runRow } from './run-row.ts';
import { describeResult } from './summary.ts';
import { writeReport } from './write-report.ts';

const COLUMNS: readonly Column[] = ['plain', 'stock', 'tuned', 'fleuve'];
const QUICK_ROWS = 3;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    row: { type: 'string', multiple: true },
    column: { type: 'string', multiple: true },
    repeat: { type: 'string' },
  },
});

const isQuick = values.quick;
const repeat = Number(values.repeat ?? (isQuick ? 1 : 3));
const rows = (isQuick ? ROWS.slice(0, QUICK_ROWS).map(shorten) : ROWS).filter(
  ({ name }) => values.row === undefined || values.row.includes(name),
);
const columns = COLUMNS.filter((column) =>
  values.column === undefined ? !isQuick || column !== 'tuned' : values.column.includes(column),
);
const resultsFile = isQuick ? QUICK_RESULTS_FILE : RESULTS_FILE;

if (values.report) await writeReport();
else await measureAll();

async function measureAll(): Promise<void> {
  const origin = await startOrigin(await buildPage());
  try {
    for (let round = 0; round < repeat; round++) {
      for (const row of rows) {
        const film = await prepareFilm(row.film);
        for (const column of columns) {
          if (!isQuick && !values.again && (await isMeasured(row.name, column, round))) continue;
          const result = await runRow(row, column, { origin, film });
          await mkdir(dirname(resultsFile), { recursive: true });
          await appendFile(resultsFile, `${JSON.stringify(result)}\n`);
          console.log(describeResult(result));
        }
      }
    }
  } finally {
    await origin.close();
  }
}

async function isMeasured(row: string, column: Column, round: number): Promise<boolean> {
  const results = (await readResults(resultsFile)).filter(isUndisturbed);
  return results.filter((result) => result.row === row && result.column === column).length > round;
}
