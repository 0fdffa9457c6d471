import { describe, expect, test } from 'vitest';
import { Receipt } from '../../functions/contracts/receipt.ts';
import { letters } from '../../functions/email/letters.ts';
import { cplCsv, type CplRow } from '../support/cpl-csv.ts';
import { cplWorkbook } from '../support/cpl-workbook.ts';
import { FakeLane, SUPPLIER } from '../support/fake-lane.ts';
import { RECIPIENTS } from '../support/recipients.ts';

/** A lane that writes the letters that people get. */
function lane() {
  const here = new FakeLane();
  here.letters = letters(RECIPIENTS);
  const drop = async (rows: readonly CplRow[], issue: string, issuedOn?: string) => {
    const upload = await here.drop('cpl/list.csv', cplCsv(rows, issue, issuedOn));
    if (upload === undefined) throw new Error('There is no record of the list');
    const archived = (key: string) => here.archive.text(key);
    const mail = here.mails.get(`RECEIPT-${upload.uploadId}-${upload.decision}`);
    if (mail === undefined) throw new Error('There is no receipt');
    return {
      upload,
      receipt: Receipt.parse(JSON.parse(await archived(upload.receiptKey))),
      table: await archived(upload.receiptKey.replace('.json', '.findings.csv')),
      mail,
      text: mail.text.replaceAll(/\s+/g, ' '),
    };
  };
  return { here, drop };
}

const rows = (count: number, fields: Partial<CplRow> = {}): CplRow[] =>
  Array.from({ length: count }, (_, index) => ({ entry: index + 1, ...fields }));

describe('the receipt of a list with the same slip on every line', () => {
  test('has one finding that lists its lines, while record and mail count every one and the table has each', async () => {
    const { upload, receipt, table, mail, text } = await lane().drop(rows(40, { hash: 'ab'.repeat(32) }), '1.1');
    expect(upload).toMatchObject({ decision: 'accepted', findingsTotal: 40 });
    expect(upload.findings).toEqual(receipt.findings);
    expect(receipt.findings).toMatchObject([{ code: 'CPL-HASH-LOWER-CASE', line: 2 }]);
    expect(receipt.findings[0]?.message).toContain('The same on 39 more lines: 3, 4, 5,');
    expect(table.trimEnd().split('\r\n')).toHaveLength(41);
    expect(text).toContain('Findings (40)');
    expect(text).toContain('Every single finding is in the attached table.');
    expect(new TextDecoder().decode(mail.attachments[0]?.content)).toBe(table);
  });

  test('has the worst first, whatever line it is on', async () => {
    const list = [...rows(3, { hash: 'ab'.repeat(32) }), { entry: 4, firmware: '100' }];
    const { receipt } = await lane().drop(list, '1.1');
    expect(receipt.findings.map(({ code, line }) => [code, line])).toEqual([
      ['CPL-FIRMWARE-SHORTENED', 5],
      ['CPL-HASH-LOWER-CASE', 2],
    ]);
  });
});

test('[R77] the receipt names a combination of versions that is not allowed, with those that are, and blocks nothing', async () => {
  const { upload, text } = await lane().drop([{ entry: 1, smets: 'SMETS V2.0', gbcs: '2.1' }, { entry: 2 }], '1.1');
  expect(upload).toMatchObject({ decision: 'accepted', changes: 2, counts: { blocked: 0 } });
  expect(upload.findings.map(({ code, severity }) => [code, severity])).toEqual([['CPL-COMBINATION', 'warning']]);
  expect(text).toContain(
    'Entry number 000001: Single Element Electricity Metering Equipment, SMETS V2.0 with GBCS 2.1 is not an allowed combination. Allowed for this device type: SMETS V1.2 with GBCS 0.0, SMETS V2.0 with GBCS 1.0',
  );
});

test('the receipt of a workbook without usable certificates does not say that they refuse its list', async () => {
  const here = new FakeLane();
  here.letters = letters(RECIPIENTS);
  const listRows = cplCsv(rows(2))
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  const published = [
    ['', 'Data Group', 'Entry'],
    ['', 'Data Attribute', 'number'],
  ];
  await here.drop('cpl/list.xlsx', cplWorkbook({ listRows, publishedRows: published }));
  const uploads = await here.ledger.list('uploads');
  expect(uploads.find(({ kind }) => kind === 'certificates')).toMatchObject({
    decision: 'refused',
    findings: [{ code: 'CERT-LAYOUT', severity: 'file' }],
  });
  expect(uploads.find(({ kind }) => kind === 'cpl')).toMatchObject({
    decision: 'accepted',
    changes: 2,
    findings: [{ code: 'CERT-LAYOUT', severity: 'warning' }],
  });
});

describe('the receipt of a list that is held', () => {
  test('says that its date is still to come, as people write it', async () => {
    const { upload, text, mail } = await lane().drop(rows(1), '1.1', '2028-09-21');
    expect(upload.heldReason).toBe('It says that it was issued on 21 Sept 2028, which is still to come.');
    expect(text).toContain(upload.heldReason);
    expect(mail.subject).toBe('Action for DCC operations: CPL list held, needs approval: list.csv');
  });

  test('[R80] names what would lose its entry, with its devices by status and by supplier', async () => {
    const { here, drop } = lane();
    here.devicesOf.set('AB01/00010101/00000100', { Commissioned: 70, Pending: 2 });
    await drop(rows(40), '1.1');
    const { upload, text } = await drop(
      rows(40).map((row) => (row.entry > 15 ? row : { ...row, status: 'Removed' as const })),
      '1.2',
    );
    expect(upload.decision).toBe('held');
    expect(text).toContain(upload.heldReason);
    expect(text).toContain('15 Device Models would lose their entry');
    expect(text).toContain(
      'Entry number 000001 | Devices 70 Commissioned and 2 Pending | Suppliers 90-B3-D5-1F-30-01-00-00 (72 devices)',
    );
    expect(text).toContain('Entry number 000002 | Devices none | Suppliers none');
  });
});

test('the receipt of a list that removes a Device Model names it, and its devices', async () => {
  const { here, drop } = lane();
  here.devicesOf.set('AB01/00010101/00000100', { Commissioned: 7 });
  await drop(rows(3), '1.1');
  const { receipt, text } = await drop([{ entry: 1, status: 'Removed' }, { entry: 2 }, { entry: 3 }], '1.2');
  expect(receipt.removed).toEqual([
    {
      entryKey: 'ESME/AB01/0001/0101/00000100',
      entryNumber: '000001',
      devices: { Commissioned: 7 },
      suppliers: { [SUPPLIER]: 7 },
    },
  ]);
  expect(text).toContain('1 Device Model loses its entry');
  expect(text).toContain('Issue 1.2 accepted: 1 change goes to the DSP.');
});
