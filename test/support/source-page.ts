import { type Browser, chromium, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { BROWSER_ARGUMENTS, findBrowser, MANY_VIEWERS_ARGUMENTS } from './find-browser.ts';

type Exports = Record<string, (...args: readonly unknown[]) => unknown>;

export type SourceServer = {
  readonly origin: string;
  /** A page in a context of its own, empty but for what `run` loads into it. */
  openPage(): Promise<Page>;
  close(): Promise<void>;
};

/** A browser, and a server that hands it our sources as they are. */
export async function startSourceServer(): Promise<SourceServer> {
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    root: process.cwd(),
    cacheDir: '.cache/vite-source-page',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    plugins: [blankPage()],
    appType: 'custom',
  });
  await server.listen();
  const origin = originOf(server);
  const browser = await launchBrowser();
  return {
    origin,
    async openPage() {
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${origin}/blank.html`);
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Calls a function that `path` (from the top of the repository) exports, inside the page. */
export function runInPage<Result>(page: Page, path: string, call: { name: string; args?: unknown[] }): Promise<Result> {
  return page.evaluate(
    async ([module, name, args]) => {
      const page = globalThis as unknown as { load: (path: string) => Promise<Exports> };
      return (await page.load(module))[name]?.(...args);
    },
    // The page imports by itself: an import written here would be rewritten for Node.
    [`/${path}`, call.name, call.args ?? []] as const,
  ) as Promise<Result>;
}

function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser(),
    args: [...BROWSER_ARGUMENTS, ...MANY_VIEWERS_ARGUMENTS],
    // Pages that are left are kept, as in a browser that people use.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}

function originOf(server: ViteDevServer): string {
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no address.');
  return `http://127.0.0.1:${address.port}`;
}

function blankPage() {
  return {
    name: 'blank-page',
    configureServer(server: ViteDevServer) {
      server.middlewares.use('/blank.html', (_request, response) => {
        response.setHeader('content-type', 'text/html');
        response.end('<!doctype html><title>blank</title><script>load = (path) => import(path);</script>');
      });
    },
  };
}
