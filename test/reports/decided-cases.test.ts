import { describe, expect, test } from 'vitest';
import type { SscDecision } from '../../functions/contracts/ssc-decision.ts';
import { decidedAbout } from '../../functions/domain/cpl/decided-entry.ts';
import type { HeldEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { reportMaterial } from '../support/trial-material.ts';

const ENTRY = cplEntry({ entryNumber: '000015' });
/** An entry whose versions do not go together. */
const WRONG = cplEntry({
  entryNumber: '000162',
  deviceType: 'PPMID',
  variantFamily: 'none',
  smetsChtsVersion: 'SMETS V2.0',
  gbcsVersion: '2.1',
});
const expiring = (date: string) => certificatesOf({ '000015': { reference: 'SYN-CPA-15', dateKind: 'expiry', date } });

function decided(entry: typeof ENTRY, fields: Partial<SscDecision> = {}): SscDecision {
  return {
    entryNumber: entry.entryNumber,
    decision: 'remove',
    decidedOn: '2026-11-12',
    reference: 'SSC 2026/11-3',
    about: decidedAbout(entry, expiring('2026-12-15').get(entry.entryNumber)?.cpa),
    by: 'operator',
    principal: 'AIDAOPERATOR',
    at: '2026-11-12T15:00:00.000Z',
    commandId: 'c-1',
    ...fields,
  };
}

/** The worklist's cases about the two entries. */
function cases(decisions: readonly SscDecision[], date = '2026-12-15', entry: HeldEntry = ENTRY) {
  const material = reportMaterial({
    entries: [entry, WRONG],
    certificates: expiring(date),
    trialCertified: [],
    decided: decisions,
  });
  return trialReport(material).decisions.map(({ caseId, asked, what, why }) => ({ caseId, asked, what, why }));
}

const OPEN = 'Decide whether the entry is removed from the CPL or its certificate extended';

describe('[R62] a case that the SSC has decided', () => {
  test('is asked of SECAS, who carries it out, with the decision', () => {
    expect(cases([])).toContainEqual(
      expect.objectContaining({ caseId: 'certificate/000015', asked: 'SSC', what: OPEN }),
    );
    expect(cases([decided(ENTRY)])).toContainEqual({
      caseId: 'certificate/000015',
      asked: 'SECAS',
      what: 'Mark the entry as Removed on the list',
      why: expect.stringMatching(/The SSC decided it on 12 Nov 2026: SSC 2026\/11-3\.$/),
    });
  });

  test.each([
    ['extend', 'certificate/000015', 'Publish the new date of the certificate'],
    ['correct', 'combination/000162', 'Publish the entry with its versions corrected'],
    ['remove', 'combination/000162', 'Mark the entry as Removed on the list'],
  ] as const)('%s settles %s alone', (decision, caseId, what) => {
    const entry = caseId.startsWith('certificate') ? ENTRY : WRONG;
    const after = cases([
      decided(entry, { decision, ...(entry === WRONG ? { about: decidedAbout(WRONG, undefined) } : {}) }),
    ]);
    expect(after).toContainEqual(expect.objectContaining({ caseId, asked: 'SECAS', what }));
    expect(after.filter(({ asked }) => asked === 'SECAS')).toHaveLength(1);
  });

  test('is decided by what was recorded last', () => {
    const after = cases([decided(ENTRY), decided(ENTRY, { decision: 'extend', commandId: 'c-2' })]);
    expect(after).toContainEqual(expect.objectContaining({ what: 'Publish the new date of the certificate' }));
  });

  test('is open again when the certificate or the versions have changed since', () => {
    const open = expect.objectContaining({ caseId: 'certificate/000015', asked: 'SSC' });
    expect(cases([decided(ENTRY)], '2027-01-31')).toContainEqual(open);
    expect(
      cases([decided(ENTRY)], '2026-12-15', { ...ENTRY, gbcsVersion: '1.1', smetsChtsVersion: 'SMETS V2.1' }),
    ).toContainEqual(open);
  });

  test('stays decided while the DSP holds the entry under a substitute', () => {
    const held = { ...ENTRY, gbcsVersion: '4.0', declaredGbcsVersion: ENTRY.gbcsVersion };
    expect(cases([decided(ENTRY)], '2026-12-15', held)).toContainEqual(expect.objectContaining({ asked: 'SECAS' }));
  });

  test('is not touched by a decision that does not concern it, or about another entry', () => {
    const other = decided(ENTRY, { entryNumber: '000999' });
    for (const decisions of [[decided(ENTRY, { decision: 'correct' })], [other]]) {
      expect(cases(decisions)).toContainEqual(expect.objectContaining({ caseId: 'certificate/000015', asked: 'SSC' }));
    }
  });
});
