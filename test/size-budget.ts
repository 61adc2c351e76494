/**
 * Builds every entry that the budget names, minified, and weighs it as a server would send it (gzip, level 9).
 * `first` counts what is fetched at once, `later` the rest but for other languages, of which a viewer fetches one,
 * `all` everything. Fails if one is over its budget;
 * whoever raises a number says why in the commit.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { NO_PRELOAD } from '../vite.config.ts';

type Budget = {
  readonly about: string;
  readonly entry: string;
  readonly counts: 'first' | 'later' | 'all';
  readonly maxBytes: number;
};

const EXTERNAL = [
  /^hls\.js/,
  /^@noble\/hashes/,
  /^socket\.io-client/,
  /^p2p-media-loader/,
  /^video\.js/,
  /^simple-peer/,
];

const budgets: Readonly<Record<string, Budget>> = JSON.parse(
  readFileSync(new URL('size-budget.json', import.meta.url), 'utf8'),
);

async function buildEntry(entry: string): Promise<readonly Rolldown.OutputChunk[]> {
  const result = await build({
    root: new URL('..', import.meta.url).pathname,
    configFile: false,
    logLevel: 'error',
    plugins: [NO_PRELOAD],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: entry, external: EXTERNAL, preserveEntrySignatures: 'strict' },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  return outputs.flatMap((output) => ('output' in output ? output.output : [])).filter((part) => part.type === 'chunk');
}

/** The entry's chunk and every chunk that it imports at once, directly or not. */
function firstChunks(chunks: readonly Rolldown.OutputChunk[]): readonly Rolldown.OutputChunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const seen = new Set<Rolldown.OutputChunk>();
  const visit = (chunk: Rolldown.OutputChunk | undefined) => {
    if (chunk === undefined || seen.has(chunk)) return;
    seen.add(chunk);
    for (const name of chunk.imports) visit(byName.get(name));
  };
  visit(chunks.find((chunk) => chunk.isEntry));
  return [...seen];
}

function countedChunks(chunks: readonly Rolldown.OutputChunk[], counts: Budget['counts']) {
  if (counts === 'all') return chunks;
  const first = firstChunks(chunks);
  if (counts === 'first') return first;
  const isLanguage = ({ moduleIds }: Rolldown.OutputChunk) =>
    moduleIds.every((id) => /\/ui\/text\/[a-z]{2}\.ts$/.test(id));
  return chunks.filter((chunk) => !first.includes(chunk) && !isLanguage(chunk));
}

const sizeOf = (chunk: Rolldown.OutputChunk) => gzipSync(chunk.code, { level: 9 }).length;
const sum = (chunks: readonly Rolldown.OutputChunk[]) => chunks.reduce((bytes, chunk) => bytes + sizeOf(chunk), 0);
const inKib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`.padStart(10);

let isOver = false;
for (const [name, budget] of Object.entries(budgets)) {
  const chunks = await buildEntry(budget.entry);
  const bytes = sum(countedChunks(chunks, budget.counts));
  const verdict = bytes > budget.maxBytes ? 'OVER' : 'ok';
  isOver ||= bytes > budget.maxBytes;
  console.log(`${name.padEnd(12)}${inKib(bytes)} of ${inKib(budget.maxBytes)}  ${verdict}  ${budget.about}`);
}
if (isOver) process.exitCode = 1;
