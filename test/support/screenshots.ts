import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { BROWSER_ARGUMENTS, findBrowser } from './find-browser.ts';
import { startSkinServer } from './skin-server.ts';

/**
 * Draws the scenes of `skin-states.ts` into `.cache/screenshots`.
 * `npx tsx test/support/screenshots.ts [scenes=a,b] [widths=320,640,1280] [schemes=dark,light] [language=en]`
 */
const wish = new Map(process.argv.slice(2).map((argument) => argument.split('=') as [string, string]));
const list = (name: string, otherwise: string) => (wish.get(name) ?? otherwise).split(',');
const language = wish.get('language') ?? 'en';
const folder = '.cache/screenshots';

type Page = { scenes: readonly string[]; showScene(name: string, options: object): Promise<void> };

const server = await startSkinServer();
const browser = await chromium.launch({ executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] });
try {
  await mkdir(folder, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(server.url);
  await page.waitForFunction(() => 'scenes' in globalThis);
  const scenes = wish.has('scenes')
    ? list('scenes', '')
    : await page.evaluate(() => (globalThis as never as Page).scenes);
  for (const scheme of list('schemes', 'dark,light')) {
    await page.emulateMedia(
      scheme === 'forced'
        ? { forcedColors: 'active' }
        : { colorScheme: scheme as 'dark' | 'light', forcedColors: 'none' },
    );
    for (const width of list('widths', '320,640,1280').map(Number)) {
      const size = { width, height: Math.round((width * 9) / 16) };
      await page.setViewportSize(size);
      for (const scene of scenes) {
        await page.evaluate(
          ([name, options]) => (globalThis as never as Page).showScene(name as string, options as object),
          [scene, { widthPx: size.width, heightPx: size.height, language }] as const,
        );
        // Longer than the fade of a panel and the patience of the spinner.
        await page.waitForTimeout(420);
        await page.screenshot({ path: `${folder}/${scene}-${width}-${scheme}-${language}.png` });
      }
    }
  }
} finally {
  await browser.close();
  await server.close();
}
