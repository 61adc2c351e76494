import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, type Rollup } from 'vite';

/** Built files by their path, without a slash in front. */
export type PageFiles = ReadonlyMap<string, { readonly bytes: Buffer; readonly type: string }>;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
};

const PAGES_FOLDER = fileURLToPath(new URL('./pages/', import.meta.url));
const EMBED_FOLDER = fileURLToPath(new URL('../src/embed/page/', import.meta.url));

/** Bundles the demo's pages, and the embed page beside them, in memory. Takes about two seconds. */
export async function buildPages(): Promise<PageFiles> {
  const names = ['index', 'watch', 'theatre', 'viewer', 'blog', 'remote'];
  const files = new Map<string, { bytes: Buffer; type: string }>();
  const inputs = Object.fromEntries(names.map((name) => [name, `${PAGES_FOLDER}${name}.html`]));
  await bundle({ root: PAGES_FOLDER, inputs }, files);
  if (existsSync(`${EMBED_FOLDER}embed.html`)) {
    await bundle({ root: EMBED_FOLDER, inputs: { embed: `${EMBED_FOLDER}embed.html` } }, files);
    files.set('embed.config.json', { bytes: Buffer.from('{"instances":["*"]}'), type: TYPES['.json']! });
  }
  return files;
}

async function bundle(
  source: { root: string; inputs: Record<string, string> },
  files: Map<string, { bytes: Buffer; type: string }>,
): Promise<void> {
  const existing = Object.fromEntries(Object.entries(source.inputs).filter(([, path]) => existsSync(path)));
  const result = (await build({
    configFile: false,
    root: source.root,
    base: '/',
    logLevel: 'error',
    // p2p-media-loader's own bundle brings what it takes from Node.
    resolve: { conditions: ['p2pml:core-as-bundle', ...defaultClientConditions] },
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      modulePreload: { polyfill: false },
      rollupOptions: { input: existing },
    },
  })) as Rollup.RollupOutput;
  for (const item of result.output) {
    const content = item.type === 'chunk' ? item.code : item.source;
    const bytes = Buffer.from(content as string);
    files.set(item.fileName, { bytes, type: TYPES[extname(item.fileName)] ?? 'application/octet-stream' });
  }
}
