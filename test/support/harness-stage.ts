import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type HarnessSite, launchBrowser, serveHarness } from './browser-harness.ts';
import { type Demo, startDemo } from './demo.ts';

export type HarnessStage = { readonly site: HarnessSite; readonly browser: Browser };

/**
 * The harness's pages and a browser for all tests of a file: to be called once, outside of any test; what it gives is
 * there while tests run.
 */
export function useHarness(browserArguments: readonly string[] = []): HarnessStage {
  const stage = {} as { site: HarnessSite; browser: Browser };
  beforeAll(async () => {
    [stage.site, stage.browser] = await Promise.all([serveHarness(), launchBrowser(browserArguments)]);
  });
  afterAll(async () => {
    await stage.browser?.close();
    await stage.site?.close();
  });
  return stage;
}

/** The same with a demo that all tests of the file share. */
export function useDemoAndHarness(browserArguments: readonly string[] = []): HarnessStage & { readonly demo: Demo } {
  const stage = useHarness(browserArguments) as HarnessStage & { demo: Demo };
  beforeAll(async () => {
    stage.demo = await startDemo({ hasPages: false });
  });
  afterAll(() => stage.demo?.close());
  return stage;
}
