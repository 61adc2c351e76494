import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../support/demo.ts';
import { BROWSER_ARGUMENTS, findBrowser, MANY_VIEWERS_ARGUMENTS } from '../support/find-browser.ts';

let demo: Demo;
let browser: Browser;

/** A newcomer's browser hides local addresses: the theatre has to work all the same. */
const DEFAULT_WEBRTC = BROWSER_ARGUMENTS.filter((argument) => !argument.includes('WebRtcHideLocalIps'));

beforeAll(async () => {
  demo = await startDemo();
  browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...DEFAULT_WEBRTC, ...MANY_VIEWERS_ARGUMENTS],
  });
});

afterAll(async () => {
  await browser?.close();
  await demo?.close();
});

async function violations(page: Page): Promise<string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  return page.evaluate(async () => {
    type Axe = {
      run(context: object, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    };
    const { axe } = window as unknown as { axe: Axe };
    // The players inside the frames have tests of their own.
    const found = await axe.run({ exclude: [['iframe']] }, { iframes: false });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
}

/** The megabytes or kilobytes of one column, in bytes, of the row of the viewer at `index`. */
async function readBytes(page: Page, index: number, column: number): Promise<number> {
  const text = (await page.locator('#rows tr').nth(index).locator('th, td').nth(column).textContent()) ?? '';
  return Number.parseFloat(text) * (text.endsWith('MB') ? 1e6 : 1e3);
}

/** A seat that fades in has no contrast yet. */
async function waitForTransitions(page: Page): Promise<void> {
  const countFading = () =>
    document.getAnimations().filter((one) => one instanceof CSSTransition && one.transitionProperty === 'opacity')
      .length;
  await expect.poll(() => page.evaluate(countFading)).toBe(0);
}

describe('the theatre', () => {
  it('shows viewers who carry the film for each other, with the browser as it comes', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${demo.origin}/theatre`);
    await expect.poll(() => page.locator('.seat').count(), { timeout: 30_000 }).toBe(3);
    await expect.poll(() => readBytes(page, 1, 1), { timeout: 40_000 }).toBeGreaterThan(200_000);
    // Every viewer reports on his own: whoever gave may say so a moment after whoever received.
    await expect.poll(() => readBytes(page, 0, 3)).toBeGreaterThan(0);
    expect(await page.locator('#share-number').textContent()).toMatch(/^\d+ %$/);
    expect([...demo.counters.refusedHashes]).toEqual([]);
    await waitForTransitions(page);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page)).toEqual([]);

    // With the keyboard alone: one more, one fewer, the server cut off and brought back.
    await page.locator('#more').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.seat').count()).toBe(4);
    await page.locator('#fewer').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.seat').count()).toBe(3);
    await page.locator('#cut').focus();
    await page.keyboard.press('Space');
    await expect.poll(() => demo.controls.values.isCutOff).toBe(true);
    await expect.poll(() => page.locator('#story').textContent()).toContain('The server is gone');
    await page.keyboard.press('Space');
    await expect.poll(() => demo.controls.values.isCutOff).toBe(false);
    await page.close();
  });

  it('fits a small screen, and can do without motion', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
    await page.goto(`${demo.origin}/theatre`);
    await expect.poll(() => page.locator('.seat').count(), { timeout: 30_000 }).toBe(2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});

describe('the other pages', () => {
  it.each(['/', '/w/kDyAmkdG58Z44eJJiWBuJo', 'blog:/', 'blog:/remote'])(
    '%s passes axe in both colour schemes',
    async (path) => {
      const page = await browser.newPage({ colorScheme: 'light' });
      await page.goto(path.startsWith('blog:') ? demo.blogOrigin + path.slice(5) : demo.origin + path);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violations(page)).toEqual([]);
      await page.close();
    },
  );
});
