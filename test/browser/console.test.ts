import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGES } from '../../functions/operator/console/routes.ts';
import { loadDemo } from '../../infra/local/demo-inputs.ts';
import { demoAccess, workedOff } from '../../infra/local/demo-outcome.ts';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { faultsOfPages } from '../support/axe.ts';
import { type ConsoleInBrowser, consoleInBrowser, keepScreenshot } from '../support/console-in-browser.ts';
import { nextIssue } from '../support/next-demo-issue.ts';

/** The pages that need no thing to be about. */
const ADDRESSES = PAGES.map(({ path }) => path).filter((path) => !path.includes(':') && path !== '/clock');

let pipeline: LocalPipeline;
let seen: ConsoleInBrowser;
let page: Page;

beforeAll(async () => {
  seen = await consoleInBrowser(async (started) => {
    await loadDemo(started.run);
    await workedOff(demoAccess(started.run, () => started.clock.now()));
  });
  ({ pipeline, page } = seen);
});

afterAll(() => seen?.stop());

const title = () => page.getByRole('heading', { level: 1 });

const look = (name: string) => keepScreenshot(page, name);

const removed = (row: string): string => row.replace(',Current,Gas', ',Removed,Gas');

/** The address of the first link of a page that begins so. */
async function firstLink(from: string, begin: string): Promise<string> {
  await page.goto(from);
  return (await page.locator(`main a[href^="${begin}"]`).first().getAttribute('href')) ?? '';
}

/** Chooses a file on the page of checks; it is checked at once. */
async function check(name: string, text: string): Promise<void> {
  await page.goto('/lists/check');
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
  await page.getByLabel('A list or a governance file').setInputFiles(file);
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

describe('an operator, called at three in the morning', () => {
  test('reads in one sentence how it is, and what needs a person with its clock, and goes there by keyboard', async () => {
    await page.goto('/');
    await expect
      .poll(() => title().textContent())
      .toMatch(/^2 entries of 2 manufacturers wait to reach the DSP: the first is due in 2\d h/);
    const first = page.getByRole('link', { name: 'GBCS 4.4 not recognised: confirm that this is category 2' });
    await page.getByText(/response (?:due in|overdue for) \d+ min/).waitFor();
    for (let tabs = 0; tabs < 30 && !(await first.evaluate((link) => link.matches(':focus'))); tabs += 1)
      await page.keyboard.press('Tab');
    await look('now');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('/incidents/INC-');
  });

  test('confirms the category and notes what was agreed, under a name; what cannot be is said at its form', async () => {
    const confirm = page.locator('#act-confirm');
    await confirm.getByLabel('Why').fill('As in 2018');
    await confirm.getByLabel('Your name').fill('Night Operator');
    await page.locator('#act-note').getByLabel('What happened').fill('Called the DSP');
    await confirm.getByRole('button').press('Enter');
    await confirm.getByRole('status').getByText('Category 2 is confirmed').waitFor();
    await expect.poll(() => page.evaluate<boolean>(`document.activeElement.matches('#act-confirm .said')`)).toBe(true);
    await page.getByText('Category 2 confirmed by Night Operator: As in 2018').waitFor();
    const expected = page.locator('#act-expected');
    expect(await expected.getByLabel('Your name').inputValue()).toBe('Night Operator');
    await expected.getByLabel('Fix').fill('01/01/2001');
    await expected.getByRole('button').press('Enter');
    await expected.getByRole('alert').getByText('1 Jan 2001 is past').waitFor();
    await expect
      .poll(() =>
        page.evaluate<boolean>(
          `document.querySelector('#act-expected .said').getBoundingClientRect().top < innerHeight`,
        ),
      )
      .toBe(true);
    expect(await expected.getByLabel('Fix').inputValue()).toBe('01/01/2001');
    await look('incident');
  });

  test('keeps what is typed, open and focused while the page follows what happens', async () => {
    await page.goto(page.url());
    const note = page.locator('#act-note').getByLabel('What happened');
    await page.getByText('2 entries that waited for it').click();
    await note.fill('Half a sen');
    await fetch(page.url(), {
      method: 'POST',
      body: new URLSearchParams({ act: 'note', note: 'From another desk', name: 'Somebody Else' }),
    });
    await page.getByText('Somebody Else: From another desk').waitFor();
    await page.keyboard.type('tence');
    expect(await note.inputValue()).toBe('Half a sentence');
    expect(await page.locator('details[data-key=entries]').getAttribute('open')).not.toBeNull();
  });

  test('sees that nobody answers, with what was there greyed, and when somebody answers again', async () => {
    await page.context().setOffline(true);
    const banner = page.locator('#gone');
    await banner.getByText('The console does not answer').waitFor();
    await expect
      .poll(() => page.evaluate<string>(`getComputedStyle(document.querySelector('main')).opacity`))
      .toBe('0.6');
    await page.context().setOffline(false);
    await banner.waitFor({ state: 'hidden' });
  });

  test('lets the clock run on: it says until when it moves, and what falls due falls due', async () => {
    await page.goto('/blocked');
    await page.getByRole('button', { name: '+24 h' }).press('Enter');
    await page.getByText('overdue', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: '+24 h' }).waitFor();
    await page.goto('/');
    await expect.poll(() => title().textContent()).toMatch(/overdue for \d+ /);
    await look('overdue');
  });

  test('approves a held list with what it takes in sight', async () => {
    await check('cpl-2.313.csv', nextIssue(removed, 50));
    await expect.poll(() => title().textContent()).toContain('it would be held until an operator approves it');
    await page.getByRole('heading', { level: 2, name: /\d+ Device Models would lose their entry/ }).waitFor();
    await page.getByRole('button', { name: 'Send it' }).press('Enter');
    await page.getByRole('heading', { name: 'Approve it' }).waitFor();
    await page.getByRole('table', { name: 'Device Models that lose their entry' }).getByText('GSME').nth(10).waitFor();
    const approve = page.locator('#act-approve');
    await look('held');
    await approve.getByRole('button').press('Enter');
    await approve.getByRole('alert').getByText('An approval needs a reason').waitFor();
    await approve.getByLabel('Why it is right').fill('SECAS removed a range');
    await approve.getByRole('button').press('Enter');
    await page.getByText('Approved by Night Operator: the list is accepted.').waitFor();
  });

  test('reads a message that was given up and moves it back', async () => {
    await page.goto('/operations/queues');
    await page.getByRole('link', { name: 'read, move back, discard' }).press('Enter');
    await page.getByRole('table', { name: 'Dead letters of srv-events' }).getByText('Not well-formed XML').waitFor();
    await page.getByRole('button', { name: 'Move the message back to srv-events' }).press('Enter');
    await page.getByText('1 message moved back to srv-events, 1 came back').waitFor();
  });

  test('can do all of it without a script', async () => {
    const plain = await seen.browser.newContext({ javaScriptEnabled: false, baseURL: pipeline.run.consoleUrl });
    const bare = await plain.newPage();
    await bare.goto('/incidents');
    await bare.getByRole('link', { name: 'GBCS 4.4 not recognised' }).click();
    await bare.locator('#act-note').getByLabel('What happened').fill('Without a script');
    await bare.locator('#act-note').getByRole('button').click();
    await bare.getByText('The note is in the timeline.').waitFor();
    await plain.close();
  });
});

describe('an administrator of SECAS, with a list to send', () => {
  test('sees the cause first, downloads a copy with what to correct, corrects it, and sends it', async () => {
    const damaged = nextIssue((row) => row.replace(/,0A(\w{6}),SMETS/, ',A$1,SMETS'), 2).replaceAll('2.313', '2.314');
    await check('cpl-2.314.csv', damaged);
    await page.getByRole('list').getByText('row quarantined').first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download a copy with what to correct beside each row' }).press('Enter'),
    ]);
    expect(download.suggestedFilename()).toBe('cpl-2.314 to correct.csv');
    const copy = readFileSync(await download.path(), 'utf8').split('\r\n');
    expect([copy[0], copy.filter((row) => row.includes('"Device_Model')).length]).toEqual([
      expect.stringMatching(/,"What to correct"$/),
      2,
    ]);
    await look('check');
    await check('cpl-2.314.csv', nextIssue((row) => row, 0).replaceAll('2.313', '2.314'));
    await expect.poll(() => title().textContent()).toContain('it would be accepted as issue 2.314');
    await page.getByRole('button', { name: 'Send it' }).press('Enter');
    await page.getByText(/was sent\. Issue 2\.314 accepted/).waitFor();
  });

  test('is told what is wrong with a file that is none, where it was chosen', async () => {
    await page.goto('/lists/check');
    const file = { name: 'notes.docx', mimeType: 'text/plain', buffer: Buffer.from('x') };
    await page.getByLabel('A list or a governance file').setInputFiles(file);
    await page.getByRole('alert').getByText('notes.docx is not a .csv').waitFor();
  });

  test('finds a list again, with its receipt and every finding to download', async () => {
    await page.goto('/lists?q=2.305');
    await page.getByRole('link', { name: 'cpl-2.305.csv' }).press('Enter');
    for (const name of ['Download the receipt', 'Download every finding as a table']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name }).press('Enter'),
      ]);
      expect(readFileSync(await download.path()).byteLength).toBeGreaterThan(100);
    }
    await look('list');
    await page.goBack();
    await expect.poll(() => page.url()).toContain('/lists?q=2.305');
  });
});

describe('a member of the SSC, on a telephone', () => {
  test('sees each trial with its limit and its end, and its devices, without moving sideways', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/trials');
    await page.getByText('32 of 100', { exact: true }).waitFor();
    await look('trials-telephone');
    await page.getByRole('link', { name: 'SYN-TRIAL-1', exact: true }).press('Enter');
    await expect.poll(() => title().textContent()).toMatch(/^SYN-TRIAL-1: \d+ devices of 100, ends in/);
    await look('trial-telephone');
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test('reads the report as it was mailed, in a frame that can do nothing', async () => {
    await page.goto('/operations/reports');
    await page.getByRole('button', { name: 'Make it now' }).press('Enter');
    await page.getByText('The report to the SSC was made and sent.').waitFor();
    await page.goto(await firstLink('/operations/mails?q=trial', '/operations/mails/'));
    const frame = page.locator('iframe');
    expect(await frame.getAttribute('sandbox')).toBe('');
    await page.frameLocator('iframe').getByText('SYN-TRIAL-1').first().waitFor();
    const { headers } = await fetch(new URL((await frame.getAttribute('src')) ?? '', pipeline.run.consoleUrl));
    expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
  });

  test('follows the link of a mail about an incident to its page', async () => {
    await page.goto(await firstLink('/operations/mails?q=INC-', '/operations/mails/'));
    const link = page.frameLocator('iframe').getByRole('link', { name: `${pipeline.run.consoleUrl}/incidents/INC-` });
    await page.goto((await link.getAttribute('href')) ?? '');
    await page.getByRole('heading', { level: 1, name: /GBCS 4.4 not recognised/ }).waitFor();
  });

  test('reads an alarm mail as text', async () => {
    await page.goto(await firstLink('/operations/mails?q=ALARM', '/operations/mails/'));
    const text = page.locator('pre');
    await text.getByText('Runbook:').waitFor();
    await text.getByText(`Console: ${pipeline.run.consoleUrl}/operations/alarms/`).waitFor();
  });
});

describe('every page', () => {
  test('is found by axe to have no fault, and never moves sideways, on a desk and on telephones, light and dark', async () => {
    const trial = await firstLink('/trials', '/trials/SYN');
    const things = [
      await firstLink('/incidents', '/incidents/INC'),
      await firstLink('/lists?q=2.305', '/lists/2'),
      await firstLink('/entries?state=waiting', '/entries/'),
      trial,
      await firstLink('/operations/mails', '/operations/mails/'),
      await firstLink(trial, '/devices/'),
    ];
    await check('cpl-2.315.csv', nextIssue(removed, 50).replaceAll('2.313', '2.315'));
    things.push(new URL(page.url()).pathname);
    expect(things).not.toContain('');
    expect(await faultsOfPages(page, [...things, ...ADDRESSES, '/nothing'])).toEqual([]);
  });

  test('asks nobody but its own pipeline, and raises no fault', () => {
    expect(seen.asked.filter((url) => !url.startsWith(pipeline.run.consoleUrl))).toEqual([]);
    expect(seen.faults).toEqual([]);
  });
});
