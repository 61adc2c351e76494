import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { riverOfLight } from '../../../demo/catalogue/films.ts';
import { createFilmCard } from '../../../src/embed/kit/film-card.ts';
import { createFilmPage } from '../../../src/embed/kit/film-page.ts';
import { createOEmbed } from '../../../src/embed/kit/oembed.ts';
import { type Demo, startDemo } from '../../support/demo.ts';
import { type Site, startPlayerHost, startSite } from '../../support/embed-site.ts';
import { BROWSER_ARGUMENTS, findBrowser } from '../../support/find-browser.ts';
import * as consumers from '../../support/link-consumers.ts';
import { FILM, PLAYER_HOST } from '../../unit/embed/kit/film.ts';

let demo: Demo;
let player: Site;
let site: Site;
let browser: Browser;

beforeAll(async () => {
  demo = await startDemo({ hasPages: false });
  player = await startPlayerHost();
  site = await startSite();
  browser = await chromium.launch({ executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] });
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.close(), player?.close(), site?.close()]);
});

function createPage() {
  const card = createFilmCard(
    { ...FILM, pageUrl: `${demo.origin}/w/${riverOfLight.uuid}` },
    { playerHost: PLAYER_HOST },
  );
  return {
    html: createFilmPage(card, {
      pageUrl: 'https://player.example/watch/1/',
      oEmbedUrl: 'https://player.example/o?url=x',
    }),
    oEmbed: (url: string) => {
      const query = new URL(url).searchParams;
      return createOEmbed(card, {
        maxWidthPx: Number(query.get('maxwidth') ?? 0),
        maxHeightPx: Number(query.get('maxheight') ?? 0),
      });
    },
  };
}

const FRAMES: Readonly<Record<string, (page: ReturnType<typeof createPage>) => consumers.Shown>> = {
  Mastodon: consumers.mastodon,
  Misskey: consumers.misskey,
  WordPress: consumers.wordPress,
  Ghost: consumers.ghost,
  Discourse: (page) => consumers.discourse(page, [PLAYER_HOST]),
  'Diaspora*': (page) => consumers.diaspora(page, ['https://tube.example']),
  'Lemmy and Friendica': (page) => consumers.openGraphFrame(page, ['player.example']),
};

/** The element as the consumer writes it; this machine's player host stands in for the public one. */
function writeFrame(shown: Extract<consumers.Shown, { kind: 'frame' }>): string {
  const src = shown.src.replace(PLAYER_HOST, `${player.origin}/`).replaceAll('&', '&amp;');
  const sandbox = shown.sandbox === null ? '' : ` sandbox="${shown.sandbox}"`;
  const allow = shown.allow === null ? '' : ` allow="${shown.allow}"`;
  const fullscreen = shown.hasFullscreen ? ' allowfullscreen' : '';
  return `<iframe src="${src}" width="${shown.widthPx}" height="${shown.heightPx}"${sandbox}${allow}${fullscreen}></iframe>`;
}

describe('what each site keeps of the film', () => {
  it.each(Object.entries(FRAMES))('plays in %s', async (name, show) => {
    const shown = show(createPage());
    expect(shown.kind).toBe('frame');
    if (shown.kind !== 'frame') return;
    const path = `/${encodeURIComponent(name)}`;
    site.put(path, { type: 'text/html', body: `<!doctype html><title>${name}</title>${writeFrame(shown)}` });
    const page = await browser.newPage({ locale: 'en-US' });
    await page.goto(site.origin + path);
    const frame = page.frames().find((one) => one !== page.mainFrame());
    if (frame === undefined) throw new Error('The page has no frame.');
    await frame.waitForFunction('document.querySelector("fleuve-player")?.player != null');
    const isPlaying = '(document.querySelector("fleuve-player")?.player?.media.currentTime ?? 0) > 0.2';
    if (!/autoplay=1/.test(shown.src)) await frame.getByRole('button', { name: 'Play' }).first().click();
    await frame.waitForFunction(isPlaying, undefined, { timeout: 20_000 });
    await page.close();
  });
});
