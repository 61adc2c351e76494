import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { riverOfLight } from '../../../demo/catalogue/films.ts';
import { riverList } from '../../../demo/catalogue/lists.ts';
import { type Demo, startDemo } from '../../support/demo.ts';
import { type Site, startPlayerHost } from '../../support/embed-site.ts';
import { BROWSER_ARGUMENTS, findBrowser } from '../../support/find-browser.ts';

let demo: Demo;
let player: Site;
let browser: Browser;

beforeAll(async () => {
  demo = await startDemo({ hasPages: false });
  player = await startPlayerHost();
  browser = await chromium.launch({ executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] });
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.close(), player?.close()]);
});

const FILM = () => `${demo.origin}/w/${riverOfLight.uuid}`;
const LIST = () => `${demo.origin}/w/p/${riverList.uuid}`;

/** Opens the page, waits for what it should come to, and closes it. */
async function withEmbed(query: string, use: (page: Page) => Promise<void>, source = FILM()): Promise<void> {
  const context = await browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  await page.goto(`${player.origin}/embed.html?url=${encodeURIComponent(source)}&${query}`);
  try {
    await use(page);
  } finally {
    await context.close();
  }
}

const ready = (page: Page) => page.locator('[part=big-play]').waitFor();

type Facts = { time: number; isPaused: boolean; isMuted: boolean; isLooping: boolean; rate: number; phase: string };

function facts(page: Page): Promise<Facts> {
  return page.evaluate(() => {
    const element = document.querySelector('fleuve-player') as unknown as {
      player: { media: HTMLVideoElement; state: { phase: string } };
    };
    const { media, state } = element.player;
    return {
      time: media.currentTime,
      isPaused: media.paused,
      isMuted: media.muted,
      isLooping: media.loop,
      rate: media.playbackRate,
      phase: state.phase,
    };
  });
}

const whenPlaying = (page: Page) =>
  expect.poll(async () => (await facts(page)).phase, { timeout: 20_000 }).toBe('playing');

async function withReady(query: string, use: (page: Page) => Promise<void>): Promise<void> {
  await withEmbed(query, async (page) => {
    await ready(page);
    await use(page);
  });
}

describe('the embed page’s parameters', () => {
  it('by default shows controls, title, notice and the link to the instance, and loads no media', async () => {
    demo.counters.reset();
    await withReady('', async (page) => {
      expect(await page.locator('.bar').isVisible()).toBe(true);
      expect(await page.locator('.title').textContent()).toContain(riverOfLight.title);
      expect(await page.locator('.title').getByText('IP address').isVisible()).toBe(true);
      expect(await page.locator('.instance').getAttribute('href')).toContain(demo.origin);
      expect(await facts(page)).toMatchObject({ isPaused: true, isLooping: false, rate: 1 });
      expect(await page.title()).toBe(riverOfLight.title);
    });
    expect(demo.counters.mediaBytes).toBe(0);
  });

  it('controls=0 takes the bar and the title away', () =>
    withReady('controls=0', async (page) => {
      expect(await page.locator('.bar').count()).toBe(0);
      expect(await page.locator('.title').count()).toBe(0);
    }));

  it('controlBar=0 takes the bar away and leaves the button', () =>
    withReady('controlBar=0', async (page) => {
      expect(await page.locator('.bar').count()).toBe(0);
      expect(await page.locator('[part=big-play]').isVisible()).toBe(true);
    }));

  it('muted=1 and loop=1 reach the film', () =>
    withReady('muted=1&loop=1', async (page) => {
      expect(await facts(page)).toMatchObject({ isMuted: true, isLooping: true });
    }));

  it('title=0, warningTitle=0 and peertubeLink=0 take away what they name', async () => {
    await withReady('title=0', async (page) => {
      expect(await page.locator('.title .film').isVisible()).toBe(false);
    });
    await withReady('warningTitle=0&peertubeLink=0', async (page) => {
      expect(await page.locator('.title').getByText('IP address').isVisible()).toBe(false);
      expect(await page.locator('.instance').isVisible()).toBe(false);
    });
  });

  it('autoplay=1 plays; p2p=0 meets nobody', async () => {
    demo.counters.reset();
    await withEmbed('autoplay=1&p2p=0', async (page) => {
      await whenPlaying(page);
    });
    expect(demo.counters.mediaBytes).toBeGreaterThan(0);
    expect(demo.counters.announcedHashes.size).toBe(0);
  });

  it('Mastodon’s autoplay=1&auto_play=1 plays, Diaspora*’s wmode and WordPress’s secret mean nothing', () =>
    withEmbed('wmode=opaque&autoplay=1&auto_play=1#?secret=Ab3dEf6h9j', whenPlaying));

  it('p2p=ask meets nobody before the yes', async () => {
    demo.counters.reset();
    await withEmbed('autoplay=1&p2p=ask', async (page) => {
      await whenPlaying(page);
      const yes = page.getByRole('button', { name: 'Yes' });
      await yes.waitFor();
      expect(demo.counters.announcedHashes.size).toBe(0);
      await yes.click();
      await expect.poll(() => demo.counters.announcedHashes.size).toBeGreaterThan(0);
    });
  });

  it('start and stop are kept', () =>
    withEmbed('autoplay=1&start=20s&stop=0:22', async (page) => {
      await whenPlaying(page);
      expect((await facts(page)).time).toBeGreaterThanOrEqual(20);
      await expect.poll(async () => (await facts(page)).isPaused, { timeout: 10_000 }).toBe(true);
      const { time } = await facts(page);
      expect(time).toBeGreaterThan(21.5);
      expect(time).toBeLessThan(23);
    }));

  it('playbackRate and subtitle are kept', () =>
    withEmbed('autoplay=1&playbackRate=1.5&subtitle=fr', async (page) => {
      await whenPlaying(page);
      expect((await facts(page)).rate).toBe(1.5);
      const captions = await page.evaluate(
        () =>
          (
            document.querySelector('fleuve-player') as unknown as {
              player: { state: { captions: { id: string; language: string }[]; activeCaptionId: string } };
            }
          ).player.state,
      );
      const active = captions.captions.find(({ id }) => id === captions.activeCaptionId);
      expect(active?.language).toBe('fr');
    }));

  it('bigPlayBackgroundColor and foregroundColor paint', () =>
    withReady('bigPlayBackgroundColor=rgb(1,2,3)&foregroundColor=%23ff8800', async (page) => {
      const colourOf = (selector: string, property: string) =>
        page
          .locator(selector)
          .first()
          .evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property);
      expect(await colourOf('[part=big-play]', 'background-color')).toBe('rgb(1, 2, 3)');
      expect(await colourOf('.bar button', 'color')).toBe('rgb(255, 136, 0)');
      const body = await page.evaluate(() => document.body.style.cssText);
      for (const name of ['--embedBigPlayBackgroundColor', '--pt-player-big-play-background-color']) {
        expect(body).toContain(name);
      }
    }));

  it('lang and playerTheme are heard', () =>
    withReady('lang=fr&playerTheme=lucide', async (page) => {
      expect(await page.locator('[part=big-play]').getAttribute('aria-label')).toBe('Lire');
      expect(await page.evaluate(() => document.body.dataset.playerTheme)).toBe('lucide');
    }));

  it('without playerTheme the film’s own is set', () =>
    withReady('', async (page) => {
      expect(await page.evaluate(() => document.body.dataset.playerTheme)).toBe('galaxy');
    }));

  it('mode=web-video plays a film that has no such file by HLS', () =>
    withEmbed('autoplay=1&mode=web-video', whenPlaying));

  it('playlistPosition begins there; the list’s own times win', () =>
    withEmbed(
      'autoplay=1&playlistPosition=3&start=5',
      async (page) => {
        await whenPlaying(page);
        expect((await facts(page)).time).toBeGreaterThanOrEqual(30);
        expect((await facts(page)).time).toBeLessThan(40);
      },
      LIST(),
    ));

  it('unknown and bad values change nothing', () =>
    withReady('playbackRate=fast&playlistPosition=-2&foregroundColor=url(x)&dance=1', async (page) => {
      expect(await facts(page)).toMatchObject({ rate: 1, isPaused: true });
    }));

  it('a page without an address, and a host that is not allowed, get a sentence', async () => {
    const page = await browser.newPage({ locale: 'en-US' });
    await page.goto(`${player.origin}/embed.html`);
    await expect.poll(() => page.locator('[role=alert]').textContent()).toContain('names no video');
    const strict = await startPlayerHost({ instances: ['tube.example'] });
    await page.goto(`${strict.origin}/embed.html?url=${encodeURIComponent(FILM())}`);
    await expect.poll(() => page.locator('[role=alert]').textContent()).toContain('does not show videos of');
    expect(await page.locator('[role=alert] a').getAttribute('href')).toBe(FILM());
    await page.close();
    await strict.close();
  });
});
