import { expect, test } from 'vitest';
import { type CpaCertificate, type EntryCertificates } from '../../../functions/domain/cpl/certificates.ts';
import { certificatesDue, DUE_WITHIN } from '../../../functions/domain/cpl/certificates-due.ts';
import { decidedAbout } from '../../../functions/domain/cpl/decided-entry.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

const cpaOn = (date: string): CpaCertificate => ({
  reference: 'CPA-1',
  dateKind: 'expiry',
  date,
  characteristics: '1.3',
});

/** An entry, and its certificates with this date; `null` where it has none. */
const entryWith = (entryNumber: string, date: string | null): [string, EntryCertificates] => [
  entryNumber,
  {
    entryNumber,
    cpa: date === null ? null : cpaOn(date),
    dlms: null,
    zse: null,
    imageCreator: '',
    imageDescriptor: '',
    imageHash: '',
  },
];

const numbersOf = (entries: readonly { readonly entryNumber: string }[]) =>
  entries.map(({ entryNumber }) => entryNumber);

test('[R67] certificates are past due, or due within 30, 90 or 180 days, the soonest first', () => {
  expect(DUE_WITHIN).toEqual([0, 30, 90, 180]);
  const dates = ['2026-11-29', '2026-11-30', '2026-12-30', '2026-12-31', '2027-02-28', '2027-05-29', '2027-05-30'];
  const numbers = dates.map((_, at) => `00001${at}`);
  const certificates = new Map(dates.map((date, at) => entryWith(numbers[at] ?? '', date)));
  const entries = numbers.map((entryNumber) => cplEntry({ entryNumber })).toReversed();
  const { due } = certificatesDue(entries, certificates, '2026-11-30');
  expect(due.map(({ entry, daysLeft, within }) => [entry.entryNumber, daysLeft, within])).toEqual([
    ['000010', -1, 0],
    ['000011', 0, 30],
    ['000012', 30, 30],
    ['000013', 31, 90],
    ['000014', 90, 90],
    ['000015', 180, 180],
  ]);
});

test('[R67] entries of one day, without a certificate, or of which none is known, come in the order of their numbers', () => {
  const numbers = ['000003', '000001', '000004', '000002'];
  const entries = numbers.map((entryNumber) => cplEntry({ entryNumber }));
  const of = (date: string | null) => new Map(numbers.map((number) => entryWith(number, date)));
  const inOrder = numbers.toSorted();
  const due = certificatesDue(entries, of('2026-12-01'), '2026-11-30').due;
  expect(numbersOf(due.map(({ entry }) => entry))).toEqual(inOrder);
  expect(numbersOf(certificatesDue(entries, of(null), '2026-11-30').none)).toEqual(inOrder);
  expect(numbersOf(certificatesDue(entries, of(''), '2026-11-30').notKnown)).toEqual(inOrder);
  expect(numbersOf(certificatesDue(entries, new Map(), '2026-11-30').notKnown)).toEqual(inOrder);
});

test('what a decision is about is the certificate and the versions, nothing where there is none', () => {
  const entry = { smetsChtsVersion: 'SMETS V5.1', gbcsVersion: '4.1' };
  expect(decidedAbout(entry, cpaOn('2031-11-01'))).toBe('CPA-1|2031-11-01|SMETS V5.1|4.1');
  expect(decidedAbout(entry, null)).toBe('||SMETS V5.1|4.1');
  expect(decidedAbout(entry, undefined)).toBe('||SMETS V5.1|4.1');
});
