import { describe, expect, test } from 'vitest';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import type { CplRow } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { putFile, putList } from '../support/lane-lists.ts';
import { LIST_COLUMNS, listCsv } from '../support/list-history/cpl-list-csv.ts';
import { publishedOf } from '../support/workbook-lists.ts';

/** The trial of the synthetic agreed list, as a line of the CPL, and a line that is not of a trial. */
const TRIAL: CplRow = { entry: 0x010a, hardware: '030B', firmware: '0002012F' };
const CERTIFIED: CplRow = { entry: 1 };
const CERTIFICATES = (id: string) => () => ({ cpa: { id, date: '2030-01-01', dated: 'expires' as const } });

/** What becomes of the synthetic agreed list on a lane with this list. */
async function agreedOn(rows: readonly CplRow[], published?: (lane: FakeLane) => Promise<unknown>) {
  const lane = new FakeLane();
  await putList(lane, rows, '1.1');
  await published?.(lane);
  const { decision, findings } = await putFile(lane, 'governance/agreed-list.csv', agreedListCsv({}));
  return { decision, codes: findings.map(({ code }) => code).toSorted() };
}

const publish = (rows: readonly CplRow[], id: string) => (lane: FakeLane) =>
  putFile(lane, 'cpl/published.csv', publishedOf(rows, CERTIFICATES(id)));

describe('[R38] an agreed list, while certificates are not known', () => {
  test('is for a manufacturer with a Current entry that is not itself a trial, with a remark', async () => {
    expect(await agreedOn([TRIAL, CERTIFIED])).toEqual({
      decision: 'active',
      codes: expect.arrayContaining(['AGL-CERTIFICATES-NOT-KNOWN']),
    });
  });

  test.each<[string, CplRow[]]>([
    ['only the trial itself', [TRIAL]],
    ['a removed one', [TRIAL, { ...CERTIFIED, status: 'Removed' }]],
    ['one of SMETS1', [TRIAL, { ...CERTIFIED, smets: 'SMETS V1.2', gbcs: '0.0' }]],
    ['a PPMID, which needs no CPA', [TRIAL, { ...CERTIFIED, type: 'Pre-Payment Interface Device' }]],
    ['one of another manufacturer', [TRIAL, { ...CERTIFIED, manufacturer: 'AB02' }]],
  ])('is not for one that has beside it %s', async (_, rows) => {
    const { decision, codes } = await agreedOn(rows);
    expect([decision, codes.includes('AGL-NOT-ELIGIBLE')]).toEqual(['refused', true]);
  });
});

describe('[R37] [R38] an agreed list, once certificates are known', () => {
  test('is for a manufacturer with a CPA certificate that is not a trial one', async () => {
    const known = async (lane: FakeLane): Promise<void> => {
      await publish([TRIAL], 'CPA-TRIAL-0001')(lane);
      await publish([CERTIFIED], 'CPA-1')(lane);
    };
    const { decision, codes } = await agreedOn([TRIAL, CERTIFIED], known);
    expect(decision).toBe('active');
    expect(codes).not.toContain('AGL-CERTIFICATES-NOT-KNOWN');
  });

  test('is not for one whose other certificates are all trial ones', async () => {
    const { decision, codes } = await agreedOn([TRIAL, CERTIFIED], publish([TRIAL, CERTIFIED], 'CPA-TRIAL-0001'));
    expect([decision, codes]).toEqual(['refused', ['AGL-NOT-ELIGIBLE']]);
  });

  test('names the certificate that the published sheet has of its entry', async () => {
    const { decision, codes } = await agreedOn([TRIAL, CERTIFIED], publish([TRIAL, CERTIFIED], 'CPA-9'));
    expect([decision, codes]).toEqual(['refused', ['AGL-CERTIFICATE-OTHER']]);
  });
});

describe('an accepted list', () => {
  test('that a list without entries is to follow stands: that one is refused', async () => {
    const lane = new FakeLane();
    await putList(lane, [CERTIFIED], '1.1');
    const { accepted } = lane.ledger.state;
    const upload = await putFile(lane, 'cpl/empty.csv', `${LIST_COLUMNS.join(',')}\r\n`);
    expect(upload).toMatchObject({ decision: 'refused', findings: [{ code: 'CSV-NO-ROWS' }] });
    expect(lane.ledger.state.accepted).toEqual(accepted);
  });

  test('has each line once, also where the list after it leaves one out', async () => {
    const lane = new FakeLane();
    const rows: CplRow[] = [{ entry: 1 }, { entry: 2 }, { entry: 3 }];
    await putList(lane, rows, '1.1');
    const left = await putList(lane, rows.toSpliced(1, 1), '1.2');
    const back = await putList(lane, rows, '1.3');
    expect([left.counts, back.counts]).toMatchObject([
      { disappeared: 1, unchanged: 2 },
      { disappeared: 0, unchanged: 3 },
    ]);
  });

  test('is not followed by a list without an issue: neither a name nor an arrival orders it', async () => {
    const lane = new FakeLane();
    const columns = LIST_COLUMNS.filter((column) => column !== 'Version');
    const csv = listCsv([], { issue: '1.1', issuedOn: '2026-11-02' }, { columns });
    expect(await putFile(lane, 'cpl/cpl-20261103.csv', `${csv}000001,Current\r\n`)).toMatchObject({
      decision: 'refused',
      version: '',
    });
  });

  test('that does not have an entry whose change the DSP refuses: the change is only recorded', async () => {
    const sender = new FakeLane();
    await putList(sender, [CERTIFIED], '1.1');
    const [change] = sender.sent;
    if (change === undefined) throw new Error('Nothing was sent');
    const lane = new FakeLane();
    await putList(lane, [{ entry: 2 }], '1.1');
    await lane.ask({ command: 'dsp-refused', commandId: 'refused', change, reason: 'DSP refused GBCS 4.1' });
    expect(await lane.ledger.list('waitingLines')).toEqual([]);
    expect(await lane.ledger.list('overtakenLines')).toHaveLength(1);
  });
});
