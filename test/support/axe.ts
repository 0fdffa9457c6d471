import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Widths at which a page is looked at: a desk, a telephone, and WCAG's 320 px. */
const WIDTHS = [1280, 390, 320];
const TOO_WIDE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
/** A mail in its frame has its own tests. */
const VIOLATIONS = `axe.run({ exclude: 'iframe' }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) => target).join(' ')))`;

/** What axe finds on pages at each width, light and dark, and which of them move sideways, as sentences. */
export async function faultsOfPages(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await page.evaluate(axe.source);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 844 });
      const wider = await page.evaluate<number>(TOO_WIDE);
      if (wider > 0) found.push(`${path} at ${width}: ${wider} px too wide`);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const faults = await page.evaluate<string[]>(VIOLATIONS);
        found.push(...faults.map((fault) => `${path} at ${width}, ${colorScheme}: ${fault}`));
      }
    }
  }
  return found;
}
