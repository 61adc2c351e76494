import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations, loadAxe } from '../support/axe.ts';
import { startBuiltPage } from '../support/built-skin-server.ts';
import { BROWSER_ARGUMENTS, findBrowser } from '../support/find-browser.ts';

type SkinPage = { scenes: readonly string[]; showScene(name: string, options: object): Promise<void> };

const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; img-src data:; media-src 'none'; base-uri 'none'; form-action 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

let browser: Browser;
let served: Awaited<ReturnType<typeof startBuiltPage>>;

beforeAll(async () => {
  served = await startBuiltPage('test/support/skin-page.ts');
  browser = await chromium.launch({ executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] });
});

afterAll(async () => {
  await browser.close();
  await served.close();
});

async function openPage(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 900, height: 560 }, reducedMotion: 'reduce' });
  await page.goto(served.url);
  await page.waitForFunction(() => 'scenes' in globalThis);
  return page;
}

describe('accessibility of the skin', () => {
  const schemes = [
    ['light', { colorScheme: 'light', forcedColors: 'none' }],
    ['dark', { colorScheme: 'dark', forcedColors: 'none' }],
    ['forced colours', { colorScheme: 'light', forcedColors: 'active' }],
  ] as const;
  const languages = ['en', 'ar'] as const;

  it.each(schemes)(
    'axe-core finds nothing in any state, %s, from left to right and from right to left',
    async (_, media) => {
      served.setHeaders({});
      const found = await Promise.all(languages.map((language) => checkScenes(media, language)));
      expect(found.flat()).toEqual([]);
    },
  );

  async function checkScenes(media: (typeof schemes)[number][1], language: string): Promise<string[]> {
    const page = await openPage();
    await page.emulateMedia(media);
    await loadAxe(page);
    const scenes = await page.evaluate(() => (globalThis as never as SkinPage).scenes);
    expect(scenes.length).toBeGreaterThan(25);
    const found: string[] = [];
    for (const scene of scenes) {
      await page.evaluate(
        ([name, options]) => (globalThis as never as SkinPage).showScene(name as string, options as object),
        [scene, { language, widthPx: 640 }] as const,
      );
      for (const violation of await findViolations(page, '#stage')) found.push(`${language}, ${scene}: ${violation}`);
    }
    await page.close();
    return found;
  }
});

describe('the check itself', () => {
  it('sees into the shadow tree', async () => {
    served.setHeaders({});
    const page = await openPage();
    await loadAxe(page);
    await page.evaluate(() => (globalThis as never as SkinPage).showScene('playing', {}));
    await page.locator('.bar .button.mute').evaluate((button) => button.removeAttribute('aria-label'));
    expect((await findViolations(page, '#stage')).join()).toContain('button-name');
    await page.close();
  });
});

describe('the skin on hostile pages', () => {
  it.each(['playing', 'settings', 'sharing', 'swarm', 'share', 'appearance', 'password', 'error', 'help'])(
    'shows %s under a strict policy with Trusted Types',
    async (scene) => {
      served.setHeaders({ 'content-security-policy': STRICT_POLICY });
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`${served.url}#scene=${scene}`);
      const root = page.locator('html[data-shown],html[data-failed]');
      await root.waitFor({ state: 'attached' });
      expect(await root.getAttribute('data-failed')).toBeNull();
      expect(await root.getAttribute('data-violations')).toBeNull();
      expect(errors).toEqual([]);
      const bar = page.locator('.bar');
      if (!['password', 'error'].includes(scene)) {
        // The rules are in force: a bar without them would be as wide as the player and at its start.
        expect(await bar.evaluate((element) => getComputedStyle(element).position)).toBe('absolute');
      } else expect(await page.locator('.message').isVisible()).toBe(true);
      await page.close();
    },
  );

  it.each(['playing', 'sharing', 'password', 'appearance'])(
    'shows %s in a sandbox without an origin, storage, forms or popups',
    async (scene) => {
      served.setHeaders({});
      served.addPage(
        'frame.html',
        `<!doctype html><title>Host</title><iframe sandbox="allow-scripts" width="700" height="420" src="/#scene=${scene}"></iframe>`,
      );
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`${served.url}frame.html`);
      const frame = page.frameLocator('iframe');
      const root = frame.locator('html[data-shown],html[data-failed]');
      await root.waitFor({ state: 'attached' });
      expect(await root.getAttribute('data-failed')).toBeNull();
      if (scene === 'password') {
        await frame.locator('input[type=password]').fill('river');
        await frame.locator('.message button').click();
        const calls = await frame
          .locator('html')
          .evaluate(() => (globalThis as never as { player: { calls: string[] } }).player.calls);
        expect(calls).toContain('submitPassword river');
      }
      // A sandbox without a permission for it has no full screen to offer.
      if (scene === 'playing') expect(await frame.locator('.button.fullscreen').isVisible()).toBe(false);
      expect(errors).toEqual([]);
      await page.close();
    },
  );

  it('moves nothing in the page when it starts', async () => {
    served.setHeaders({});
    const page = await openPage();
    const shift = await page.evaluate(async () => {
      let sum = 0;
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
      });
      observer.observe({ type: 'layout-shift', buffered: true });
      await (globalThis as never as SkinPage).showScene('playing', {});
      await new Promise((resolve) => setTimeout(resolve, 500));
      return sum;
    });
    expect(shift).toBe(0);
    await page.close();
  });
});
