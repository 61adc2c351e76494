import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { BROWSER_ARGUMENTS, findBrowser, MANY_VIEWERS_ARGUMENTS } from '../support/find-browser.ts';
import { startTracker } from '../support/tracker-server.ts';
import { buildPage } from './build-page.ts';
import { prepareFilm } from './films.ts';
import { openPage } from './open-page.ts';
import { startOrigin } from './origin.ts';
import type { ViewerWish } from './page/viewer.ts';
import { MAIN_THREAD_FILE, type MainThreadResult } from './results.ts';

/**
 * How long a page's main thread is held up while a film arrives from a peer at 8 Mbit/s, with the processor slowed
 * down fourfold: `npx tsx test/bench/main-thread.ts`. Appends to the results from which the report is written.
 */
const SLOWDOWN = 4;
const PEER_BYTES_PER_SECOND = 1_000_000;
/** The start has tasks of its own: compiling, the first picture. */
const SETTLE_MS = 5000;
const WATCH_MS = 30_000;
const HOLD_TIMEOUT_MS = 240_000;

const film = await prepareFilm('long');
const origin = await startOrigin(await buildPage());
const tracker = await startTracker(null);
const browser = await chromium.launch({
  executablePath: findBrowser(),
  args: [...BROWSER_ARGUMENTS, ...MANY_VIEWERS_ARGUMENTS],
});
try {
  await origin.reset(film, null);
  const wish: ViewerWish = {
    column: 'fleuve',
    url: `${origin.url}/film/master.m3u8`,
    trackerUrl: tracker.url,
    isWholeFilm: true,
    maxUploadBytesPerSecond: PEER_BYTES_PER_SECOND,
  };
  const holder = await openPage(browser, origin.url);
  await holder.evaluate((all) => window.bench.watch(all), wish);
  await holder.waitForFunction((bytes) => (window.bench.report().httpBytes ?? 0) >= bytes, film.sizeBytes * 0.999, {
    timeout: HOLD_TIMEOUT_MS,
  });
  const result = await watchSlowly(await openPage(browser, origin.url), wish);
  await mkdir(dirname(MAIN_THREAD_FILE), { recursive: true });
  await appendFile(MAIN_THREAD_FILE, `${JSON.stringify(result)}\n`);
  console.log(result);
} finally {
  await browser.close();
  await tracker.close();
  await origin.close();
}

async function watchSlowly(page: Page, wish: ViewerWish): Promise<MainThreadResult> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.evaluate((all) => window.bench.watch(all), wish);
  await page.waitForFunction(() => window.bench.report().firstFrameMs !== null);
  await page.waitForTimeout(SETTLE_MS);
  const measured = await page.evaluate(async (watchMs) => {
    const before = window.bench.report();
    const startMs = performance.now();
    const longTasksMs: number[] = [];
    // Tasks of 50 ms and more, by definition.
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasksMs.push(duration);
    });
    observer.observe({ type: 'longtask' });
    await new Promise((resolve) => setTimeout(resolve, watchMs));
    observer.disconnect();
    const after = window.bench.report();
    return {
      seconds: (performance.now() - startMs) / 1000,
      longTasksMs,
      peerBytes: after.peerBytes - before.peerBytes,
      stalls: after.stallsMs.length,
    };
  }, WATCH_MS);
  return { ...measured, slowdown: SLOWDOWN, at: new Date().toISOString() };
}
