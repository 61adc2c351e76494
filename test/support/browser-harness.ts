import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { PlayerOptions } from '../../src/player/options.ts';
import type { Player } from '../../src/player/player.ts';
import { BROWSER_ARGUMENTS, findBrowser, MANY_VIEWERS_ARGUMENTS } from './find-browser.ts';
import { findFreePort } from './free-port.ts';
import type { Snapshot } from './harness/main.ts';
import type { Rogue, RogueOrder } from './harness/rogue.ts';

export type { Snapshot } from './harness/main.ts';

/** A Chromium that plays without a gesture and does not slow pages down that are not in front. */
export function launchBrowser(extraArguments: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser(),
    headless: true,
    args: [...BROWSER_ARGUMENTS, ...MANY_VIEWERS_ARGUMENTS, ...extraArguments],
  });
}

/**
 * A window in which a tab hides the one before it, as with a person's browser: elsewhere playwright tells every page that
 * it is in front, and such a page cannot be frozen.
 */
export async function openWindow(): Promise<{ readonly context: BrowserContext; close(): Promise<void> }> {
  const port = await findFreePort();
  const browser = await launchBrowser([`--remote-debugging-port=${port}`]);
  const connection = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
  return {
    context: connection.contexts()[0]!,
    close: async () => {
      await connection.close();
      await browser.close();
    },
  };
}

/** A page with nothing in it but our library, on an origin of its own: as on somebody's website. */
export type HarnessSite = { readonly origin: string; close(): Promise<void> };

const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };

export async function serveHarness(): Promise<HarnessSite> {
  const files = await buildHarness();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    // A page also under the name of a playlist: what a server sends that has moved its films.
    const name = path === '/' || path.endsWith('.m3u8') ? 'index.html' : path.slice(1);
    const file = files.get(name);
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': TYPES[extname(name)] ?? 'text/plain' });
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function buildHarness(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const root = fileURLToPath(new URL('./harness/', import.meta.url));
  const result = (await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: { write: false, target: 'es2022', minify: false, modulePreload: false },
  })) as Rolldown.RolldownOutput;
  return new Map(result.output.map((part) => [part.fileName, part.type === 'chunk' ? part.code : part.source]));
}

export type ViewerOptions = {
  readonly player: PlayerOptions;
  /** With the skin, as `createPlayer` makes it; the bare core by default. */
  readonly hasSkin?: boolean;
  /** Of the player, 16:9; a small one plays small renditions. 640 by default. */
  readonly widthPx?: number;
  /** Runs before any script of the page, such as to take something from the browser. */
  readonly initScript?: string;
};

/** One viewer: a page with a player. */
export interface Viewer {
  readonly page: Page;
  state(): Promise<Snapshot>;
  /** What was told so far: `phase:playing`, `warned:<code>`, `failed:<code>`, `ended`. */
  events(): Promise<readonly string[]>;
  call<Name extends keyof Player>(method: Name, ...args: unknown[]): Promise<void>;
  /** Resolves with the state as soon as `isTrue` holds; looks ten times a second. */
  until(what: string, isTrue: (state: Snapshot) => boolean, timeoutMs?: number): Promise<Snapshot>;
  close(): Promise<void>;
}

/** Opens the harness page in a context and creates a player there. */
export async function openViewer(context: BrowserContext, site: HarnessSite, options: ViewerOptions): Promise<Viewer> {
  const page = await context.newPage();
  if (options.initScript !== undefined) await page.addInitScript(options.initScript);
  await page.goto(`${site.origin}/`);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  await page.evaluate(({ player, setting }) => window.harness.create(player, setting), {
    player: options.player as never,
    setting: { hasSkin: options.hasSkin === true, widthPx: options.widthPx ?? 640 },
  });
  const state = () => page.evaluate(() => window.harness.snapshot());
  return {
    page,
    state,
    events: () => page.evaluate(() => window.harness.events),
    call: (method, ...args) =>
      page.evaluate(
        ({ method, args }) => {
          (window.harness.player as unknown as Record<string, (...args: unknown[]) => unknown>)[method]!(...args);
        },
        { method: method as string, args },
      ),
    until: (what, isTrue, timeoutMs = 20_000) => waitUntil(what, { read: state, isTrue, timeoutMs }),
    close: () => page.close(),
  };
}

/** Opens a page that joins the film's swarms with bad manners. */
export async function openRogue(context: BrowserContext, site: HarnessSite, order: RogueOrder): Promise<RoguePage> {
  const page = await context.newPage();
  await page.goto(`${site.origin}/`);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  await page.evaluate((given) => window.harness.joinAsRogue(given), order);
  const read = () => page.evaluate(() => window.harness.rogue!);
  return {
    read,
    until: (what, isTrue, timeoutMs = 20_000) => waitUntil(what, { read, isTrue, timeoutMs }),
    vanish: () => page.close(),
  };
}

export type RoguePage = {
  read(): Promise<Rogue>;
  until(what: string, isTrue: (rogue: Rogue) => boolean, timeoutMs?: number): Promise<Rogue>;
  /** Without a word to anyone, as when a tab is killed. */
  vanish(): Promise<void>;
};

/** Looks at a value ten times a second until it is what it should be. */
export async function waitUntil<Value>(
  what: string,
  options: { read(): Promise<Value>; isTrue(value: Value): boolean; timeoutMs: number },
): Promise<Value> {
  const endMs = Date.now() + options.timeoutMs;
  for (;;) {
    const value = await options.read();
    if (options.isTrue(value)) return value;
    if (Date.now() > endMs) {
      throw new Error(`Waited ${options.timeoutMs} ms in vain until ${what}. Last seen: ${JSON.stringify(value)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
