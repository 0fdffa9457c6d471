import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { audit } from '../../functions/operator/commands/audit.ts';
import { decide } from '../../functions/operator/commands/decide.ts';
import { report } from '../../functions/operator/commands/report.ts';
import { servedPages } from '../support/console-pages.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { fakePipeline } from '../support/fake-pipeline.ts';
import { putFile } from '../support/lane-lists.ts';
import { overLane } from '../support/lane-pipeline.ts';
import { publishedOf } from '../support/workbook-lists.ts';

const EXPIRING = { cpa: { id: 'SYN-CPA', date: '2026-12-15', dated: 'expires' as const } };

let lane: FakeLane;
let pages: Awaited<ReturnType<typeof servedPages>> | undefined;

/** A lane with two entries whose certificates are nearly over. */
beforeEach(async () => {
  lane = new FakeLane();
  await putFile(lane, 'cpl/list.csv', cplCsv([{ entry: 1 }, { entry: 2 }]));
  await putFile(
    lane,
    'cpl/published.csv',
    publishedOf([{ entry: 1 }, { entry: 2 }], () => EXPIRING),
  );
});
afterEach(() => pages?.close());

describe('cpl decide', () => {
  const run = (...of: Parameters<ReturnType<typeof fakePipeline>['run']>) =>
    fakePipeline({}, { reached: overLane(lane) }).run(...of);

  test('[R62] records what the SSC decided, and the report asks SECAS from then on', async () => {
    const draft = async () => (await run(report, ['ssc'], { print: true })).text.replaceAll(/\s+/g, ' ');
    expect(await draft()).not.toContain('Mark the entry as Removed on the list');
    const { text } = await run(decide, ['000002', 'remove'], { reference: 'SSC 2026/11-3' });
    expect(text).toMatch(/about entry 000002\.\nSECAS: Mark the entry as Removed/);
    expect(await draft()).toMatch(
      /The SSC decided it on 2 Nov 2026: SSC 2026\/11-3\. Mark the entry as Removed on the list\./,
    );
    expect((await run(audit, [])).text).toContain('record-decision');
  });

  test.each([
    [['000999', 'remove'], { reference: 'x' }, 'Nothing is asked about entry 000999'],
    [['12', 'remove'], { reference: 'x' }, 'the entry number is not six digits'],
    [['000001', 'ponder'], { reference: 'x' }, 'the decision (remove, extend, correct)'],
    [['000001', 'remove'], {}, 'the reference says nothing'],
    [['000001', 'remove'], { reference: 'x', on: '2026-02-31' }, '2026-02-31 is not a valid date: use yyyy-mm-dd'],
    [['000001', 'remove'], { reference: 'x', on: '2031-01-01' }, '2031-01-01 is still to come'],
  ])('refuses %j %j with what is wrong', async (words, options, complaint) => {
    await expect(run(decide, words, options)).rejects.toThrow(complaint);
  });
});

test('[R62] an entry that the list has under another number by now is refused at once, with where that number is', async () => {
  await putFile(lane, 'cpl/next.csv', cplCsv([{ entry: 1, number: 7 }, { entry: 2 }], '1.2'));
  const decided = fakePipeline({}, { reached: overLane(lane) }).run(decide, ['000001', 'remove'], { reference: 'x' });
  await expect(decided).rejects.toThrow(
    /^Entry 000001 is not on the accepted list any more: npm run cpl -- entries shows/,
  );
});

describe('the page of decisions', () => {
  const decided = { act: 'decide', entry: '000001', decision: 'remove', reference: 'SSC 2026/11-3', on: '' };

  test('[R62] has one recorded of today, or of a day that is past', async () => {
    pages = await servedPages({}, { reached: overLane(lane) });
    const { said, words } = await pages.act('/decisions', decided);
    expect(said).toMatch(/^Recorded about entry 000001\. SECAS: Mark the entry as Removed/);
    expect(words).toContain('SSC 2026/11-3 2 Nov 2026 by A. Person');
    const past = { ...decided, on: '30/10/2026' };
    expect((await pages.act('/decisions', past)).words).toContain('30 Oct 2026 by A. Person');
  });

  test('[R62] takes no other day for today, and records nothing about an entry of which nothing is asked', async () => {
    pages = await servedPages({}, { reached: overLane(lane) });
    expect(await pages.act('/decisions', { ...decided, on: '31/10' })).toMatchObject({
      status: 400,
      said: '31/10 is not a date such as 30/11/2026',
    });
    const other = await pages.act('/decisions', { ...decided, entry: '000999' });
    expect([other.status, other.said]).toEqual([400, expect.stringMatching(/^Nothing is asked about entry 000999/)]);
    expect(await lane.ledger.list('sscDecisions')).toEqual([]);
  });
});
