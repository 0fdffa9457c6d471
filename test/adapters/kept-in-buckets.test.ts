import { describe, expect, test } from 'vitest';
import { archivedModels } from '../../functions/adapters/accepted-list.ts';
import { s3Discarded } from '../../functions/adapters/s3-discarded.ts';
import { s3ReadyLetters } from '../../functions/adapters/s3-ready-letters.ts';
import { s3Reports } from '../../functions/adapters/s3-reports.ts';
import type { DiscardedMessage } from '../../functions/contracts/discarded-message.ts';
import type { ReadyLetter } from '../../functions/contracts/ready-letter.ts';
import { TrialReport } from '../../functions/contracts/trial-report.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { FakeObjects } from '../support/fake-objects.ts';
import { NotedObjects } from '../support/noted-objects.ts';
import { reportMaterial } from '../support/trial-material.ts';

const JSON_TYPE = 'application/json';
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

describe('the reports to the SSC', () => {
  const report = trialReport(reportMaterial());
  const { reportId } = report;

  test('are kept once, as JSON that people can read', async () => {
    const bucket = new NotedObjects();
    const reports = s3Reports(bucket);
    expect(await reports.keep(report)).toBe(report);
    expect(bucket.textOf(`ssc/${reportId}/report.json`)).toBe(pretty(TrialReport.parse(report)));
    expect(bucket.types).toEqual([[`ssc/${reportId}/report.json`, JSON_TYPE]]);
    const other = { ...report, trialFlagging: 'off' as const };
    expect(await reports.keep(other)).toEqual(report);
  });

  test('that are there and cannot be found are a fault', async () => {
    const bucket = new FakeObjects();
    bucket.putNew = async () => 'there-already';
    await expect(s3Reports(bucket).keep(report)).rejects.toThrow(
      `The report ${reportId} was kept before, and is not there`,
    );
  });

  test('are laid out as a page and a spreadsheet, and the one that was not made afterwards is the latest', async () => {
    const bucket = new NotedObjects();
    const reports = s3Reports(bucket);
    await reports.keep(report);
    const rebuilt = { asOf: report.madeAt, gaps: [] };
    const laidOut = { html: '<p>', workbook: new Uint8Array([1, 2]) };
    bucket.types.length = 0;
    await reports.publish({ report: { ...report, rebuilt }, ...laidOut });
    expect(await reports.latest()).toBeUndefined();
    await reports.publish({ report, ...laidOut });
    expect(await reports.latest()).toEqual(report);
    expect([bucket.textOf(`ssc/${reportId}/report.html`), bucket.objects.get(`ssc/${reportId}/report.xlsx`)]).toEqual([
      '<p>',
      laidOut.workbook,
    ]);
    expect(bucket.types.slice(2)).toEqual([
      [`ssc/${reportId}/report.html`, 'text/html; charset=utf-8'],
      [`ssc/${reportId}/report.xlsx`, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
      ['ssc/latest.json', JSON_TYPE],
    ]);
  });
});

describe('the letters that people may send', () => {
  const letter = (letterId: string, madeAt: string): ReadyLetter => ({
    letterId,
    addressee: 'SEC Panel',
    sender: 'secas',
    subject: 's',
    classification: 'public',
    madeAt,
    text: 'a text',
    attachment: { fileName: 'entries.csv', csv: 'a,b' },
  });

  test('are kept as text, with their table, and as JSON', async () => {
    const bucket = new NotedObjects();
    const { attachment, ...plain } = letter('B', '2');
    await s3ReadyLetters(bucket).keep({ ...plain, attachment });
    await s3ReadyLetters(bucket).keep({ ...plain, letterId: 'C' });
    expect(bucket.types).toEqual([
      ['letters/B/letter.txt', 'text/plain; charset=utf-8'],
      ['letters/B/entries.csv', 'text/csv; charset=utf-8'],
      ['letters/B/letter.json', JSON_TYPE],
      ['letters/C/letter.txt', 'text/plain; charset=utf-8'],
      ['letters/C/letter.json', JSON_TYPE],
    ]);
    expect(bucket.textOf('letters/B/letter.txt')).toBe('a text');
    expect(bucket.textOf('letters/B/entries.csv')).toBe('a,b');
    expect(bucket.textOf('letters/B/letter.json')).toBe(pretty({ ...plain, attachment }));
  });

  test('are read the newest first, those of one instant by their ids, and nothing else that lies there', async () => {
    const bucket = new FakeObjects();
    const letters = s3ReadyLetters(bucket);
    for (const [id, at] of [
      ['A', '2'],
      ['B', '3'],
      ['C', '1'],
      ['D', '2'],
      ['E', '2'],
    ] as const)
      await letters.keep(letter(id, at));
    bucket.set('letters/A/other-letter.json', 'no letter');
    expect((await letters.all()).map(({ letterId }) => letterId)).toEqual(['B', 'A', 'D', 'E', 'C']);
  });
});

describe('the dead letters that people discarded', () => {
  const message = (day: number, messageId = 'm'): DiscardedMessage => ({
    contract: 'discarded-message/1',
    queue: 'q',
    messageId,
    body: 'b',
    reason: null,
    sentAt: '2026-11-02T09:00:00.000Z',
    discardedAt: `2026-11-${String(day).padStart(2, '0')}T09:00:00.000Z`,
    discardedBy: 'pat',
    why: 'a test',
  });

  test('are kept as JSON that people can read, in a folder of the act', async () => {
    const bucket = new NotedObjects();
    await s3Discarded(bucket).keep(message(2));
    expect(bucket.types).toEqual([['discarded/q/20261102T090000000Z/m.json', JSON_TYPE]]);
    expect(bucket.textOf('discarded/q/20261102T090000000Z/m.json')).toBe(pretty(message(2)));
  });

  test('are shown by the ten newest acts on a queue', async () => {
    const bucket = new FakeObjects();
    const kept = s3Discarded(bucket);
    for (let day = 1; day <= 12; day += 1) await kept.keep(message(day));
    await kept.keep({ ...message(20), queue: 'q2' });
    const acts = await kept.acts('q');
    expect(acts.map(({ actId }) => actId.slice(6, 8))).toEqual('12 11 10 09 08 07 06 05 04 03'.split(' '));
    expect(acts[0]).toEqual({
      actId: '20261112T090000000Z',
      folder: 'discarded/q/20261112T090000000Z/',
      first: message(12),
      messages: 1,
      atLeast: false,
    });
  });
});

test('the Device Models of an accepted list are read from where it lies', async () => {
  const lane = new FakeLane();
  await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }, { entry: 2 }]));
  const { accepted } = await lane.ledger.get('lane');
  const models = await archivedModels(lane.archive)({ listKey: accepted?.listKey ?? '' });
  expect([...models.values()].map(({ entryNumber }) => entryNumber)).toEqual(['000001', '000002']);
});
