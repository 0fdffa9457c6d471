import { describe, expect, test } from 'vitest';
import { cplCsv, type CplRow } from '../../support/cpl-csv.ts';
import { FakeLane } from '../../support/fake-lane.ts';
import { approve, putFile, putList, rowsOf } from '../../support/lane-lists.ts';
import { cplWorkbook } from '../../support/cpl-workbook.ts';
import { publishedOf, recordsOf, workbookOf } from '../../support/workbook-lists.ts';

/** What the record of uploads has, oldest first: kind and decision. */
const uploads = async ({ ledger }: FakeLane) =>
  (await ledger.list('uploads')).reverse().map(({ kind, version, decision }) => `${kind} ${version} ${decision}`);

const knownOf = async (lane: FakeLane) => {
  const certificates = await lane.ports().governance.certificates();
  return [...certificates].map(([number, { cpa }]) => `${number} ${cpa?.reference}`);
};

const named = (id: string) => () => ({ cpa: { id, date: '2030-01-01', dated: 'expires' as const } });
const FORTY = rowsOf(40);

describe('SECAS’s workbook', () => {
  test('[R2] is a list and certificates, one row each, and both become active', async () => {
    const lane = new FakeLane();
    const upload = await putFile(lane, 'cpl/list.xlsm', workbookOf(rowsOf(2)));
    expect(upload).toMatchObject({
      kind: 'cpl',
      version: '1.1',
      decision: 'accepted',
      counts: { added: 2 },
      findings: [],
    });
    expect(await uploads(lane)).toEqual(['cpl 1.1 accepted', 'certificates 1 active']);
    expect(await knownOf(lane)).toEqual(['000001 SYN-CPA-000001', '000002 SYN-CPA-000002']);
    expect(lane.sent).toHaveLength(2);
    expect([...lane.mails.keys()]).toEqual([`receipt-${upload.uploadId}-accepted`]);
  });

  test('[R67] says which entries of its published sheet its list does not have', async () => {
    const lane = new FakeLane();
    const sheets = { listRows: recordsOf(cplCsv(rowsOf(2))), publishedRows: recordsOf(publishedOf(rowsOf(3))) };
    await putFile(lane, 'cpl/list.xlsx', cplWorkbook(sheets));
    const [certificates] = await lane.ledger.list('uploads');
    expect(certificates).toMatchObject({
      kind: 'certificates',
      decision: 'active',
      findings: [
        {
          code: 'CERT-NOT-LISTED',
          message:
            'Entry 000003 is not on the sheet "CPL - saveable in CSV". Check the number; its certificates are kept in case a list brings the entry.',
        },
      ],
    });
    expect(await knownOf(lane)).toHaveLength(3);
  });

  test('whose list cannot be read says why, and not that its published entries are not on it', async () => {
    const lane = new FakeLane();
    const listRows = [['A title'], ['of two rows'], ...recordsOf(cplCsv(rowsOf(3)))];
    const sheets = { listRows, publishedRows: recordsOf(publishedOf(rowsOf(3))) };
    const upload = await putFile(lane, 'cpl/list.xlsx', cplWorkbook(sheets));
    const { findings } = lane.receipt('cpl/list.xlsx');
    expect(upload.decision).toBe('refused');
    expect(findings).not.toEqual([]);
    expect(findings.filter(({ code }) => code === 'CERT-NOT-LISTED')).toEqual([]);
  });

  test('and the csv of its issue repeat each other, in either order', async () => {
    const lane = new FakeLane();
    await putFile(lane, 'cpl/list.xlsx', workbookOf(rowsOf(2)));
    expect(await putFile(lane, 'cpl/list.csv', cplCsv(rowsOf(2)))).toMatchObject({ decision: 'repeat' });
    const other = new FakeLane();
    await putFile(other, 'cpl/list.csv', cplCsv(rowsOf(2)));
    expect(await putFile(other, 'cpl/list.xlsx', workbookOf(rowsOf(2)))).toMatchObject({ decision: 'repeat' });
    expect(await uploads(other)).toEqual(['cpl 1.1 accepted', 'cpl 1.1 repeat', 'certificates 1 active']);
    expect(other.sent).toHaveLength(2);
  });

  test('that is held brings no certificates until it is approved', async () => {
    const lane = new FakeLane();
    await putFile(lane, 'cpl/a.xlsx', workbookOf(FORTY));
    const held = await putFile(lane, 'cpl/b.xlsx', workbookOf(rowsOf(20), '1.2', '2026-11-02', named('NEW')));
    expect(held).toMatchObject({ decision: 'held' });
    expect((await uploads(lane)).slice(2)).toEqual(['cpl 1.2 held', 'certificates  held']);
    expect(await knownOf(lane)).toContain('000001 SYN-CPA-000001');
    await approve(lane, held);
    expect(await uploads(lane)).toEqual([
      'cpl 1.1 accepted',
      'certificates 1 superseded',
      'cpl 1.2 accepted',
      'certificates 2 active',
    ]);
    expect((await knownOf(lane)).filter((known) => known.endsWith('NEW'))).toHaveLength(20);
  });

  test('that is held and then gives way is superseded with its certificates', async () => {
    const lane = new FakeLane();
    await putFile(lane, 'cpl/a.csv', cplCsv(FORTY));
    await putFile(lane, 'cpl/b.xlsx', workbookOf(rowsOf(20), '1.2'));
    await putFile(lane, 'cpl/c.csv', cplCsv(rowsOf(41), '1.3'));
    expect(await uploads(lane)).toEqual([
      'cpl 1.1 accepted',
      'cpl 1.2 superseded',
      'certificates  superseded',
      'cpl 1.3 accepted',
    ]);
    expect(await knownOf(lane)).toEqual([]);
  });

  test('that is refused or superseded as a list brings no certificates', async () => {
    const lane = new FakeLane();
    await putFile(lane, 'cpl/a.csv', cplCsv(rowsOf(2), '1.2'));
    await putFile(lane, 'cpl/b.xlsx', workbookOf(rowsOf(2), '1.1'));
    const twice: CplRow[] = [{ entry: 1 }, { entry: 2, number: 1 }];
    expect(await putFile(lane, 'cpl/c.xlsx', workbookOf(twice, '1.3'))).toMatchObject({
      decision: 'refused',
      findings: expect.arrayContaining([expect.objectContaining({ code: 'CPL-NUMBER-TWICE', severity: 'file' })]),
    });
    expect(await uploads(lane)).toEqual([
      'cpl 1.2 accepted',
      'cpl 1.1 superseded',
      'certificates  superseded',
      'cpl 1.3 refused',
      'certificates  refused',
    ]);
    expect(await knownOf(lane)).toEqual([]);
  });
});

describe('the published sheet, saved as csv', () => {
  test('brings certificates and no list', async () => {
    const lane = new FakeLane();
    const upload = await putFile(lane, 'cpl/published.csv', publishedOf(rowsOf(3)));
    expect(upload).toMatchObject({ kind: 'certificates', version: '1', decision: 'active', findings: [] });
    expect(await knownOf(lane)).toHaveLength(3);
    expect(lane.ledger.state).not.toHaveProperty('accepted');
    expect(lane.receipt('cpl/published.csv')).toMatchObject({
      upload: { kind: 'certificates' },
      outcome: 'The certificates of 3 entries are active now; a published sheet brings no list.',
    });
  });

  test('[R67] says which of its entries the accepted list does not have, and keeps their certificates', async () => {
    const lane = new FakeLane();
    await putList(lane, rowsOf(2), '1.1');
    const upload = await putFile(lane, 'cpl/published.csv', publishedOf(rowsOf(4)));
    expect(upload).toMatchObject({ decision: 'active', findingsTotal: 2 });
    expect(upload.findings).toEqual([
      expect.objectContaining({
        code: 'CERT-NOT-LISTED',
        severity: 'warning',
        value: '000003',
        message: expect.stringMatching(
          /^Entry 000003 is not on issue 1\.1, the list accepted last\. Check the number; .*on 1 more line/,
        ),
      }),
    ]);
    expect(await knownOf(lane)).toHaveLength(4);
  });

  test('replaces what it names, keeps the rest, and a csv list leaves certificates as they are', async () => {
    const lane = new FakeLane();
    await putFile(lane, 'cpl/a.csv', publishedOf(rowsOf(2)));
    await putFile(lane, 'cpl/b.csv', publishedOf(rowsOf(1), named('NEW')));
    await putList(lane, rowsOf(2), '1.1');
    expect(await knownOf(lane)).toEqual(['000001 NEW', '000002 SYN-CPA-000002']);
    expect(await uploads(lane)).toEqual(['certificates 1 superseded', 'certificates 2 active', 'cpl 1.1 accepted']);
  });

  test('goes by arrival: one that arrived before the active one is superseded', async () => {
    const lane = new FakeLane();
    await putFile(lane, 'cpl/a.csv', publishedOf(rowsOf(1)), '2026-11-02T10:00:00.000Z');
    const late = await putFile(lane, 'cpl/b.csv', publishedOf(rowsOf(1), named('OLD')), '2026-11-02T09:30:00.000Z');
    expect(late).toMatchObject({ decision: 'superseded' });
    expect(await knownOf(lane)).toEqual(['000001 SYN-CPA-000001']);
  });

  test('that cannot be read is refused, and what was known stays', async () => {
    const lane = new FakeLane();
    await putFile(lane, 'cpl/a.csv', publishedOf(rowsOf(1)));
    const noEntries = await putFile(lane, 'cpl/b.csv', publishedOf([]));
    expect(noEntries).toMatchObject({ decision: 'refused', findings: [{ code: 'CERT-NO-ENTRIES' }] });
    expect(await knownOf(lane)).toEqual(['000001 SYN-CPA-000001']);
    expect(await uploads(lane)).toEqual(['certificates 1 active', 'certificates  refused']);
  });

  test.each([
    ['a list', cplCsv(rowsOf(1))],
    ['a published sheet', publishedOf(rowsOf(1))],
  ])('and so is %s in which a quote is never closed', async (_, csv) => {
    const lane = new FakeLane();
    expect(await putFile(lane, 'cpl/a.csv', `${csv}"open`)).toMatchObject({
      decision: 'refused',
      findings: [{ code: 'CSV-OPEN-QUOTE' }],
    });
  });

  test('neither changes the order of lists nor what is held', async () => {
    const lane = new FakeLane();
    await putList(lane, FORTY, '1.1');
    await putList(lane, rowsOf(20), '1.2');
    const { held, issues } = lane.ledger.state;
    await putFile(lane, 'cpl/published.csv', publishedOf(FORTY));
    expect(lane.ledger.state).toMatchObject({ held, issues });
  });
});
