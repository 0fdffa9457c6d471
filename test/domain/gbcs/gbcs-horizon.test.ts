import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../functions/domain/calendar/calendar-day.ts';
import { gbcsHorizon, nextChange } from '../../../functions/domain/gbcs/gbcs-horizon.ts';
import type { GbcsVersion } from '../../../functions/domain/gbcs/gbcs-register.ts';
import { VersionUses } from '../../../functions/domain/gbcs/version-use.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

function version(gbcsVersion: string, fields: Partial<GbcsVersion> = {}): GbcsVersion {
  const open = { validFrom: '', validTo: '', dspMapping: '', source: 'test', confidence: 'high', note: '' };
  return { gbcsVersion, recognised: true, ...open, ...fields };
}

const used = (gbcsVersion: string, entries = 7) => ({ gbcsVersion, entries, models: 3, manufacturers: 2 });

/** The stage at which each warning stands, by version and change. */
function stages(register: readonly GbcsVersion[], day: string, uses = [used('1.0')]): Record<string, number> {
  return Object.fromEntries(
    gbcsHorizon(register, uses, day).map(({ gbcsVersion, change, stage }) => [`${gbcsVersion} ${change}`, stage]),
  );
}

const SOON = version('5.0', { recognised: false, validFrom: '2027-05-30' });
const ENDING = version('1.0', { validTo: '2027-05-30' });

describe('the horizon of the GBCS register', () => {
  test.each([
    ['2026-11-30', 181, undefined],
    ['2026-12-01', 180, 1],
    ['2027-02-28', 91, 1],
    ['2027-03-01', 90, 2],
    ['2027-04-29', 31, 2],
    ['2027-04-30', 30, 3],
    ['2027-05-30', 0, 3],
  ])('[R35] on %s, %i days ahead, a version that ends in use is at stage %s', (day, daysLeft, stage) => {
    expect(stages([ENDING], day)['1.0 ends']).toBe(stage);
    expect(nextChange(ENDING, day)).toEqual({ gbcsVersion: '1.0', change: 'ends', day: '2027-05-30', daysLeft });
  });

  test.each([
    ['2026-11-30', undefined],
    ['2026-12-01', 1],
    ['2027-03-01', 2],
    ['2027-04-30', 3],
    ['2027-05-29', 3],
    ['2027-05-30', 4],
    ['2031-01-01', 4],
  ])('[R23][R35] on %s a version that begins on 30 May 2027 unrecognised is at stage %s', (day, stage) => {
    expect(stages([SOON], day)['5.0 begins']).toBe(stage);
  });

  test('[R35] an end is reported on the last valid day, and no longer on the day after, when its entries have expired', () => {
    expect(stages([ENDING], '2027-05-30')).toEqual({ '1.0 ends': 3 });
    expect(stages([ENDING], '2027-05-31')).toEqual({});
    expect(nextChange(ENDING, '2027-05-31')).toBeUndefined();
  });

  test('[R35] an end that no active entry depends on is not reported', () => {
    expect(stages([ENDING], '2027-05-01', [])).toEqual({});
    expect(stages([ENDING], '2027-05-01', [used('1.1')])).toEqual({});
  });

  test('the beginning of a version that is recognised, or that is over, is not reported', () => {
    expect(stages([{ ...SOON, recognised: true }], '2027-05-01')).toEqual({});
    expect(stages([{ ...SOON, validTo: '2027-06-30' }], '2027-07-01')).toEqual({});
  });

  test('[R35] an unrecognised version is reported until the last day of its validity', () => {
    const short = { ...SOON, validTo: '2027-06-30' };
    expect(stages([short], '2027-05-01')).toEqual({ '5.0 begins': 3 });
    expect(stages([short], '2027-06-30')).toEqual({ '5.0 begins': 4 });
  });

  test('[R35] the version that begins or ends first is reported first, each with what depends on it', () => {
    const warnings = gbcsHorizon([SOON, version('1.0', { validTo: '2027-05-20' })], [used('1.0')], '2027-05-01');
    expect(warnings.map(({ gbcsVersion, daysLeft, use }) => [gbcsVersion, daysLeft, use])).toEqual([
      ['1.0', 19, used('1.0')],
      ['5.0', 29, { gbcsVersion: '5.0', entries: 0, models: 0, manufacturers: 0 }],
    ]);
  });

  test('[R35] a version that takes over does so on the day after the end, not on the second', () => {
    const successorsFrom = (validFrom: string) =>
      gbcsHorizon([ENDING, version('1.1', { validFrom })], [used('1.0')], '2027-05-01')[0]?.successors;
    expect(successorsFrom('2027-05-31')).toEqual(['1.1']);
    expect(successorsFrom('2027-06-01')).toEqual([]);
  });

  test('the next change of a version that has not begun is its beginning', () => {
    const both = version('1.1', { validFrom: '2027-05-30', validTo: '2028-05-30' });
    expect(nextChange(both, '2027-05-29')).toMatchObject({ change: 'begins', day: '2027-05-30', daysLeft: 1 });
    expect(nextChange(both, '2027-05-30')).toMatchObject({ change: 'ends', day: '2028-05-30' });
  });

  test('a date that is not known, or open, says nothing', () => {
    const register = [version('1.0'), version('1.1', { recognised: false })];
    expect(stages(register, '2027-05-01', [used('1.0'), used('1.1')])).toEqual({});
    expect(nextChange(version('1.0'), '2027-05-01')).toBeUndefined();
  });

  test.each([
    ['2028-02-29', '2027-09-02', '2027-12-01', '2028-01-30'],
    ['2028-03-01', '2027-09-03', '2027-12-02', '2028-01-31'],
    ['2027-03-01', '2026-09-02', '2026-12-01', '2027-01-30'],
  ])('[R35] before %s the days are counted by the calendar, leap days among them', (validTo, ...reached) => {
    const register = [version('1.0', { validTo })];
    for (const [index, day] of reached.entries()) {
      expect(stages(register, addDays(day, -1))['1.0 ends'] ?? 0).toBe(index);
      expect(stages(register, day)['1.0 ends']).toBe(index + 1);
    }
  });

  test('[R35] an end after which no recognised version is in force is worse, as in May 2018', () => {
    const end2018 = version('1.0', { validTo: '2018-05-07' });
    const ahead = (recognised: boolean) =>
      gbcsHorizon([end2018, version('1.1', { recognised, validFrom: '2017-11-06' })], [used('1.0')], '2017-11-08');
    expect(ahead(true)).toMatchObject([{ stage: 1, daysLeft: 180, successors: ['1.1'], aggravated: false }]);
    expect(ahead(false)).toMatchObject([
      { gbcsVersion: '1.1', change: 'begins', stage: 4, aggravated: false },
      { gbcsVersion: '1.0', change: 'ends', successors: [], aggravated: true },
    ]);
  });

  test('[R35] a beginning is worse once active entries declare the version', () => {
    expect(gbcsHorizon([SOON], [], '2027-05-01')).toMatchObject([{ aggravated: false }]);
    expect(gbcsHorizon([SOON], [used('5.0', 1)], '2027-05-01')).toMatchObject([{ aggravated: true }]);
  });

  test('[R35] from the first warning to its end a version is reported every day, at a stage that never falls', () => {
    const days = fc.integer({ min: 0, max: 3000 }).map((offset) => addDays('2026-01-01', offset));
    fc.assert(
      fc.property(days, fc.integer({ min: -40, max: 400 }), (validTo, before) => {
        const register = [version('1.0', { validTo })];
        const today = stages(register, addDays(validTo, -before))['1.0 ends'] ?? 0;
        const tomorrow = stages(register, addDays(validTo, 1 - before))['1.0 ends'] ?? 0;
        expect(today > 0).toBe(before >= 0 && before <= 180);
        if (before >= 1) expect(tomorrow).toBeGreaterThanOrEqual(today);
      }),
    );
  });
});

describe('what depends on a GBCS version', () => {
  test('is every active entry that declares it, with its Device Models and manufacturers distinguished', () => {
    const uses = new VersionUses();
    for (const fields of [
      { gbcsVersion: '1.0' },
      { gbcsVersion: '1.0', firmwareVersion: '00020130' },
      { gbcsVersion: '1.0', hardwareVersion: '040C' },
      { gbcsVersion: '1.0', manufacturerIdentifier: 'CD02' },
      { gbcsVersion: '1.0', status: 'Removed' as const },
      { gbcsVersion: '0.9' },
      { gbcsVersion: '1.1' },
      { gbcsVersion: '0.0', smetsChtsVersion: 'SMETS V1.2' },
    ])
      uses.add(cplEntry(fields));
    expect(uses.all()).toEqual([
      { gbcsVersion: '1.0', entries: 4, models: 3, manufacturers: 2 },
      { gbcsVersion: '0.9', entries: 1, models: 1, manufacturers: 1 },
      { gbcsVersion: '1.1', entries: 1, models: 1, manufacturers: 1 },
    ]);
  });

  test('stays within its bounds on a list of a great many models and versions', () => {
    const uses = new VersionUses();
    for (let number = 0; number < 12_000; number += 1) {
      uses.add(cplEntry({ gbcsVersion: '1.0', modelIdentifier: number.toString(16) }));
      uses.add(cplEntry({ gbcsVersion: `9.${number}` }));
    }
    expect(uses.all()).toHaveLength(100);
    expect(uses.all()[0]).toEqual({ gbcsVersion: '1.0', entries: 12_000, models: 10_000, manufacturers: 1 });
  });
});
