import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe runs at a width: all its rules, or those on contrast alone, which are what a scheme of colours changes. */
const LOOKS = [
  { width: 1280, colorScheme: 'light', rules: 'all' },
  { width: 1280, colorScheme: 'dark', rules: 'contrast' },
  { width: 390, colorScheme: 'light', rules: 'all' },
  // WCAG's width for text that is enlarged: nothing moves sideways.
  { width: 320, colorScheme: 'light', rules: 'none' },
] as const;
const TOO_WIDE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** What axe finds; a mail in its frame has its own tests. */
function violations(rules: 'all' | 'contrast'): string {
  const only = rules === 'all' ? '{}' : "{ runOnly: ['color-contrast'] }";
  return `axe.run({ exclude: 'iframe' }, ${only}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) => target).join(' ')))`;
}

/** What axe finds on pages on a desk and on a telephone, light and dark, and which of them move sideways, as sentences. */
export async function faultsOfPages(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await page.evaluate(axe.source);
    for (const { width, colorScheme, rules } of LOOKS) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      const wider = await page.evaluate<number>(TOO_WIDE);
      if (wider > 0) found.push(`${path} at ${width}: ${wider} px too wide`);
      if (rules === 'none') continue;
      const faults = await page.evaluate<string[]>(violations(rules));
      found.push(...faults.map((fault) => `${path} at ${width}, ${colorScheme}: ${fault}`));
    }
  }
  return found;
}
