import { expect, test } from 'vitest';
import { correctBy, EXPIRED_STATUSES, expiredStatus, isExpired } from '../../../functions/domain/gbcs/expired-gbcs.ts';
import { DEFAULT_GBCS_REGISTER } from '../../../functions/domain/gbcs/gbcs-register.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

test('[R25] three calendar months are given from the notice', () => {
  expect(correctBy('2018-05-22')).toBe('2018-08-22');
});

test('[R25] the statuses are in order from the mildest to the most severe', () => {
  expect(EXPIRED_STATUSES).toEqual(['noticed', 'month-left', 'week-left', 'for-the-panel']);
});

test.each([
  ['2018-05-22', 'noticed'],
  ['2018-07-21', 'noticed'],
  ['2018-07-22', 'month-left'],
  ['2018-08-14', 'month-left'],
  ['2018-08-15', 'week-left'],
  ['2018-08-22', 'week-left'],
  ['2018-08-23', 'for-the-panel'],
])('[R25] an entry noticed on 22 May stands on %s as %s', (day, status) => {
  expect(expiredStatus('2018-05-22', day)).toBe(status);
});

test.each([
  ['1.0', 'Current', '2018-05-07', false],
  ['1.0', 'Current', '2018-05-08', true],
  ['1.0', 'Removed', '2018-05-08', false],
  ['1.1', 'Current', '2018-05-08', false],
  ['9.9', 'Current', '2018-05-08', false],
] as const)('[R24] GBCS %s of an entry that is %s has expired on %s: %s', (gbcsVersion, status, day, expected) => {
  expect(isExpired(cplEntry({ gbcsVersion, status }), DEFAULT_GBCS_REGISTER, day)).toBe(expected);
});

test('[R24] GBCS of a SMETS1 entry never expires: it has none, and one that it declares is a finding', () => {
  const entry = cplEntry({ gbcsVersion: '1.0', smetsChtsVersion: 'SMETS V1.2' });
  expect(isExpired(entry, DEFAULT_GBCS_REGISTER, '2018-05-08')).toBe(false);
});
