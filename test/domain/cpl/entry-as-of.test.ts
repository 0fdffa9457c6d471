import { describe, expect, test } from 'vitest';
import { entryAsOf, type ReachedChange } from '../../../functions/domain/cpl/entry-as-of.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

/** The n-th change of an entry, which reached the DSP on a day of November 2026. */
function line(number: number, day: string, kind: string, status = 'Current'): ReachedChange {
  const uploadedAt = `2026-11-${day}T09:00:00.000Z`;
  return { order: `00${number}`, kind, status, uploadedGbcsVersion: `4.${number}`, uploadedAt };
}

const asOf = (day: string, ...history: readonly ReachedChange[]) =>
  entryAsOf({ ...cplEntry({ status: 'Removed' }), history }, `2026-11-${day}T09:00:00.000Z`);

describe('an entry as the DSP held it at an instant', () => {
  test('is none before it arrived', () => {
    expect(asOf('01', line(1, '02', 'added'))).toBeUndefined();
    expect(asOf('02', line(1, '02', 'added'))).toBeDefined();
  });

  test('has the status and the GBCS version of that time, all else as it is', () => {
    const history = [line(2, '05', 'removed', 'Removed'), line(1, '02', 'added')];
    expect(asOf('03', ...history)?.entry).toEqual({ ...cplEntry({ gbcsVersion: '4.1' }), history });
    expect(asOf('05', ...history)).toMatchObject({ entry: { status: 'Removed', gbcsVersion: '4.2' }, exact: true });
  });

  const changes = [line(1, '02', 'added'), line(2, '03', 'changed'), line(3, '04', 'changed')] as const;
  test.each([
    [0, 1, 2],
    [2, 0, 1],
    [1, 2, 0],
    [2, 1, 0],
  ] as const)('goes by the order of the changes, not by that in which they are kept: %i, %i, %i', (...kept) => {
    expect(asOf('05', ...kept.map((place) => changes[place]))?.entry.gbcsVersion).toBe('4.3');
  });

  test.each([
    ['gbcsOnly', true],
    ['correction', true],
    ['changed', false],
    ['removed', false],
  ])('is exact after a later change of kind %s: %s', (kind, exact) => {
    expect(asOf('03', line(1, '02', 'added'), line(2, '05', kind))?.exact).toBe(exact);
    expect(asOf('05', line(1, '02', 'added'), line(2, '05', kind))?.exact).toBe(true);
  });

  test('keeps its own status where the history has one that is not known', () => {
    expect(asOf('03', line(1, '02', 'added', 'Lost'))?.entry.status).toBe('Removed');
  });
});
