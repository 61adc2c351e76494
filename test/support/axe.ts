import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE_PATH = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

type Axe = {
  run(
    context: string,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
};

/** Loads axe-core into the page, once. */
export async function loadAxe(page: Page): Promise<void> {
  await page.addScriptTag({ path: AXE_PATH });
}

/**
 * What axe-core finds wrong (WCAG 2.2 A and AA and best practice) within `selector`, shadow trees included:
 * one line for each rule and element, nothing if all is well.
 */
export async function findViolations(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(async (within) => {
    const { axe } = globalThis as never as { axe: Axe };
    const { violations } = await axe.run(within, {
      resultTypes: ['violations'],
      rules: { region: { enabled: false } },
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${JSON.stringify(target)}: ${failureSummary ?? ''}`),
    );
  }, selector);
}
