import { describe, expect, test } from 'vitest';
import { readPublishedSheet } from '../../../functions/domain/cpl/published-sheet.ts';
import {
  FIRST_ENTRY_LINE,
  METER,
  PUBLISHED_COLUMNS,
  type PublishedCells,
  publishedCells,
  readRows,
  recordsOf,
} from '../../support/published-rows.ts';

const CPA: PublishedCells = {
  'CPA_Certificate.identification_number': '',
  'CPA_Certificate.security_characteristics_version': 'Not Relevant',
  'CPA_Certificate.expiry_date': '',
};
const DLMS: PublishedCells = { 'DLMS_Certificate.identification_number': '', 'DLMS_Certificate.DLMS_version': '' };
const ZSE: PublishedCells = { 'ZSE_Certificate.identification_number': '', 'ZSE_Certificate.ZSE_version': '' };

describe('a CPA certificate', () => {
  const withCpa = (reference: string, date = '01/11/2031') =>
    readRows([{ ...METER, 'CPA_Certificate.identification_number': reference, 'CPA_Certificate.expiry_date': date }]);

  test.each([
    ['[E] CPA-1', 'CPA-1', 'expiry'],
    ['[R] CPA-1', 'CPA-1', 'renewal'],
    [' [r]CPA-1 ', 'CPA-1', 'renewal'],
    ['[ E ] CPA-1', 'CPA-1', 'expiry'],
    ['[E] CPA-[R]', 'CPA-[R]', 'expiry'],
  ])('%s has the reference %s, and its date is an %s', (written, reference, dateKind) => {
    const { certificates, findings } = withCpa(written);
    expect(certificates[0]?.cpa).toMatchObject({ reference, dateKind });
    expect(findings).toEqual([]);
  });

  test.each(['[X] CPA-1', 'CPA-1 [R]'])('without a prefix counts as one that expires, with a remark: %s', (written) => {
    const { certificates, findings } = withCpa(written);
    expect(certificates[0]?.cpa).toMatchObject({ reference: written, dateKind: 'expiry' });
    expect(findings).toEqual([`warning ${FIRST_ENTRY_LINE} CERT-PREFIX CPA_Certificate.identification_number`]);
  });

  test.each(['', 'N/A', '[E]', '[E] not relevant'])('is none where the sheet says "%s"', (written) => {
    const { certificates, findings } = withCpa(written);
    expect(certificates).toMatchObject([{ cpa: null }]);
    expect(findings).toEqual([`warning ${FIRST_ENTRY_LINE} CERT-REQUIRED CPA_Certificate.identification_number`]);
  });

  test('without a date is kept, with a remark', () => {
    const { certificates, findings } = withCpa('[E] CPA-1', '');
    expect(certificates[0]?.cpa).toMatchObject({ reference: 'CPA-1', date: '' });
    expect(findings).toEqual([`warning ${FIRST_ENTRY_LINE} CERT-DATE-MISSING CPA_Certificate.expiry_date`]);
  });

  test.each([
    ['01/11/2031', '2031-11-01'],
    ['1-2-2031', '2031-02-01'],
    ['29.02.2032', '2032-02-29'],
    ['2031-11-01', '2031-11-01'],
  ])('has the date %s as %s', (written, date) => {
    expect(withCpa('[E] CPA-1', written).certificates[0]?.cpa?.date).toBe(date);
  });

  test.each([
    '31/02/2021',
    '29/02/2031',
    '00/01/2031',
    '01/13/2031',
    '1/1/31',
    '2031-11-1',
    '44866',
    'soon',
    '01/11/2031 x',
    'on 01/11/2031',
    '2031-11-01T00:00',
    'on 2031-11-01',
  ])('with the date %s makes its row unusable: the entry keeps what it has', (written) => {
    const { certificates, findings } = readRows([
      { ...METER, 'CPA_Certificate.expiry_date': written },
      { ...METER, 'Entry.number': '000002' },
    ]);
    expect(certificates.map(({ entryNumber }) => entryNumber)).toEqual(['000002']);
    expect(findings).toEqual([`row ${FIRST_ENTRY_LINE} CERT-DATE CPA_Certificate.expiry_date`]);
  });

  test('with an error of a formula makes its row unusable', () => {
    expect(withCpa('#N/A', '#REF!')).toEqual({
      certificates: [],
      findings: [
        `row ${FIRST_ENTRY_LINE} CERT-CELL-ERROR CPA_Certificate.identification_number`,
        `row ${FIRST_ENTRY_LINE} CERT-CELL-ERROR CPA_Certificate.expiry_date`,
      ],
    });
  });
});

describe('a certificate that is required and missing is a warning:', () => {
  const missing = { ...CPA, ...DLMS, ...ZSE };
  const typed = (type: string, more: PublishedCells = {}) =>
    readRows([{ ...METER, ...missing, 'Device_Type.name': type, ...more }]);
  const required = (...groups: string[]): string[] =>
    groups.map((group) => `warning ${FIRST_ENTRY_LINE} CERT-REQUIRED ${group}_Certificate.identification_number`);

  test.each([
    ['Communications Hub', ['CPA', 'ZSE']],
    ['Gas Smart Meter', ['CPA', 'ZSE']],
    ['HAN Connected Auxiliary Load Control Switch', ['CPA', 'ZSE']],
    ['Pre-Payment Interface Device', ['ZSE']],
    ['Single Element Electricity Metering Equipment', ['CPA', 'DLMS', 'ZSE']],
    ['Twin Element  Electricity Metering Equipment', ['CPA', 'DLMS', 'ZSE']],
    ['polyphase electricity metering equipment', ['CPA', 'DLMS', 'ZSE']],
    ['Pre-Payment Meter Interface Device', ['ZSE']],
    ['Something else', []],
  ])('%s needs %j', (type, groups) => {
    const { certificates, findings } = typed(type);
    expect(certificates).toMatchObject([{ cpa: null, dlms: null, zse: null }]);
    expect(findings).toEqual(required(...groups));
  });

  test('nothing is required of a removed entry', () => {
    expect(typed('Gas Smart Meter', { 'Entry.status': 'Removed' }).findings).toEqual([]);
  });

  test('SMETS1 has none, and one that is given is a warning', () => {
    const smets1: PublishedCells = { 'SMETS_CHTS Version.Version_number_and_effective_date': 'SMETS V1.2' };
    expect(typed('Gas Smart Meter', smets1).findings).toEqual([]);
    expect(readRows([{ ...METER, ...smets1 }]).findings).toEqual(
      ['CPA', 'DLMS', 'ZSE'].map(
        (group) => `warning ${FIRST_ENTRY_LINE} CERT-UNEXPECTED ${group}_Certificate.identification_number`,
      ),
    );
  });

  test('a hub is never SMETS1, though its version begins with 1', () => {
    const chts: PublishedCells = { 'SMETS_CHTS Version.Version_number_and_effective_date': 'CHTS V1.2' };
    expect(typed('Communications Hub', chts).findings).toEqual(required('CPA', 'ZSE'));
  });
});

describe('the manufacturer image', () => {
  const image = (creator: string, hash: string, descriptor: string) =>
    readRows([
      {
        ...METER,
        'Manufacturer_Image.creator': creator,
        'Manufacturer_Image.hash': hash,
        'Manufacturer_Image.descriptor': descriptor,
      },
    ]);

  test('has all three fields or none', () => {
    expect(image('', '', '').findings).toEqual([]);
    expect(image('a', 'b', '').findings).toEqual([
      `warning ${FIRST_ENTRY_LINE} CERT-IMAGE Manufacturer_Image.descriptor`,
    ]);
    expect(image('', '', 'c').findings).toEqual([`warning ${FIRST_ENTRY_LINE} CERT-IMAGE Manufacturer_Image.creator`]);
    expect(image('a', '', 'c').findings).toEqual([`warning ${FIRST_ENTRY_LINE} CERT-IMAGE Manufacturer_Image.hash`]);
  });
});

test.each(PUBLISHED_COLUMNS.filter((column) => /^(?:CPA|DLMS|ZSE)_Certificate|^Manufacturer_Image/.test(column)))(
  'an error of a formula is no certificate, in the column %s',
  (column) => {
    const { findings } = readPublishedSheet(recordsOf(publishedCells([{ ...METER, [column]: '#N/A' }])));
    expect(findings.map(({ code, field }) => `${code} ${field}`)).toContain(`CERT-CELL-ERROR ${column}`);
  },
);

describe('a finding about a row says what is wrong:', () => {
  const smets1: PublishedCells = {
    'SMETS_CHTS Version.Version_number_and_effective_date': 'SMETS V1.2',
    ...CPA,
    ...DLMS,
  };
  test.each<[PublishedCells, string]>([
    [{ 'CPA_Certificate.expiry_date': '#N/A' }, 'The cell has an error of a formula in place of a value. Correct it.'],
    [
      { 'CPA_Certificate.expiry_date': 'soon' },
      'The date of the CPA certificate is not a valid date. Give it as dd/mm/yyyy.',
    ],
    [
      { 'CPA_Certificate.identification_number': 'CPA-1' },
      'The CPA certificate has no prefix [E] or [R]. Its date counts as an expiry date.',
    ],
    [{ 'CPA_Certificate.expiry_date': '' }, 'The CPA certificate has no expiry or renewal date.'],
    [
      CPA,
      'Entry 000001: Single Element Electricity Metering Equipment needs a CPA certificate, and the entry has none.',
    ],
    [
      DLMS,
      'Entry 000001: Single Element Electricity Metering Equipment needs a DLMS certificate, and the entry has none.',
    ],
    [
      ZSE,
      'Entry 000001: Single Element Electricity Metering Equipment needs a ZSE certificate, and the entry has none.',
    ],
    [smets1, 'Entry 000001 is SMETS1, which has no ZSE certificate, but one is given.'],
    [
      { 'Manufacturer_Image.creator': '', 'Manufacturer_Image.hash': '' },
      'Of the manufacturer image, all three fields are given or none; missing: Manufacturer_Image.creator and Manufacturer_Image.hash.',
    ],
  ])('%j', (other, message) => {
    const { findings } = readPublishedSheet(recordsOf(publishedCells([{ ...METER, ...other }])));
    expect(findings.map((finding) => finding.message)).toEqual([message]);
  });
});
