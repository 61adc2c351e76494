import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { type RecordedRun, SIMULATIONS_FILE } from '../sim/simulation.ts';
import type { Column } from './page/viewer.ts';
import {
  isUndisturbed,
  MAIN_THREAD_FILE,
  type MainThreadResult,
  RESULTS_FILE,
  readLines,
  readResults,
} from './results.ts';
import { ROWS, type Row } from './rows.ts';
import type { RowResult } from './run-row.ts';
import { type Figures, figuresOf, median } from './summary.ts';
import { drawBars } from './svg.ts';

const COLUMNS: readonly { readonly column: Column; readonly title: string }[] = [
  { column: 'plain', title: 'plain hls.js' },
  { column: 'stock', title: 'p2p-media-loader 2.3.1' },
  { column: 'tuned', title: 'the same, tuned' },
  { column: 'fleuve', title: 'Fleuve' },
];

/** Older runs may be of an older engine. */
const MAX_RUNS = 3;

type Cell = { readonly figures: Figures; readonly runs: number };
type FigureName = {
  readonly [Name in keyof Figures]-?: Figures[Name] extends number | null ? Name : never;
}[keyof Figures];

/** Which figures a row is about. */
const SHOWN: Readonly<Record<string, readonly FigureName[]>> = {
  staggered: ['copies', 'medianStartMs', 'stalls', 'largestUpload', 'wastedShare', 'cpuSeconds', 'memoryBytes'],
  together: ['copies', 'medianStartMs', 'stalls', 'largestUpload', 'wastedShare', 'cpuSeconds', 'memoryBytes'],
  'weak-origin': ['medianStartMs', 'stalls', 'longestStallMs', 'stalledSeconds', 'copies', 'wastedShare', 'cpuSeconds'],
  'weakest-origin': [
    'medianStartMs',
    'stalls',
    'longestStallMs',
    'stalledSeconds',
    'copies',
    'wastedShare',
    'cpuSeconds',
  ],
  'long-two': ['originPerWatched', 'stalls', 'leastBufferSeconds'],
  'long-third': ['peerShare', 'medianStartMs', 'stalls'],
  churn: ['stalls', 'peerShare'],
  renditions: ['meanBitsPerSecond', 'switches', 'peerShare', 'stalls'],
  live: ['medianStartMs', 'peerShare', 'liveDelaySeconds', 'stalls', 'wastedShare', 'cpuSeconds'],
  'weak-live': [
    'medianStartMs',
    'stalls',
    'longestStallMs',
    'stalledSeconds',
    'peerShare',
    'liveDelaySeconds',
    'wastedShare',
    'cpuSeconds',
  ],
};

const LABELS: Readonly<Record<FigureName, string>> = {
  copies: 'copies from the origin',
  medianStartMs: 'first frame, median',
  stalls: 'stalls, all viewers',
  longestStallMs: 'longest stall',
  stalledSeconds: 'stalled, all viewers',
  peerShare: 'from peers',
  originPerWatched: 'origin bytes by watched bytes',
  leastBufferSeconds: 'least buffer at the end',
  meanBitsPerSecond: 'mean bitrate',
  switches: 'switches',
  liveDelaySeconds: 'behind the live edge',
  cpuSeconds: 'CPU of the browser',
  memoryBytes: 'peak memory of the browser',
  largestUpload: 'largest upload of one viewer, films',
  wastedShare: 'bytes wasted',
  errors: 'errors',
};

/** Writes docs/benchmarks.md and its picture from all results that there are. */
export async function writeReport(): Promise<void> {
  const results = (await readResults(RESULTS_FILE)).filter(isUndisturbed);
  const lines = [...INTRODUCTION, ...describeMachine(results), ''];
  for (const row of ROWS) lines.push(...tableOf(row, results), '');
  lines.push(...(await describeMainThread()), ...(await describeSimulations()));
  await mkdir('docs', { recursive: true });
  await writeFile('docs/benchmarks.md', `${lines.join('\n').trim()}\n`);
  await writeFile('docs/benchmarks.svg', drawCopies(results));
}

/** The last run. */
async function describeMainThread(): Promise<string[]> {
  const last = (await readLines<MainThreadResult>(MAIN_THREAD_FILE)).at(-1);
  if (last === undefined) return [];
  const { seconds, slowdown, longTasksMs, peerBytes, stalls } = last;
  const rate = ((peerBytes * 8) / seconds / 1e6).toFixed(1);
  const longest = longTasksMs.length === 0 ? '' : `, the longest ${Math.max(...longTasksMs).toFixed(0)} ms`;
  return [
    '## Main thread',
    '',
    `A processor ${slowdown} times as slow, a film that arrives from a peer at ${rate} Mbit/s, ${seconds.toFixed(0)} s: ` +
      `${longTasksMs.length} tasks of 50 ms or more${longest}; ${stalls} stalls.`,
    '',
  ];
}

/** The last run of each scenario with each number of viewers. */
async function describeSimulations(): Promise<string[]> {
  const latest = new Map<string, RecordedRun>();
  for (const run of await readLines<RecordedRun>(SIMULATIONS_FILE)) {
    if (run.engine === 'fleuve' && !run.isBroken) latest.set(`${run.scenario} ${run.viewers}`, run);
  }
  if (latest.size === 0) return [];
  const rows = [...latest.values()].map((run) => {
    const start = `${(run.startMedianMs / 1000).toFixed(1)} s; ${(run.start95Ms / 1000).toFixed(1)} s`;
    const distance = run.edgeDistanceSeconds === null ? '–' : `${run.edgeDistanceSeconds.toFixed(1)} s`;
    const peers = format('peerShare', run.peerShare);
    const stalled = format('wastedShare', run.stalledShare);
    const took = `${run.durationSeconds} s in ${run.tookSeconds.toFixed(0)} s`;
    const day = run.at.slice(0, 10);
    return `| ${[run.scenario, run.viewers, peers, start, stalled, distance, run.seed, took, day].join(' | ')} |`;
  });
  return [
    '## Simulated',
    '',
    '`npm run simulate -- --record`: the scheduler, the sessions and the codecs that ship, in one process on a virtual clock.',
    'The film has 2.5 Mbit/s; uplinks are log-normal with a median of 6 Mbit/s, and a fifth is below 1.5; 15 % of the pairs',
    'cannot connect. In `flash-crowd` all begin at once on an origin for 20 of them; lives are watched 12 s (`live-edge`) and',
    '20 s (`live-behind`) behind the camera; in `long-film` somebody comes every 5 s and watches for 4 of 20 minutes; in',
    '`churn` all come within 100 s and stay for 40 s on average, and every fifth goes without a word.',
    '',
    '| scenario | viewers | from peers | start: median; 95th percentile | stalled | behind the edge | seed | simulated | on |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ];
}

const INTRODUCTION = [
  '# Benchmarks',
  '',
  'Fleuve beside p2p-media-loader and plain hls.js, in real browsers. `npm run bench` measures, `npm run bench -- --report`',
  'writes this page from what was measured (`test/bench/results`); nothing here was typed by hand.',
  '',
  '![Copies of the film that leave the origin](benchmarks.svg)',
  '',
  '## How it is measured',
  '',
  'One Chromium a run, one context a viewer, one origin that counts each byte of media where it leaves and can be limited as',
  'a whole, and the real bittorrent-tracker server, all on one machine. The films are 320x180 with noise, in single-file',
  'fragmented MP4 with byte ranges (the live: MPEG-TS), 4 s a segment: 120 s in 30 segments at 1.57 Mbit/s, and 25 minutes',
  'in 375 segments at 0.55 Mbit/s. They carry `segments-sha256.json`, and every engine that takes from peers checks it.',
  'hls.js keeps 30 s ahead in every column. "Tuned" is `highDemandTimeWindow: 1`, `simultaneousP2PDownloads: 6`, `httpDownloadTimeWindow: 30`. A stall is an',
  'interruption of 50 ms or more after the first picture. A copy is the size of the film. Figures are medians of the last three runs; what',
  'was not measured is left empty. Eight decoders and the servers share the cores of one machine, so starts are later than on',
  'eight machines: compare columns, not seconds. The machine is slower on some days than on others; what it was in a row is',
  'seen by the processor time that plain hls.js took. Runs beside which other programs took more than 15 % of the machine are left',
  'out.',
  '',
];

function describeMachine(results: readonly RowResult[]): string[] {
  const [cpu] = cpus();
  const last = results.map(({ at }) => at.slice(0, 10)).sort();
  if (last.length === 0) return ['Nothing has been measured yet.'];
  return [`Measured from ${last[0]} to ${last.at(-1)} on ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}).`];
}

function tableOf(row: Row, results: readonly RowResult[]): string[] {
  const cells = COLUMNS.map(({ column }) => cellOf(results, row.name, column));
  if (cells.every((cell) => cell === null)) return [`## ${row.title}`, '', 'Not measured yet.'];
  const header = `| | ${COLUMNS.map(({ title }) => title).join(' | ')} |`;
  const figures = (SHOWN[row.name] ?? []).map((name) => {
    const values = cells.map((cell) => (cell === null ? '' : format(name, cell.figures[name])));
    return `| ${LABELS[name]} | ${values.join(' | ')} |`;
  });
  const runs = `| runs | ${cells.map((cell) => cell?.runs ?? 0).join(' | ')} |`;
  return [`## ${row.title}`, '', header, '|---|---|---|---|---|', ...figures, runs];
}

function cellOf(results: readonly RowResult[], row: string, column: Column): Cell | null {
  const all = results.filter((result) => result.row === row && result.column === column);
  const runs = all.slice(-MAX_RUNS).map(figuresOf);
  const [first] = runs;
  if (first === undefined) return null;
  const names = Object.keys(first) as FigureName[];
  const figures = Object.fromEntries(
    names.map((name) => {
      const values = runs.map((run) => run[name]).filter((value) => value !== null);
      return [name, values.length === 0 ? null : median(values)];
    }),
  ) as unknown as Figures;
  return { figures, runs: runs.length };
}

function format(name: FigureName, value: number | null): string {
  if (value === null) return '–';
  if (name === 'medianStartMs' || name === 'longestStallMs') return `${(value / 1000).toFixed(2)} s`;
  if (name === 'stalledSeconds' || name === 'leastBufferSeconds' || name === 'liveDelaySeconds')
    return `${value.toFixed(1)} s`;
  if (name === 'peerShare' || name === 'wastedShare') return `${(value * 100).toFixed(1)} %`;
  if (name === 'memoryBytes') return `${(value / 2 ** 20).toFixed(0)} MB`;
  if (name === 'meanBitsPerSecond') return `${(value / 1e6).toFixed(2)} Mbit/s`;
  if (name === 'cpuSeconds') return `${value.toFixed(0)} s`;
  return name === 'stalls' || name === 'switches' ? String(value) : value.toFixed(2);
}

function drawCopies(results: readonly RowResult[]): string {
  const groups = ROWS.filter(({ film }) => film === 'short').flatMap(({ name, title }) => {
    const bars = COLUMNS.flatMap((one) => {
      const cell = cellOf(results, name, one.column);
      return cell === null ? [] : [{ label: one.title, value: cell.figures.copies }];
    });
    return bars.length === 0 ? [] : [{ title, bars }];
  });
  return drawBars('Copies of the film that leave the origin', groups);
}
