import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/**
 * `npm run simulate`: bundles the simulation, then runs it. What a development loader adds to every function costs
 * more than half of the time where millions of them are made.
 */
const folder = await mkdtemp(join(tmpdir(), 'fleuve-simulate-'));
try {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: new URL('simulation.ts', import.meta.url).pathname,
      outDir: folder,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'simulation.mjs' } },
    },
  });
  const { main } = (await import(
    pathToFileURL(join(folder, 'simulation.mjs')).href
  )) as typeof import('./simulation.ts');
  await main(process.argv.slice(2));
} finally {
  await rm(folder, { recursive: true });
}
