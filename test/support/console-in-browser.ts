import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { consoleHandler } from '../../infra/local/console/local-source.ts';
import { DEMO_BEGINS } from '../../infra/local/demo-inputs.ts';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { startBrowser } from './browser.ts';
import { PATIENCE_MS } from './patience.ts';

/** Answers a request once what it gives has come. */
export type Hold = (request: IncomingMessage) => Promise<void>;

/**
 * Starts a pipeline with its console, and a page of a browser in front of it.
 *
 * @param prepare what has happened before somebody looks
 */
export async function consoleInBrowser(prepare: (pipeline: LocalPipeline) => Promise<void>) {
  const directory = mkdtempSync(join(tmpdir(), 'console-'));
  let hold: Hold = async () => undefined;
  const [pipeline, browser] = await Promise.all([
    // Synthesized for itself: its mails link to its own address.
    startPipeline({
      directory,
      port: 0,
      clockFrom: DEMO_BEGINS,
      console(context) {
        const answer = consoleHandler(context);
        return async (request, response) => {
          await hold(request);
          return answer(request, response);
        };
      },
    }),
    startBrowser(),
  ]);
  const stop = async (): Promise<void> => {
    await browser.close();
    await pipeline.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await prepare(pipeline);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, baseURL: pipeline.run.consoleUrl });
    page.setDefaultTimeout(PATIENCE_MS);
    const [asked, faults]: [string[], string[]] = [[], []];
    page.on('request', (request) => void asked.push(request.url()));
    page.on('pageerror', (error) => void faults.push(error.message));
    /**
     * Holds the answers of the console while something is done. The server does it: a browser whose own requests are
     * stopped on their way may never send the next ones, on a busy machine.
     */
    async function holding(answers: Hold, act: () => Promise<void>): Promise<void> {
      const before = hold;
      hold = answers;
      await act().finally(() => (hold = before));
    }
    return { pipeline, browser, page, asked, faults, holding, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** Keeps what a reader sees, the whole page, for whoever asks for it by the environment. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** The same at each of several widths. */
export async function keepScreenshots(page: Page, name: string, widths: readonly number[]): Promise<void> {
  if (process.env['SCREENSHOTS'] === undefined) return;
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await keepScreenshot(page, `${name}-${width}`);
  }
}

export type ConsoleInBrowser = Awaited<ReturnType<typeof consoleInBrowser>>;
