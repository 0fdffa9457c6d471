import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ConsoleDesk } from '../support/console-desk.ts';
import { nextIssue } from '../support/next-demo-issue.ts';

/** What an administrator of SECAS does with the console. */
export function administratorOfSecas(desk: () => ConsoleDesk): void {
  describe('an administrator of SECAS, with a list to send', () => {
    test('sees the cause first, downloads a copy with what to correct, corrects it, and sends it', async () => {
      const { page, title, look, check } = desk();
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

    test('finds a list again, with its receipt and every finding to download', async () => {
      const { page, look } = desk();
      await page.goto('/lists?q=2.305');
      await page.getByRole('link', { name: 'cpl-2.305.csv' }).press('Enter');
      for (const name of ['Download the receipt', 'Download every finding and blocked entry as a table']) {
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
}
