import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { FilmServer } from './film-server.ts';
import type { ViewerEngine, ViewerNumbers } from './page/viewer.ts';

const CORE = fileURLToPath(
  new URL('../../node_modules/p2p-media-loader-core/dist/p2p-media-loader-core.es.js', import.meta.url),
);

/** The viewer's page and its scripts, as a bundler makes them. */
export async function buildViewerPage(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const result = (await build({
    configFile: false,
    root: fileURLToPath(new URL('./page/', import.meta.url)),
    logLevel: 'error',
    // The package's own bundle: it brings what the modules under it take from Node.
    resolve: { alias: { 'p2p-media-loader-core': CORE } },
    build: { write: false, target: 'es2022', minify: false, modulePreload: false },
  })) as Rolldown.RolldownOutput;
  return new Map(result.output.map((part) => [part.fileName, part.type === 'chunk' ? part.code : part.source]));
}

export type Viewer = {
  readonly page: Page;
  numbers(): Promise<ViewerNumbers>;
  switchTo(heightPx: number): Promise<void>;
  /** Resolves, when the picture moves on, with the milliseconds it took. */
  seek(seconds: number): Promise<number>;
  until(what: string, isTrue: (numbers: ViewerNumbers) => boolean, timeoutMs?: number): Promise<ViewerNumbers>;
  leave(): Promise<void>;
};

export async function openViewer(
  context: BrowserContext,
  film: FilmServer,
  wish: { readonly engine: ViewerEngine; readonly trackerUrl: string; readonly heightPx?: number },
): Promise<Viewer> {
  const page = await context.newPage();
  await page.goto(`${film.origin}/`);
  await page.waitForSelector('html[data-ready]');
  await page.evaluate((all) => window.interop.watch(all), { ...wish, url: film.url, hashesUrl: film.hashesUrl });
  const numbers = () => page.evaluate(() => window.interop.numbers());
  return {
    page,
    numbers,
    switchTo: (heightPx) => page.evaluate((height) => window.interop.switchTo(height), heightPx),
    seek: (seconds) => page.evaluate((to) => window.interop.seek(to), seconds),
    async until(what, isTrue, timeoutMs = 30_000) {
      const endMs = Date.now() + timeoutMs;
      for (;;) {
        const now = await numbers();
        if (isTrue(now)) return now;
        if (Date.now() > endMs) throw new Error(`Waited ${timeoutMs} ms in vain until ${what}: ${JSON.stringify(now)}`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    async leave() {
      await page.evaluate(() => window.interop.leave());
      await page.close();
    },
  };
}
