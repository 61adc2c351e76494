import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { startBuiltPage } from '../support/built-skin-server.ts';
import { BROWSER_ARGUMENTS, findBrowser } from '../support/find-browser.ts';

/**
 * Script time until the controls are there, beside plyr: same film, same browser, processor slowed down fourfold,
 * the two in turn, median of five. `npx tsx test/bench/skin.ts`; needs ffmpeg for the film.
 */
const ROUNDS = 5;
const SLOWDOWN = 4;
const SETTLE_MS = 1500;

const filmPath = '.cache/bench-film.mp4';
mkdirSync('.cache', { recursive: true });
const encode =
  '-f lavfi -i testsrc2=s=640x360:d=10 -f lavfi -i sine=d=10 -pix_fmt yuv420p -movflags +faststart -loglevel error -y';
execFileSync('ffmpeg', [...encode.split(' '), filmPath]);
const film = readFileSync(filmPath);
const icons = readFileSync(new URL('../../node_modules/plyr/dist/plyr.svg', import.meta.url));

async function measure(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.goto(url);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  await page.waitForTimeout(SETTLE_MS);
  const { metrics } = await cdp.send('Performance.getMetrics');
  await page.close();
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1000;
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const pages = { fleuve: 'test/support/player-page.ts', plyr: 'test/support/plyr-page.ts' };
const browser = await chromium.launch({ executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] });
const servers = new Map<string, Awaited<ReturnType<typeof startBuiltPage>>>();
try {
  const times = new Map<string, number[]>();
  for (const [name, script] of Object.entries(pages)) {
    const server = await startBuiltPage(script);
    server.addFile('film.mp4', 'video/mp4', film);
    server.addFile('plyr.svg', 'image/svg+xml', icons);
    servers.set(name, server);
    times.set(name, []);
    // Compiled code is cached by the browser for the second visit: neither gets the advantage of being first.
    await measure(browser, server.url);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, server] of servers) times.get(name)?.push(await measure(browser, server.url));
  }
  for (const [name, values] of times) {
    console.log(
      `${name.padEnd(8)} median ${median(values).toFixed(0)} ms of ${values.map((value) => value.toFixed(0)).join(', ')}`,
    );
  }
} finally {
  await browser.close();
  for (const server of servers.values()) await server.close();
}
