import { describe, expect, test } from 'vitest';
import type { Certificates, EntryCertificates } from '../../../functions/domain/cpl/certificates.ts';
import type { CplEntry } from '../../../functions/domain/cpl/cpl-entry.ts';
import {
  cplLookup,
  isSameCertificate,
  isTrialCertificate,
  modelAndFirmware,
} from '../../../functions/domain/trials/trial-eligibility.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

const NO_ROWS: ReadonlySet<string> = new Set();

/** Certificates of entries, by entry number; null where an entry has none. */
function certificates(references: Readonly<Record<string, string | null>>): Certificates {
  const none = { dlms: null, zse: null, imageCreator: '', imageDescriptor: '', imageHash: '' };
  return new Map(
    Object.entries(references).map(([entryNumber, reference]): [string, EntryCertificates] => {
      const cpa =
        reference === null ? null : ({ reference, dateKind: 'expiry', date: '', characteristics: '' } as const);
      return [entryNumber, { ...none, entryNumber, cpa }];
    }),
  );
}

describe('[R38] a manufacturer may have trials', () => {
  const isEligible = (entry: Partial<CplEntry>, known: Certificates, rows = NO_ROWS) =>
    cplLookup([cplEntry(entry)], known).isEligible('AB01', rows, '*TRIAL*');

  test.each<[string, Partial<CplEntry>, string | null, boolean]>([
    ['with a Current SMETS2+ entry and a certificate', {}, 'CPA-77', true],
    ['not by a removed entry', { status: 'Removed' }, 'CPA-77', false],
    ['not by a SMETS1 entry', { smetsChtsVersion: 'SMETS V1.2', gbcsVersion: '0.0' }, 'CPA-77', false],
    ['by a hub, which is never SMETS1', { deviceType: 'CH', smetsChtsVersion: 'CHTS V1.2' }, 'CPA-77', true],
    ['not by a PPMID, which needs no CPA', { deviceType: 'PPMID' }, 'CPA-77', false],
    ['not by a trial certificate', {}, 'CPA-TRIAL-1', false],
    ['not by an entry without a certificate', {}, null, false],
    ['not by the entry of another manufacturer', { manufacturerIdentifier: 'AB02' }, 'CPA-77', false],
  ])('%s', (_what, entry, reference, is) => {
    expect(isEligible(entry, certificates({ '000001': reference }))).toBe(is);
  });

  test('while certificates are not known, by an entry that is not itself on the agreed list', () => {
    const own = new Set([modelAndFirmware(cplEntry())]);
    expect(isEligible({}, certificates({}))).toBe(true);
    expect(isEligible({}, certificates({}), own)).toBe(false);
    expect(isEligible({ firmwareVersion: '00020130' }, certificates({}), own)).toBe(true);
    expect(isEligible({ status: 'Removed' }, certificates({}))).toBe(false);
  });
});

describe('the CPL, as the agreed list asks it,', () => {
  test('has the line of a model and firmware, with its certificate, none, or not known', () => {
    const models = ['000001', '000002', '000003'].map((entryNumber, at) =>
      cplEntry({ entryNumber, firmwareVersion: `0000000${at}` }),
    );
    const cpl = cplLookup(models, certificates({ '000001': 'CPA-1', '000002': null }));
    const row = { manufacturerIdentifier: 'AB01', modelIdentifier: '010A', hardwareVersion: '030B' };
    expect([0, 1, 2].map((at) => cpl.entryFor({ ...row, firmwareVersion: `0000000${at}` })?.cpaReference)).toEqual([
      'CPA-1',
      null,
      undefined,
    ]);
    expect(cpl.entryFor({ ...row, firmwareVersion: 'FFFFFFFF' })).toBeUndefined();
    expect([cpl.certificatesKnown, cplLookup(models, certificates({})).certificatesKnown]).toEqual([true, false]);
  });
});

describe('[R38] of several Device Models of a manufacturer', () => {
  const [trial, other] = [
    cplEntry({ entryNumber: '000001' }),
    cplEntry({ entryNumber: '000002', firmwareVersion: '00000002' }),
  ];
  const isEligible = (known: Certificates) =>
    [
      [trial, other],
      [other, trial],
    ].map((models) => cplLookup(models, known).isEligible('AB01', NO_ROWS, '*TRIAL*'));

  test('one suffices, whichever comes first', () => {
    expect(isEligible(certificates({ '000001': 'CPA-TRIAL-1', '000002': 'CPA-2' }))).toEqual([true, true]);
    expect(isEligible(certificates({ '000001': 'CPA-1', '000002': 'CPA-TRIAL-2' }))).toEqual([true, true]);
    expect(isEligible(certificates({ '000001': 'CPA-TRIAL-1', '000002': 'CPA-TRIAL-2' }))).toEqual([false, false]);
  });

  test('one certificate that is known makes certificates known', () => {
    expect(cplLookup([], certificates({ '000001': null })).certificatesKnown).toBe(true);
  });
});

test('models whose parts would read the same when joined are distinguished', () => {
  const of = (modelIdentifier: string, hardwareVersion: string) =>
    modelAndFirmware({ manufacturerIdentifier: 'AB01', modelIdentifier, hardwareVersion, firmwareVersion: '00000001' });
  expect(of('01', '0A0B')).not.toBe(of('010A', '0B'));
});

describe('[R37] a trial certificate', () => {
  test.each([
    ['*TRIAL*', 'CPA-TRIAL-1', true],
    ['*TRIAL*', 'CPA-trial-1', true],
    ['*trial*', 'CPA-TRIAL-1', true],
    ['*TRIAL*', 'CPA-77', false],
    ['TRIAL*', 'TRIAL-1', true],
    ['TRIAL*', 'CPA-TRIAL', false],
    ['*TRIAL', 'CPA-TRIAL', true],
    ['*TRIAL', 'TRIAL-1', false],
    ['CPA-TRIAL', 'CPA-TRIAL', true],
    ['CPA-TRIAL', 'CPA-TRIAL-1', false],
    ['A*A', 'A', false],
    ['A*A', 'AA', true],
    ['A*BC*D', 'A-BC-D', true],
    ['A*BC*CD', 'A-BCD', false],
    ['A*B*B*C', 'ABC', false],
    ['A*B*B*C', 'AB-BC', true],
    ['*AB*BA*', 'ABA', false],
    ['*AB*BA*', 'ABBA', true],
    ['', '', true],
    ['', 'CPA-77', false],
    ['*', '', true],
  ])('by the pattern %s: %s is one: %s', (pattern, reference, is) => {
    expect(isTrialCertificate(reference, pattern)).toBe(is);
  });

  test('is compared without its prefix, and without blanks around it', () => {
    for (const reference of ['[E] TRIAL-1', '[r]TRIAL-1', ' TRIAL-1 ', '[R]  TRIAL-1']) {
      expect(isTrialCertificate(reference, 'TRIAL-*')).toBe(true);
      expect(isSameCertificate(reference, 'trial-1')).toBe(true);
    }
    expect(isSameCertificate('CPA [E] 1', 'CPA 1')).toBe(false);
    expect(isTrialCertificate('TRIAL-1', ' TRIAL-* ')).toBe(true);
  });

  test('of more than 200 characters is none', () => {
    expect([199, 200, 201].map((length) => isTrialCertificate('T'.repeat(length), 'T*'))).toEqual([true, true, false]);
  });
});
