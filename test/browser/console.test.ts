import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consoleHandler } from '../../infra/local/console/local-source.ts';
import { DEMO_BEGINS, loadDemo } from '../../infra/local/demo-inputs.ts';
import { demoAccess, workedOff } from '../../infra/local/demo-outcome.ts';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { startBrowser } from '../support/browser.ts';
import { PATIENCE_MS } from '../support/patience.ts';

let pipeline: LocalPipeline;
let browser: Browser;
let page: Page;
const directory = mkdtempSync(join(tmpdir(), 'console-'));
const asked: string[] = [];
const faults: string[] = [];

beforeAll(async () => {
  [pipeline, browser] = await Promise.all([
    startPipeline({ directory, port: 0, clockFrom: DEMO_BEGINS, console: consoleHandler }),
    startBrowser(),
  ]);
  await loadDemo(pipeline.run);
  await workedOff(demoAccess(pipeline.run, () => pipeline.clock.now()));
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('request', (request) => void asked.push(request.url()));
  page.on('pageerror', (error) => void faults.push(error.message));
  await page.goto(pipeline.run.consoleUrl);
});

afterAll(async () => {
  await browser?.close();
  await pipeline?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('the console, in a browser', () => {
  test('says in one sentence how it is, and what needs a person, the gravest first', async () => {
    await expect
      .poll(() => page.getByRole('heading', { level: 1 }).textContent())
      .toMatch(/^2 entries of 2 manufacturers wait to reach the DSP: the first is due in 2\d h \d+ min$/);
    const needs = page.getByRole('list').filter({ hasText: 'confirm that this is category 2' }).getByRole('heading');
    await expect.poll(() => needs.first().textContent()).toContain('GBCS 4.4 not recognised');
  });

  test('asks nobody but its own pipeline, and raises no fault', async () => {
    expect(asked.filter((url) => !url.startsWith(pipeline.run.consoleUrl))).toEqual([]);
    expect(faults).toEqual([]);
  });
});
