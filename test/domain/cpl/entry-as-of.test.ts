import { describe, expect, test } from 'vitest';
import { entryAsOf, type ReachedChange } from '../../../functions/domain/cpl/entry-as-of.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

const at = (day: number): string => `2026-11-0${day}T09:00:00.000Z`;
const change = (day: number, more: Partial<ReachedChange> = {}): ReachedChange => ({
  order: `00000000000${day}`,
  kind: 'changed',
  status: 'Active',
  uploadedGbcsVersion: `${day}.0`,
  uploadedAt: at(day),
  ...more,
});
const asOf = (day: number, ...history: readonly ReachedChange[]) =>
  entryAsOf({ ...cplEntry(), status: 'Expired', history }, at(day));

describe('an entry as the DSP held it', () => {
  test('is none before its first change, and from the instant of a change on what that made of it', () => {
    const history = [change(2), change(4, { status: 'Removed', kind: 'removed' })];
    expect(asOf(1, ...history)).toBeUndefined();
    expect(asOf(2, ...history)).toMatchObject({ entry: { gbcsVersion: '2.0', status: 'Active' }, exact: false });
    expect(asOf(4, ...history)).toMatchObject({ entry: { gbcsVersion: '4.0', status: 'Removed' }, exact: true });
  });

  test('goes by the order of the changes, not by that in which they are kept', () => {
    expect(asOf(5, change(4), change(2), change(3))?.entry.gbcsVersion).toBe('4.0');
  });

  test.each([
    ['gbcsOnly', true],
    ['correction', true],
    ['changed', false],
  ])('is exact when only changes of kind %s came later: %s', (kind, exact) => {
    expect(asOf(2, change(2), change(3, { kind }))?.exact).toBe(exact);
    expect(asOf(2, change(2), change(3, { kind: 'changed' }), change(4, { kind }))?.exact).toBe(false);
  });

  test('has its last status where that of the change is none of the list', () => {
    expect(asOf(2, change(2, { status: 'Unheard of' }))?.entry.status).toBe('Expired');
  });
});
