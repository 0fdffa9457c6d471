import type { Locator, Page } from 'playwright-core';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { type ConsoleInBrowser, keepScreenshot } from './console-in-browser.ts';

/** What the readers of the console do again and again. */
export type ConsoleDesk = {
  readonly page: Page;
  readonly pipeline: LocalPipeline;
  readonly title: () => Locator;
  /** Keeps a screenshot for who asks for it. */
  readonly look: (name: string) => Promise<void>;
  /** The address of the first link of a page that begins so. */
  readonly firstLink: (from: string, begin: string) => Promise<string>;
  /** Chooses a file on the page of checks; it is checked at once. */
  readonly check: (name: string, text: string) => Promise<void>;
};

/** A reader's desk, in front of a console in a browser. */
export function consoleDesk({ page, pipeline }: ConsoleInBrowser): ConsoleDesk {
  return {
    page,
    pipeline,
    title: () => page.getByRole('heading', { level: 1 }),
    look: (name) => keepScreenshot(page, name),
    async firstLink(from, begin) {
      await page.goto(from);
      return (await page.locator(`main a[href^="${begin}"]`).first().getAttribute('href')) ?? '';
    },
    async check(name, text) {
      await page.goto('/lists/check');
      const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
      await page.getByLabel('A list or a governance file').setInputFiles(file);
      await page.getByRole('heading', { level: 1, name }).waitFor();
    },
  };
}
