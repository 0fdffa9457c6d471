import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consoleHandler } from '../../infra/local/console/server.ts';
import { DEMO_BEGINS, loadDemo } from '../../infra/local/demo-inputs.ts';
import { demoAccess, workedOff } from '../../infra/local/demo-outcome.ts';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { startBrowser } from '../support/browser.ts';
import { PATIENCE_MS } from '../support/patience.ts';

const LIST = readFileSync(new URL('../fixtures/demo/cpl-2.312.csv', import.meta.url), 'utf8');
/** The list as its next issue, which says nothing new. */
const NEXT_ISSUE = LIST.replaceAll('Version 2.312 Issued on 09-11-2026', 'Version 2.313 Issued on 16-11-2026');

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
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(pipeline.run.consoleUrl);
  await page.getByRole('table', { name: 'Uploads' }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await pipeline?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/**
 * Clicks until the page shows what the click asks for: it may draw a section again between the press and the release of
 * the button, and such a click is nobody's.
 */
async function click(what: Locator, shows: Locator): Promise<void> {
  const shown = async (): Promise<boolean> => {
    if (!(await shows.isVisible())) await what.click();
    return shows.isVisible();
  };
  await expect.poll(shown).toBe(true);
}

/** Opens what has a title to click on. */
async function open(title: string): Promise<void> {
  await click(page.getByText(title), page.locator('details[open]', { has: page.getByText(title) }));
}

/** Keeps what a reader would see, for whoever asks for it by the environment. */
async function look(name: string, part?: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined) return;
  const path = join(folder, `${name}.png`);
  await (part === undefined ? page.screenshot({ path, fullPage: true }) : page.locator(part).screenshot({ path }));
}

describe('the console, in a browser', () => {
  test('shows the uploads with their state, the blocked entries, the trials, and the dead letter', async () => {
    const uploads = page.getByRole('table', { name: 'Uploads' });
    // The register, the trials, and a dozen lists, below the head of the table.
    await expect.poll(() => uploads.getByRole('row').count()).toBe(15);
    const last = uploads.getByRole('row', { name: 'cpl-2.312.csv' });
    await expect.poll(() => last.textContent()).toMatch(/2\.312blocked16 Nov 2026 09:\d\d:\d\d17 Nov 2026 09:/);
    const blocked = page.getByRole('table', { name: 'Blocked entries' });
    await expect.poll(() => blocked.getByText('GBCS 4.4 not recognised').count()).toBe(2);
    const meter = blocked.getByRole('row', { name: 'ESME/FA01/B1AD/010A/0A7701C4' });
    await expect.poll(() => meter.textContent()).toMatch(/^\d{6}ESME\/FA01\/B1AD\/010A\/0A7701C42\.3124\.4/);
    await expect.poll(() => page.locator('#now').textContent()).toMatch(/^16 Nov 2026 \d\d:\d\d:\d\d in London$/);
    await expect.poll(() => page.getByText('32 of 100 devices').count()).toBe(1);
    const queues = page.getByRole('table', { name: 'Queues' });
    await expect.poll(() => queues.getByRole('row', { name: 'srv-events' }).textContent()).toMatch(/1$/);
    await open('Dead letters of srv-events');
    await page.getByText('Not well-formed XML').waitFor();
    await look('overview');
  });

  test('shows the alarms that are on first, the gravest first, each with its page of the runbook', async () => {
    const on = page.locator('#alarms article').first();
    await on.getByText('alarm', { exact: true }).waitFor();
    const name = 'SRV events dead letters';
    await expect.poll(() => page.getByRole('heading', { name: `${name} alarm` }).count()).toBe(1);
    await open(`What to do about ${name}`);
    const card = page.locator('#alarms article', { hasText: name }).first();
    await expect
      .poll(() => card.getByRole('term').allTextContents())
      .toEqual(['Who loses what', 'Look here', 'Do this', 'Over when']);
    await expect.poll(() => page.locator('#alarms-in-words').textContent()).toContain(name);
    await look('alarms');
  });

  test('draws the graphs of the dashboard, left to right, with what they show in words', async () => {
    const graphs = page.locator('#dashboard figure');
    await graphs.locator('circle').first().waitFor();
    const titles = await graphs.getByRole('heading').allTextContents();
    expect(titles.slice(0, 4).map((title) => title.slice(0, 1))).toEqual(['1', '2', '3', '4']);
    await expect.poll(() => page.getByRole('img', { name: /^1 Extracts, at last: .*\d/ }).count()).toBe(1);
    await expect.poll(() => graphs.getByText('24 hours: a breach beyond (R7)').count()).toBeGreaterThan(0);
    await look('dashboard', 'section:has(#dashboard)');
    await page.emulateMedia({ colorScheme: 'dark' });
    await look('dashboard-dark', 'section:has(#dashboard)');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  test('shows each incident with its cause, its category and its clocks', async () => {
    const incidents = page.getByRole('table', { name: 'Incidents' });
    const row = incidents.getByRole('row', { name: 'GBCS 4.4 not recognised' });
    await expect.poll(() => row.textContent()).toMatch(/open2, proposed.*0 h.*on-time/);
  });

  test('opens an incident to all that is known of it, and takes what an operator says by keyboard', async () => {
    const card = page.locator('details.incident', { hasText: 'GBCS 4.4 not recognised' });
    await card.locator('summary').focus();
    await page.keyboard.press('Enter');
    const steps = card.getByRole('list', { name: 'Timeline of GBCS 4.4 not recognised' }).getByRole('listitem');
    await steps.getByText('Opened: 2 entries blocked.').waitFor();
    await expect.poll(() => card.getByRole('table', { name: 'Criteria of GBCS 4.4' }).getByRole('row').count()).toBe(7);
    const say = card.getByRole('group', { name: 'Say of GBCS 4.4 not recognised' });
    await say.getByLabel('Note').fill('Called the DSP');
    await say.getByLabel('Reason').fill('As in 2018');
    await page.keyboard.press('Enter');
    await page.getByText('Confirm category: recorded').waitFor();
    const row = page.getByRole('table', { name: 'Incidents' }).getByRole('row', { name: 'GBCS 4.4 not recognised' });
    await row.getByText('2, confirmed').waitFor();
    await steps.getByText('Category 2 confirmed by console: As in 2018').waitFor();
    // What was typed and not said yet is still there, although the section was drawn anew.
    await expect.poll(() => say.getByLabel('Note').inputValue()).toBe('Called the DSP');
    await say.getByRole('button', { name: 'Note it' }).press('Enter');
    await steps.getByText('console: Called the DSP').waitFor();
    await say.getByLabel('Fix expected').fill('2001-01-01');
    await say.getByRole('button', { name: 'Say what is expected' }).press('Enter');
    await page.getByRole('alert').getByText('2001-01-01 is over').waitFor();
    await say.getByLabel('Fix expected').fill('2099-01-01');
    await say.getByRole('button', { name: 'Say what is expected' }).press('Enter');
    await steps.getByText('Fix expected on 1 Jan 2099, says console.').waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    faults.splice(0, faults.length, ...faults.filter((fault) => !fault.includes('400')));
    await look('incident', 'section:has(#incidents)');
  });

  test('opens a list to its timeline, which stays open and keeps the focus while the page looks again', async () => {
    const row = page.getByRole('table', { name: 'Uploads' }).getByRole('row', { name: 'cpl-2.312.csv' });
    await row.locator('summary').focus();
    await page.keyboard.press('Enter');
    const steps = page.getByRole('list', { name: 'Timeline of cpl/cpl-2.312.csv' }).getByRole('listitem');
    await steps.getByText('received').waitFor();
    await expect
      .poll(() => steps.locator('strong').allTextContents())
      .toEqual([
        'received',
        'decided',
        expect.stringMatching(/^\d+ sent to the DSP$/),
        expect.stringMatching(/^\d+ in the DSP$/),
        '2 blocked',
      ]);
    await page.getByLabel('Drop a CPL list').setInputFiles({
      name: 'cpl-2.312 again.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(LIST),
    });
    await page.getByRole('table', { name: 'Uploads' }).getByRole('row', { name: 'cpl-2.312 again.csv' }).waitFor();
    await expect.poll(() => steps.count()).toBe(5);
    await expect.poll(() => page.evaluate<string>('document.activeElement.textContent')).toContain('cpl-2.312.csv');
    await look('timeline', 'section:has(#uploads)');
  });

  test('shows a mail as its reader sees it, in a frame that can do nothing', async () => {
    const frame = page.locator('#mail iframe');
    await click(page.getByRole('button', { name: 'CPL list accepted, 2 entries blocked' }), frame);
    expect(await frame.getAttribute('sandbox')).toBe('');
    await page.frameLocator('#mail iframe').getByText('cpl-2.312.csv').first().waitFor();
    await look('mail');
  });

  test('shows the receipt of a list at once when it is put in: accepted, held, or refused', async () => {
    const put = async (name: string, text: string) =>
      page.getByLabel('Drop a CPL list').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await put('cpl-2.313.csv', NEXT_ISSUE);
    const receipts = page.locator('#receipts');
    await receipts.getByText('Issue 2.313 accepted').waitFor();
    await expect.poll(() => receipts.getByRole('heading', { name: 'cpl-2.313.csv' }).count()).toBe(1);
    await put('cpl-2.314.csv', NEXT_ISSUE.replaceAll('2.313', '2.314').replaceAll(',Current,Gas', ',Removed,Gas'));
    const losses = receipts.getByRole('table', { name: 'Device Models that lose their entry' });
    await losses.getByText('GSME/').nth(10).waitFor();
    await put('cpl-2.315.csv', `${NEXT_ISSUE.replaceAll('2.313', '2.315')}one cell too few\r\n`);
    await receipts.getByText('Refused as a whole').waitFor();
    await put('list.xlsx', 'no workbook');
    await receipts.getByRole('heading', { name: 'list.xlsx refused' }).waitFor();
    await put('notes.json', '{}');
    await receipts.getByText('Refused: nothing of it was read').waitFor();
    await look('receipts');
  });

  test('lets the clock run on, and what falls due falls due', async () => {
    await page.getByRole('button', { name: '+ 24 hours' }).press('Enter');
    await page.getByRole('table', { name: 'Blocked entries' }).getByText('breached').first().waitFor();
    await look('breached');
  });

  test('shows the GBCS versions, what comes next, and what entries declare as the watch has counted them', async () => {
    const versions = page.getByRole('table', { name: 'GBCS versions' });
    await expect
      .poll(() => versions.getByRole('row', { name: '4.1' }).textContent())
      .toMatch(/4\.1in-forcenone known[1-9]/);
    await expect.poll(() => versions.getByRole('row', { name: '1.0' }).textContent()).toContain('expired');
    await versions.getByRole('row', { name: '4.4' }).getByText('not-in-register').waitFor();
    await look('gbcs', 'section:has(#gbcs)');
  });

  test('moves dead letters back by a button, and says how many', async () => {
    await page.getByRole('button', { name: 'Redrive srv-events' }).press('Enter');
    await page.getByText('1 message moved back to srv-events').waitFor();
  });

  test('can be used by keyboard, on a telephone, in the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 844 });
    const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    await expect.poll(() => page.evaluate<number>(wider)).toBe(0);
    await page.getByRole('button', { name: '+ 1 hour' }).focus();
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate<string>('document.activeElement.textContent')).toContain('24 hours');
    await page.locator('#dashboard svg[viewBox^="0 0 3"]').first().waitFor();
    await look('telephone');
    await look('telephone-incidents', 'section:has(#incidents)');
    await look('telephone-alarms', 'section:has(#alarms)');
    await look('telephone-dashboard', 'section:has(#dashboard)');
    await look('telephone-uploads', 'section:has(#uploads)');
  });

  test('asks nobody but its own pipeline, and raises no fault', async () => {
    expect(asked.filter((url) => !url.startsWith(pipeline.run.consoleUrl))).toEqual([]);
    expect(faults).toEqual([]);
  });
});

describe('the console, asked by others', () => {
  const ask = async (path: string, headers: Record<string, string>, method = 'GET') =>
    fetch(new URL(path, pipeline.run.consoleUrl), { method, headers, ...(method === 'POST' ? { body: 'a' } : {}) });

  test('refuses what the page of another site sends', async () => {
    const refused = await ask('/api/upload?name=a.csv', { origin: 'http://elsewhere.example' }, 'POST');
    expect(refused.status).toBe(403);
    expect((await ask('/api/clock', { origin: 'http://elsewhere.example' }, 'POST')).status).toBe(403);
    expect((await ask('/api/overview', { origin: 'null' })).status).toBe(403);
    const own = { origin: new URL(pipeline.run.consoleUrl).origin };
    expect((await ask('/api/overview', own)).status).toBe(200);
  });

  test('takes nothing that cannot be said of an incident, and knows no incident that there is not', async () => {
    const say = (path: string, body: string) =>
      fetch(new URL(path, pipeline.run.consoleUrl), { method: 'POST', body, headers: {} });
    const { incidentId } =
      (await demoAccess(pipeline.run, () => pipeline.clock.now()).ports.ledger.list('incidents'))[0] ?? {};
    for (const body of ['', '{}', '{"note":""}', '{"confirm":{"category":9,"reason":"a"}}', 'x'.repeat(60_000)])
      expect((await say(`/api/incident/${incidentId}`, body)).status, body.slice(0, 50)).toBe(400);
    const unknown = await say('/api/incident/INC-0', '{"note":"a"}');
    expect([unknown.status, await unknown.text()]).toEqual([
      400,
      expect.stringContaining('There is no incident INC-0'),
    ]);
    expect((await ask('/api/incident/INC-0', {})).status).toBe(404);
  });

  test('takes no file whose name leads elsewhere, and shows no file that is not a mail', async () => {
    expect((await ask('/api/upload?name=..%2F..%2Fa.csv', {}, 'POST')).status).toBe(400);
    expect((await ask('/api/upload?name=a.exe', {}, 'POST')).status).toBe(400);
    expect((await ask('/api/mail/..%2Frun.json', {})).status).toBe(404);
    expect((await ask('/nothing', {})).status).toBe(404);
  });
});
