import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { keepScreenshot } from './console-in-browser.ts';

/** A desk, a telephone, and WCAG's width for text that is enlarged. */
const WIDTHS = [1280, 390, 320] as const;
/** What axe is asked in each scheme: in the dark nothing but colours is different. */
const SCHEMES = [
  ['light', { resultTypes: ['violations'] }],
  [
    'dark',
    { resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
  ],
] as const;

const TOO_WIDE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** What axe finds; a mail in its frame has its own tests. */
const violations = (
  options: object,
): string => `axe.run({ exclude: 'iframe' }, ${JSON.stringify(options)}).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) => target).join(' ')))`;

/**
 * What all rules of axe find on pages at each width, light and dark, and which of the pages move sideways, as sentences.
 * Each page is loaded once.
 */
export async function faultsOfPages(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await page.evaluate(axe.source);
    for (const [colorScheme, options] of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 844 });
        const wider = await page.evaluate<number>(TOO_WIDE);
        if (wider > 0) found.push(`${path} at ${width}: ${wider} px too wide`);
        const faults = await page.evaluate<string[]>(violations(options));
        found.push(...faults.map((fault) => `${path} at ${width}, ${colorScheme}: ${fault}`));
        await keepScreenshot(page, `${path.replaceAll(/[^\w]+/g, '-')}-${width}-${colorScheme}`);
      }
    }
  }
  return found;
}
