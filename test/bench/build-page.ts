import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, type Rolldown } from 'vite';

/** The viewers' page, by file name. */
export async function buildPage(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const result = (await build({
    configFile: false,
    root: fileURLToPath(new URL('./page/', import.meta.url)),
    logLevel: 'error',
    // p2p-media-loader's own bundle: it brings what its dependencies miss in a browser.
    resolve: { conditions: ['p2pml:core-as-bundle', ...defaultClientConditions] },
    build: { write: false, target: 'es2022', minify: true, modulePreload: false, chunkSizeWarningLimit: 5000 },
  })) as Rolldown.RolldownOutput;
  return new Map(result.output.map((part) => [part.fileName, part.type === 'chunk' ? part.code : part.source]));
}
