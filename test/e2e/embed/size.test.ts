import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { riverOfLight } from '../../../demo/catalogue/films.ts';
import { startDemo } from '../../support/demo.ts';
import { buildEmbedPage, startPlayerHost } from '../../support/embed-site.ts';
import { BROWSER_ARGUMENTS, findBrowser } from '../../support/find-browser.ts';

const FACADE_LIMIT_BYTES = 8 * 1024;
/** About half of it is hls.js, as far as a film of fragmented MP4 needs it. */
const FIRST_FRAME_LIMIT_BYTES = 178 * 1024;

/** Opens the page and weighs the scripts that it fetched until the test is met, as built files, each with gzip -9. */
async function weighScripts(query: string, until: string): Promise<{ bytes: number; names: string[] }> {
  const demo = await startDemo({ hasPages: false });
  const player = await startPlayerHost();
  const browser = await chromium.launch({ executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] });
  try {
    const page = await browser.newPage();
    const film = encodeURIComponent(`${demo.origin}/w/${riverOfLight.uuid}`);
    await page.goto(`${player.origin}/embed.html?url=${film}&${query}`);
    await page.waitForFunction(until);
    const built = await buildEmbedPage();
    const names = [...new Set(player.requests.filter((path) => path.endsWith('.js')))].map((path) => path.slice(1));
    const sizes = names.map((name) => gzipSync(built.get(name) ?? Buffer.alloc(0), { level: 9 }).length);
    return { bytes: sizes.reduce((sum, size) => sum + size, 0), names };
  } finally {
    await browser.close();
    await Promise.all([demo.close(), player.close()]);
  }
}

describe('the embed page’s scripts', () => {
  it(`with the facade are at most ${FACADE_LIMIT_BYTES} bytes, compressed`, async () => {
    const until = 'document.querySelector("fleuve-player")?.shadowRoot?.querySelector("button") != null';
    const { bytes, names } = await weighScripts('facade=1', until);
    expect(names.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(FACADE_LIMIT_BYTES);
  });

  it(`up to the first frame of an HLS film are at most ${FIRST_FRAME_LIMIT_BYTES} bytes, compressed`, async () => {
    const until = 'document.querySelector("fleuve-player")?.player?.media.currentTime > 0';
    const { bytes, names } = await weighScripts('autoplay=1', until);
    expect(bytes, names.join(' ')).toBeLessThanOrEqual(FIRST_FRAME_LIMIT_BYTES);
  });
});
