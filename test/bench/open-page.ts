import type { Browser, Page } from 'playwright-core';

/** The viewers' page in a context of its own, ready to watch. */
export async function openPage(browser: Browser, originUrl: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${originUrl}/`);
  await page.waitForSelector('html[data-ready]');
  return page;
}
