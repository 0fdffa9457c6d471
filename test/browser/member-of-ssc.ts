import { describe, expect, test } from 'vitest';
import type { ConsoleDesk } from '../support/console-desk.ts';
import { storyDriver } from '../support/story.ts';
import { publishedOf } from '../support/workbook-lists.ts';

/** What a member of the SSC does with the console, on a telephone. */
export function memberOfSsc(desk: () => ConsoleDesk): void {
  describe('a member of the SSC, on a telephone', () => {
    test('sees each trial with its limit and its end, and its devices, without moving sideways', async () => {
      const { page, title, look } = desk();
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
      const { page, pipeline, firstLink } = desk();
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

    test('has a decision about an entry recorded, and what it asks for is said', async () => {
      const { page, pipeline, look } = desk();
      const expires = { cpa: { id: 'SYN-CPA', date: '2026-12-15', dated: 'expires' as const } };
      await storyDriver(pipeline.run).put(
        'cpl/published.csv',
        publishedOf([{ entry: 3 }], () => expires),
      );
      await page.goto('/decisions?entry=000999#decide');
      const decide = page.locator('#act-decide');
      await decide.getByLabel('Reference').fill('SSC 2026/11-3');
      await decide.getByRole('button').press('Enter');
      await decide.getByRole('alert').getByText('Nothing is asked about entry 000999').waitFor();
      await decide.getByLabel('Entry number').fill('000003');
      await decide.getByLabel('What was decided').selectOption('remove');
      await decide.getByRole('button').press('Enter');
      await page.getByText(/Recorded about entry 000003\. SECAS: Mark the entry as Removed/).waitFor();
      const decided = page.getByRole('table', { name: 'Decisions about entries' });
      await decided.getByText('SSC 2026/11-3').waitFor();
      await look('decisions');
    });

    test('follows the link of a mail about an incident to its page', async () => {
      const { page, pipeline, firstLink } = desk();
      await page.goto(await firstLink('/operations/mails?q=INC-', '/operations/mails/'));
      const link = page.frameLocator('iframe').getByRole('link', { name: `${pipeline.run.consoleUrl}/incidents/INC-` });
      await page.goto((await link.getAttribute('href')) ?? '');
      await page.getByRole('heading', { level: 1, name: /GBCS 4.4 not recognised/ }).waitFor();
    });

    test('reads an alarm mail as text', async () => {
      const { page, pipeline, firstLink } = desk();
      await page.goto(await firstLink('/operations/mails?q=ALARM', '/operations/mails/'));
      const text = page.locator('pre');
      await text.getByText('Runbook:').waitFor();
      expect((await text.innerText()).split('\n').length).toBeGreaterThan(8);
      await text.getByText(`Console: ${pipeline.run.consoleUrl}/operations/alarms/`).waitFor();
    });
  });
}
