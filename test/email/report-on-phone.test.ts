import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trialReportMail } from '../../functions/email/trial-report-mail.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { startBrowser } from '../support/browser.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { agreedList, agreedRow, reportMaterial, trialDevices } from '../support/trial-material.ts';

const PHONE = { width: 390, height: 844 };

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

/** 48 trials on 16 November 2026, many of which ask for something: four are over, others over their limits or not notified. */
function reportOf(endingNextWeek: number) {
  const rows = Array.from({ length: 48 }, (_, index) =>
    agreedRow({
      trialId: `SYN-TRIAL-${index + 1}`,
      endDate: index < 4 ? '2026-11-10' : index < 4 + endingNextWeek ? '2026-11-27' : '2027-01-31',
      deviceLimit: 20,
      departmentNotifiedOn: index < 40 ? '2026-10-20' : '',
    }),
  );
  return trialReport(
    reportMaterial({
      agreedLists: [agreedList(rows)],
      devices: new Map(rows.map(({ trialId }, index) => [trialId, trialDevices(trialId, index % 9 === 3 ? 24 : 3)])),
      entries: [cplEntry(), cplEntry({ entryNumber: '000002', firmwareVersion: '00020130' })],
      certificates: certificatesOf({ '000001': { date: '2026-11-24' }, '000002': null }),
    }),
  );
}

test.each([
  [1, 'SYN-TRIAL-5'],
  [8, 'SYN-TRIAL-5, SYN-TRIAL-6, SYN-TRIAL-7 and 5 others'],
])(
  '[R65] with 48 trials, the decisions of next week are on the first screen of a phone: %i trial(s) and a certificate',
  async (endingNextWeek, named) => {
    const mail = trialReportMail(reportOf(endingNextWeek), new Uint8Array(1), ['ssc@example.org']);
    const context = await browser.newContext({ viewport: PHONE, isMobile: true });
    const page = await context.newPage();
    await page.setContent(mail.html);
    for (const sentence of [
      `Next, by 27 Nov 2026: ${named}. Decide what happens to the devices at the end`,
      'Next, by 24 Nov 2026: CPL entry 000001. Decide whether the entry is removed from the CPL or its certificate extended.',
    ]) {
      const box = await page.getByText(sentence).first().boundingBox();
      expect(box).not.toBeNull();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.width);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(PHONE.height);
    }
    await context.close();
  },
);

test('no name of a fact is broken within a word on a phone', async () => {
  const mail = trialReportMail(reportOf(1), new Uint8Array(1), ['ssc@example.org']);
  const context = await browser.newContext({ viewport: PHONE, isMobile: true });
  const page = await context.newPage();
  await page.setContent(mail.html);
  // A range over one word has a rectangle for each line that it stands on.
  const names: [string, number][] = await page.evaluate(`
    [...document.querySelectorAll('td.soft')].flatMap((cell) => {
      const word = cell.textContent.trim();
      const text = [...cell.childNodes].find((node) => node.nodeType === 3 && node.data.trim() === word);
      if (text === undefined || /\\s/.test(word)) return [];
      const range = document.createRange();
      range.setStart(text, text.data.indexOf(word));
      range.setEnd(text, text.data.indexOf(word) + word.length);
      return [[word, range.getClientRects().length]];
    })`);
  expect(names.map(([word]) => word)).toContain('Commissioned');
  expect(names.filter(([, lines]) => lines !== 1)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  await context.close();
});
