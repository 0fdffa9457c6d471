import { describe, expect, test } from 'vitest';
import { oprExclusions } from '../../../functions/domain/trials/opr-exclusions.ts';

const NOW = '2026-12-10T12:00:00.000Z';
const stretch = (from: string, to?: string) => ({ trialId: 'T-1', from, ...(to === undefined ? {} : { to }) });

/** The parts of one stretch: month, from, to. */
const parts = (from: string, to?: string, offSince?: string, asOf = NOW) =>
  oprExclusions([stretch(from, to)], asOf, offSince).map((part) => [part.month, part.from, part.to]);

describe('[R69] the time that is left out of OPR figures', () => {
  test('is one part within a month, open while the device still is a trial device', () => {
    expect(oprExclusions([stretch('2026-12-02T10:00:00.000Z')], NOW, undefined)).toEqual([
      { month: '2026-12', from: '2026-12-02T10:00:00.000Z', to: '', trialId: 'T-1' },
    ]);
    expect(parts('2026-11-02T10:00:00.000Z', '2026-11-03T10:00:00.000Z')).toEqual([
      ['2026-11', '2026-11-02T10:00:00.000Z', '2026-11-03T10:00:00.000Z'],
    ]);
  });

  test('is cut where months begin in London, in winter and in summer time', () => {
    expect(parts('2026-09-30T22:59:59.999Z', '2026-12-01T00:00:00.001Z')).toEqual([
      ['2026-09', '2026-09-30T22:59:59.999Z', '2026-09-30T23:00:00.000Z'],
      ['2026-10', '2026-09-30T23:00:00.000Z', '2026-11-01T00:00:00.000Z'],
      ['2026-11', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
      ['2026-12', '2026-12-01T00:00:00.000Z', '2026-12-01T00:00:00.001Z'],
    ]);
  });

  test('that ends as a month ends has no empty part in the next one', () => {
    expect(parts('2026-11-20T10:00:00.000Z', '2026-12-01T00:00:00.000Z')).toEqual([
      ['2026-11', '2026-11-20T10:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ]);
  });

  test('goes on into the present month, from its first instant, also over the end of a year', () => {
    expect(parts('2026-11-20T10:00:00.000Z', undefined, undefined, '2026-12-01T00:00:00.000Z')).toEqual([
      ['2026-11', '2026-11-20T10:00:00.000Z', '2026-12-01T00:00:00.000Z'],
      ['2026-12', '2026-12-01T00:00:00.000Z', ''],
    ]);
    expect(parts('2026-11-20T10:00:00.000Z', undefined, undefined, '2026-11-30T23:59:59.999Z')).toEqual([
      ['2026-11', '2026-11-20T10:00:00.000Z', ''],
    ]);
    expect(parts('2026-12-20T10:00:00.000Z', '2027-01-02T00:00:00.000Z').map(([month]) => month)).toEqual([
      '2026-12',
      '2027-01',
    ]);
  });

  test('[R54] ends when the feature is switched off, and what was before stays', () => {
    const off = '2026-11-15T12:00:00.000Z';
    expect(parts('2026-11-02T10:00:00.000Z', undefined, off)).toEqual([['2026-11', '2026-11-02T10:00:00.000Z', off]]);
    expect(parts('2026-11-02T10:00:00.000Z', '2026-11-20T10:00:00.000Z', off)).toEqual([
      ['2026-11', '2026-11-02T10:00:00.000Z', off],
    ]);
    expect(parts('2026-11-02T10:00:00.000Z', '2026-11-03T10:00:00.000Z', off)).toEqual([
      ['2026-11', '2026-11-02T10:00:00.000Z', '2026-11-03T10:00:00.000Z'],
    ]);
    expect(parts(off, undefined, off)).toEqual([]);
    expect(parts('2026-11-16T00:00:00.000Z', '2026-11-17T00:00:00.000Z', off)).toEqual([]);
  });

  test('of several stretches names the trial of each', () => {
    const two = [
      { ...stretch('2026-11-02T10:00:00.000Z', '2026-11-03T10:00:00.000Z'), trialId: 'T-1' },
      { ...stretch('2026-12-02T10:00:00.000Z'), trialId: 'T-2' },
    ];
    expect(oprExclusions(two, NOW, undefined).map(({ trialId, month }) => `${trialId} ${month}`)).toEqual([
      'T-1 2026-11',
      'T-2 2026-12',
    ]);
  });
});
