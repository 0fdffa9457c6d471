import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../infra/local/demo-inputs.ts';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { faultsOfPages } from '../support/axe.ts';
import { type ConsoleInBrowser, consoleInBrowser, keepScreenshots } from '../support/console-in-browser.ts';

const CHARTS = '/operations/charts';

let pipeline: LocalPipeline;
let seen: ConsoleInBrowser;
let page: Page;

beforeAll(async () => {
  seen = await consoleInBrowser(async (started) => {
    await loadDemo(started.run);
    await started.quiet();
    await started.clock.advance('PT6H');
  });
  ({ pipeline, page } = seen);
});

afterAll(() => seen?.stop());

const look = (name: string) => keepScreenshots(page, name, [390, 1280]);

/** The values that stand beside a chart, by the names of its series. */
async function valuesOf(chart: string): Promise<string[]> {
  return page.locator(`${chart} .legend output`).allTextContents();
}

test('counts are bars and gauges are lines, in words too, over one range that is named in London time', async () => {
  await page.goto(`${CHARTS}?range=7d`);
  await page.getByRole('heading', { level: 1, name: /^7 days to Mon 16 Nov 2026, .* GMT$/ }).waitFor();
  const lists = page.locator('#chart-lists-received');
  expect(await lists.getAttribute('data-kind')).toBe('bars');
  await expect.poll(() => lists.locator('.words').textContent()).toMatch(/accepted: [1-9]\d* in all/);
  const waiting = page.locator('#chart-entries-that-wait-blocked');
  expect(await waiting.getAttribute('data-kind')).toBe('lines');
  await expect.poll(() => waiting.locator('.words').textContent()).toMatch(/entries: last 2, highest 2 \(/);
  await expect
    .poll(() => waiting.locator('.words').textContent())
    .toMatch(/Nothing was reported in \d+ of 168 periods/);
  expect(await waiting.locator('.gap').count()).toBeGreaterThan(0);
  await look('charts-7d');
});

test('where one points, and by the keys of the slider, every chart is read at the same time', async () => {
  await page.goto(CHARTS);
  await page.locator('body.reads').waitFor();
  const slider = page.getByLabel('Read all charts at');
  expect(await valuesOf('#chart-entries-that-wait-blocked')).toEqual(['2']);
  const latest = await slider.getAttribute('aria-valuetext');
  await slider.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => slider.getAttribute('aria-valuetext')).not.toBe(latest);
  const first = await page.locator('#read-time').textContent();
  expect(first).toMatch(/^(?:Sun 15|Mon 16) Nov, \d\d:\d\d GMT to \d\d:\d\d GMT$/);
  const plot = page.locator('#chart-lists-received .plot');
  await plot.hover({ position: { x: 100, y: 50 } });
  await expect.poll(() => page.locator('#read-time').textContent()).not.toBe(first);
  const cursors = await page.evaluate<string[]>(
    `[...document.querySelectorAll('.charts .cursor')].map((line) => line.getAttribute('d'))`,
  );
  expect(new Set(cursors).size).toBe(1);
  expect(cursors.length).toBeGreaterThan(8);
  await look('charts-24h');
  await page.goto(`${CHARTS}?range=3h`);
  await page.getByRole('heading', { name: 'Nothing was reported in this range of' }).waitFor();
});

test('what happened is marked in every chart, and named with a link to it', async () => {
  await page.goto(`${CHARTS}?range=7d`);
  const marks = page.locator('#chart-dead-letters .mark.alarm');
  expect(await marks.count()).toBeGreaterThan(0);
  await page.locator('#happened summary').press('Enter');
  const table = page.getByRole('table', { name: 'What happened' });
  await table.getByRole('link', { name: 'SRV events dead letters: on' }).waitFor();
  await table.getByRole('link', { name: /^GBCS 4.4 not recognised: opened/ }).waitFor();
  await table
    .getByRole('link', { name: /^Issue 2\.3\d\d accepted/ })
    .first()
    .press('Enter');
  await expect.poll(() => page.url()).toContain('/lists/');
});

test('an earlier range is an address of its own, and leads back to now', async () => {
  await page.goto(`${CHARTS}?range=3h`);
  await page.getByRole('link', { name: 'Earlier' }).press('Enter');
  await expect.poll(() => page.url()).toContain('range=3h&to=');
  await page.getByRole('link', { name: '24 hours' }).press('Enter');
  await expect.poll(() => page.url()).toContain('range=24h&to=');
  await page.getByRole('link', { name: 'Now', exact: true }).last().press('Enter');
  await expect.poll(() => page.url()).not.toContain('to=');
});

test('axe finds no fault on the charts, none moves sideways, and nobody else is asked', async () => {
  expect(await faultsOfPages(page, [CHARTS, `${CHARTS}?range=30d`])).toEqual([]);
  expect(seen.asked.filter((url) => !url.startsWith(pipeline.run.consoleUrl))).toEqual([]);
  expect(seen.faults).toEqual([]);
});
