import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { northernLights, riverOfLight } from '../../../demo/catalogue/films.ts';
import { type Demo, startDemo } from '../../support/demo.ts';
import { type Site, type SiteFile, startPlayerHost, startSite } from '../../support/embed-site.ts';
import { BROWSER_ARGUMENTS, findBrowser } from '../../support/find-browser.ts';

const STREAMS = join(import.meta.dirname, '..', '..', 'fixtures', 'streams');

let demo: Demo;
let player: Site;
let streams: Site;
let browser: Browser;

function filesOf(folder: string): Record<string, SiteFile> {
  return Object.fromEntries(
    readdirSync(join(STREAMS, folder)).map((name) => [
      `/${folder}/${name}`,
      { body: readFileSync(join(STREAMS, folder, name)), type: 'application/octet-stream' },
    ]),
  );
}

beforeAll(async () => {
  demo = await startDemo({ hasPages: false });
  player = await startPlayerHost();
  streams = await startSite({ ...filesOf('ts'), ...filesOf('aes') });
  browser = await chromium.launch({ executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] });
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.close(), player?.close(), streams?.close()]);
});

async function openFilm(page: Page, film: { readonly uuid: string }): Promise<void> {
  const url = encodeURIComponent(`${demo.origin}/w/${film.uuid}`);
  await page.goto(`${player.origin}/embed.html?url=${url}&autoplay=1&p2p=0`);
}

/** The film's own playlists are replaced by that of another stream. */
async function replacePlaylists(page: Page, playlist: string): Promise<void> {
  const body = `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=200000\n${streams.origin}/${playlist}\n`;
  const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/vnd.apple.mpegurl' };
  await page.route(/-master\.m3u8/, (route) => route.fulfill({ body, headers }));
}

async function playUntil(page: Page, seconds: number): Promise<void> {
  await page.waitForFunction(
    (least) => {
      const film = document.querySelector('fleuve-player') as unknown as { player?: { media: HTMLVideoElement } };
      return (film.player?.media.currentTime ?? 0) > least;
    },
    seconds,
    { timeout: 30_000 },
  );
}

/** Which builds of hls.js the page has fetched. */
function fetched(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .flatMap(({ name }) => name.match(/\/(hls(?:-fmp4)?)-[^/]+\.js$/)?.[1] ?? []),
  );
}

describe('the embed page’s hls.js', () => {
  it.each([
    ['with sound and picture in one file', riverOfLight],
    ['with sound in a file of its own', northernLights],
  ])('is the small one for a film %s', async (_what, film) => {
    const page = await browser.newPage();
    await openFilm(page, film);
    await playUntil(page, 6);
    expect(await fetched(page)).toEqual(['hls-fmp4']);
    await page.close();
  });

  it.each([
    ['MPEG-TS', 'ts/72.m3u8'],
    ['encrypted', 'aes/72.m3u8'],
  ])('is brought in whole when the film turns out to be %s', async (_what, playlist) => {
    const page = await browser.newPage();
    await replacePlaylists(page, playlist);
    await openFilm(page, riverOfLight);
    await playUntil(page, 4);
    expect(await fetched(page)).toEqual(['hls-fmp4', 'hls']);
    await page.close();
  });
});
