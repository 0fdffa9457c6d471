import { foldedLists } from '../../../functions/domain/trials/agreed-lists.ts';
import { describe, expect, test } from 'vitest';
import type { SmiStatus } from '../../../functions/domain/devices/device.ts';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';
import { type TrialFact, trialFacts, type TrialView } from '../../../functions/domain/trials/trial-facts.ts';
import { countByStatus, trialsOf } from '../../../functions/domain/trials/trial-status.ts';
import { trialFactInWords } from '../../../functions/email/trial-fact-words.ts';
import { agreedList, agreedRow } from '../../support/trial-material.ts';

const [TRIAL] = trialsOf(foldedLists([agreedList([agreedRow({ deviceLimit: 2 })])]));
const devices = (...statuses: SmiStatus[]) => countByStatus(statuses.map((status) => ({ status })));

function factsOf(trial: Partial<TrialView['trial']>, view: Partial<TrialView> = {}): TrialFact[] {
  if (TRIAL === undefined) throw new Error('There is no trial');
  return trialFacts({
    trial: { ...TRIAL, ...trial },
    devices: {},
    day: '2026-12-01',
    limits: DEFAULT_SETTINGS.trialLimits,
    ...view,
  });
}
const names = (facts: readonly TrialFact[]) => facts.map(({ fact }) => fact);

describe('the facts about a trial', () => {
  test('[R57] are its limit, near it and over it, while it runs or is planned', () => {
    const three = { devices: devices('Pending', 'Commissioned', 'Suspended') };
    expect(names(factsOf({}, { devices: devices('Pending') }))).toEqual([]);
    expect(factsOf({}, three)).toMatchObject([{ fact: 'over-limit', excess: 1 }]);
    expect(names(factsOf({ startDate: '2026-12-02' }, three))).toEqual(['over-limit', 'early']);
    expect(names(factsOf({ endDate: '2026-11-30' }, three))).toEqual(['ended']);
    expect(names(factsOf({ listed: false }, three))).toEqual([]);
  });

  test('[R59] are, after its end, the devices that are left and the entries that are still Current', () => {
    const over = { endDate: '2026-11-30', endDecision: 'suspend' } as const;
    const left = { devices: devices('Suspended', 'Commissioned', 'Withdrawn'), currentEntries: ['000002'] };
    expect(factsOf(over, left)).toMatchObject([
      { fact: 'ended', devices: 2, left: 1, daysAgo: 1 },
      { fact: 'entries-current', entryNumbers: ['000002'] },
    ]);
    expect(factsOf(over, { devices: devices('Suspended') })).toMatchObject([{ fact: 'ended', left: 0 }]);
    expect(names(factsOf({ ...over, endDecision: 'remain-pending-certification' }, left))).toEqual(['ended']);
    expect(names(factsOf({ endDecision: 'suspend' }, { ...left, devices: {} }))).toEqual([]);
  });

  test('[R57] are its limit from the share of it that is set, and full at it', () => {
    const [of, limits] = [
      (number: number) => devices(...Array.from({ length: number }, () => 'Pending' as const)),
      { ...DEFAULT_SETTINGS.trialLimits, warnPercent: 50, endWarningDays: [] },
    ];
    expect(names(factsOf({ deviceLimit: 4 }, { devices: of(1), limits }))).toEqual([]);
    expect(factsOf({ deviceLimit: 4 }, { devices: of(2), limits })).toMatchObject([
      { fact: 'near-limit', devices: 2, isFull: false },
    ]);
    expect(factsOf({ deviceLimit: 4 }, { devices: of(4), limits })).toMatchObject([
      { fact: 'near-limit', devices: 4, isFull: true },
    ]);
  });

  test('[R57] [R58] are none about a limit while devices are not known, not even of one that no device would fill', () => {
    expect(names(factsOf({ deviceLimit: 0 }, { devices: undefined }))).toEqual(['near-limit']);
    expect(factsOf({ deviceLimit: 0 }, { devices: undefined })).toMatchObject([{ devices: 0, isFull: true }]);
    expect(names(factsOf({ startDate: '2026-12-02' }, { devices: undefined }))).toEqual([]);
  });

  test('[R40] are devices that run the firmware before it begins, if there are any that count', () => {
    const planned = { startDate: '2026-12-02' };
    expect(factsOf(planned, { devices: devices('Pending') })).toMatchObject([{ fact: 'early', devices: 1 }]);
    expect(names(factsOf(planned, { devices: devices('Withdrawn') }))).toEqual([]);
  });

  test('[R48] are that the Department was not notified, while it runs', () => {
    expect(factsOf({ departmentNotifiedOn: '' })).toMatchObject([
      { fact: 'not-notified', trial: { trialId: 'SYN-TRIAL-1' } },
    ]);
    expect(names(factsOf({ departmentNotifiedOn: '', startDate: '2026-12-02' }))).toEqual([]);
    expect(names(factsOf({ departmentNotifiedOn: '', endDate: '2026-11-30' }))).toEqual(['ended']);
  });

  test('[R78] are the other certificates that its entries lack, while it runs or is to begin', () => {
    const missingCertificates = [{ entryNumber: '000002', kinds: ['dlms', 'zse'] as const }];
    for (const startDate of ['2026-11-01', '2026-12-02']) {
      expect(factsOf({ startDate }, { missingCertificates })).toMatchObject([
        { fact: 'certificates-missing', missing: missingCertificates },
      ]);
    }
    expect(names(factsOf({ endDate: '2026-11-30' }, { missingCertificates }))).toEqual(['ended']);
    expect(names(factsOf({}, { missingCertificates: [] }))).toEqual([]);
  });

  test('[R58] are the smallest day of warning that has come', () => {
    expect(factsOf({ endDate: '2026-12-31' })).toMatchObject([{ fact: 'ending', daysLeft: 30, warning: 30 }]);
    expect(factsOf({ endDate: '2026-12-20' })).toMatchObject([{ fact: 'ending', daysLeft: 19, warning: 30 }]);
    expect(names(factsOf({ endDate: '2027-03-02' }))).toEqual([]);
  });

  test('[R54] say nothing of devices while nothing is known of them', () => {
    const unknown = { devices: undefined };
    expect(names(factsOf({ endDate: '2026-11-30' }, unknown))).toEqual([]);
    const [ending] = factsOf({ endDate: '2026-12-20' }, unknown);
    if (ending === undefined) throw new Error('There is no fact');
    expect(trialFactInWords(ending).ssc?.why).toBe('The trial ends on 20 Dec 2026, in 19 days.');
  });

  test('[R59] are worded for operations and for the SSC from the same values', () => {
    const [ended] = factsOf(
      { endDate: '2026-11-30', endDecision: 'suspend' },
      { devices: devices('Commissioned', 'Pending') },
    );
    if (ended === undefined) throw new Error('There is no fact');
    const { operations, ssc } = trialFactInWords(ended);
    expect(operations?.text).toBe('The DSP is asked to suspend them, as the SSC decided.');
    expect(ssc?.why).toBe(
      'The trial ended on 30 Nov 2026, 1 day ago; 2 devices are still in use. The DSP is asked to suspend them, as the SSC decided.',
    );
  });
});
