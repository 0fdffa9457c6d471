import { describe, expect, test } from 'vitest';
import { letters } from '../../functions/email/letters.ts';
import { supplierIdsInWords } from '../../functions/email/device-words.ts';
import { FakeLane, SUPPLIER } from '../support/fake-lane.ts';
import { putFile, putList, rowsOf } from '../support/lane-lists.ts';
import { syntheticCertificates, type ListCertificates } from '../support/list-history/published-csv.ts';
import { RECIPIENTS } from '../support/recipients.ts';
import { publishedOf } from '../support/workbook-lists.ts';

/** A lane that writes the letters that people get, and has accepted two Device Models. */
async function laneWithLetters() {
  const lane = new FakeLane();
  lane.letters = letters(RECIPIENTS);
  await putList(lane, rowsOf(2), '1.1');
  const receiptOf = async (file: Promise<{ uploadId: string; decision: string }>) => {
    const { uploadId, decision } = await file;
    return lane.mails.get(`RECEIPT-${uploadId}-${decision}`)?.text.replaceAll(/\s+/g, ' ') ?? '';
  };
  const known = async () => {
    const certificates = await lane.ports().governance.certificates();
    return [...certificates].map(([entryNumber, { cpa }]) => [entryNumber, cpa?.reference, cpa?.date]);
  };
  return { lane, receiptOf, known };
}

describe('certificates that SECAS has wrong', () => {
  const cpa = (id: string, date = '2031-01-15'): ListCertificates['cpa'] => ({ id, date, dated: 'expires' });

  test('a certificate of an entry that does not exist is kept, and SECAS is asked to check its number', async () => {
    const { lane, receiptOf, known } = await laneWithLetters();
    const text = await receiptOf(putFile(lane, 'cpl/published.csv', publishedOf(rowsOf(3))));
    expect(text).toMatch(/Entry 000003 is not on issue 1\.1, the list accepted last\. Check the number/);
    expect((await known()).map(([entryNumber]) => entryNumber)).toEqual(['000001', '000002', '000003']);
  });

  test('a certificate that expires on 31/02 is refused with its line and value, and the others become active', async () => {
    const { lane, receiptOf, known } = await laneWithLetters();
    const sheet = publishedOf(rowsOf(2), (line) => ({
      ...syntheticCertificates(line),
      cpa: line.entryNumber === '000001' ? cpa('A', '2031-02-31') : cpa('B'),
    }));
    const text = await receiptOf(putFile(lane, 'cpl/published.csv', sheet));
    expect(text).toMatch(
      /Line \d+, CPA_Certificate.expiry_date .*not a valid date\. Give it as dd\/mm\/yyyy\. Value: 31\/02\/2031/,
    );
    expect(text).toContain('The certificates of 1 entry are active now');
    expect(await known()).toEqual([['000002', 'B', '2031-01-15']]);
  });

  test('of two certificates of one entry the first is kept, and the second is refused with the lines of both', async () => {
    const { lane, receiptOf, known } = await laneWithLetters();
    const [first = '', second = ''] = ['A', 'B'].map((id) =>
      publishedOf(rowsOf(1), () => ({ cpa: cpa(id), zse: 'Z' })),
    );
    const twice = first + second.trimEnd().split('\r\n').slice(-1).join('') + '\r\n';
    const text = await receiptOf(putFile(lane, 'cpl/published.csv', twice));
    expect(text).toContain('CERT-ENTRY-TWICE');
    expect(text).toMatch(/000001 .*line \d+/);
    expect(await known()).toEqual([['000001', 'A', '2031-01-15']]);
  });
});

test('[R80] a supplier that nobody knows is named by its id, and devices without one are counted as of an unknown supplier', () => {
  expect(supplierIdsInWords({ '': 2, [SUPPLIER]: 3, 'FF-FF-FF-FF-FF-FF-FF-FF': 1 })).toBe(
    `${SUPPLIER} (3 devices), supplier not known (2 devices) and FF-FF-FF-FF-FF-FF-FF-FF (1 device)`,
  );
});

test('[R80] a list that removes one Device Model with 10,000 devices is held, and says how many devices it would take', async () => {
  const { lane } = await laneWithLetters();
  lane.devicesOf.set('AB01/00010101/00000100', { Commissioned: 9000, Pending: 1000 });
  const upload = await putList(lane, [{ entry: 1, status: 'Removed' }, { entry: 2 }], '1.2');
  expect(upload.decision).toBe('held');
  const text = lane.mails.get(`HELD-${upload.uploadId}`)?.text.replaceAll(/\s+/g, ' ') ?? '';
  expect(text).toContain(upload.heldReason);
  expect(text).toContain(
    '10,000 devices of the Smart Metering Inventory are of Device Models that would lose their entry, more than the limit of 1,000.',
  );
  expect(text).toContain('Entry number 000001 | Devices at least 9,000 Commissioned and 1,000 Pending');
  expect(lane.sent).toHaveLength(2);
});
