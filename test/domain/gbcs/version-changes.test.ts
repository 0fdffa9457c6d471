import { describe, expect, test } from 'vitest';
import { HORIZON_DAYS, gbcsHorizon, nextChange } from '../../../functions/domain/gbcs/gbcs-horizon.ts';
import type { GbcsVersion } from '../../../functions/domain/gbcs/gbcs-register.ts';
import { VersionUses } from '../../../functions/domain/gbcs/version-use.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

const TODAY = '2026-11-02';
const version = (validFrom: string, validTo: string, recognised = true): GbcsVersion => ({
  gbcsVersion: '5.0',
  recognised,
  validFrom,
  validTo,
  dspMapping: '',
  source: '',
  confidence: '',
  note: '',
});
const useOf = (entries: number) => [{ gbcsVersion: '5.0', entries, models: 1, manufacturers: 1 }];

test('the counts are in the order in which the list has the versions', () => {
  const uses = new VersionUses();
  for (const gbcsVersion of ['4.2', '4.10', '4.1', '4.10']) uses.add(cplEntry({ gbcsVersion }));
  expect(uses.all().map(({ gbcsVersion, entries }) => [gbcsVersion, entries])).toEqual([
    ['4.2', 1],
    ['4.10', 2],
    ['4.1', 1],
  ]);
});

describe('the next change of a version', () => {
  test.each([
    ['2026-11-03', '', 'begins', 1],
    ['2026-11-03', '2026-12-01', 'begins', 1],
    ['2026-11-02', '2026-11-12', 'ends', 10],
    ['', '2026-11-02', 'ends', 0],
    ['2026-11-01', '2026-11-01', undefined, undefined],
    ['2026-11-02', '', undefined, undefined],
    ['', '', undefined, undefined],
  ])('valid from "%s" to "%s" is that it %s, in %s days', (validFrom, validTo, change, daysLeft) => {
    const next = nextChange(version(validFrom, validTo), TODAY);
    expect([next?.change, next?.daysLeft]).toEqual([change, daysLeft]);
  });
});

describe('the horizon', () => {
  test('[R35] warns of an unrecognised version for as long as it is not over', () => {
    expect(HORIZON_DAYS).toEqual([180, 90, 30]);
    const stagesOf = (validFrom: string, validTo: string, recognised = false) =>
      gbcsHorizon([version(validFrom, validTo, recognised)], [], TODAY).map(({ stage, daysLeft }) => [stage, daysLeft]);
    expect(stagesOf('2026-11-03', '')).toEqual([[3, 1]]);
    expect(stagesOf('2026-11-02', '')).toEqual([[4, 0]]);
    expect(stagesOf('2026-10-01', '2026-11-02')).toEqual([[4, -32]]);
    expect(stagesOf('2026-10-01', '2026-11-01')).toEqual([]);
    expect(stagesOf('', '')).toEqual([]);
    expect(stagesOf('2026-11-03', '', true)).toEqual([]);
  });

  test('[R23] warns of the end of a version that entries declare, and names what is in force the day after', () => {
    const successor = { ...version('2026-11-13', ''), gbcsVersion: '5.1' };
    const [warning] = gbcsHorizon([version('', '2026-11-12'), successor], useOf(1), TODAY);
    expect(warning).toMatchObject({ change: 'ends', daysLeft: 10, successors: ['5.1'], aggravated: false });
    expect(gbcsHorizon([version('', '2026-11-12')], useOf(1), TODAY)).toMatchObject([{ aggravated: true }]);
    expect(gbcsHorizon([version('', '2026-11-12')], useOf(0), TODAY)).toEqual([]);
    expect(gbcsHorizon([version('', '')], useOf(1), TODAY)).toEqual([]);
    expect(gbcsHorizon([version('', '2026-11-02')], useOf(1), TODAY)).toHaveLength(1);
    expect(gbcsHorizon([version('', '2026-11-01')], useOf(1), TODAY)).toEqual([]);
  });
});
