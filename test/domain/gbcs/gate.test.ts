import { describe, expect, test } from 'vitest';
import { type GateRules, checkGbcsVersion } from '../../../functions/domain/gbcs/gate.ts';
import { DEFAULT_GBCS_REGISTER } from '../../../functions/domain/gbcs/gbcs-register.ts';
import { DEFAULT_VERSION_COMBINATIONS } from '../../../functions/domain/gbcs/version-combinations.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

const rules = (londonDay: string, gbcsSubstitution: Readonly<Record<string, string>> = {}): GateRules => ({
  register: DEFAULT_GBCS_REGISTER,
  combinations: DEFAULT_VERSION_COMBINATIONS,
  settings: { gbcsSubstitution },
  londonDay,
});
const check = (gbcsVersion: string, by: GateRules) =>
  checkGbcsVersion(cplEntry({ gbcsVersion, status: 'Current' }), by);

describe('the GBCS gate', () => {
  test.each([
    ['1.1', '2018-05-08', false],
    ['1.0', '2018-05-07', false],
    ['1.0', '2018-05-08', true],
  ])('[R8][R24] lets an entry under %s go on at %s; its version has expired: %s', (declared, day, expired) => {
    expect(check(declared, rules(day))).toEqual({ goesOn: true, gbcsVersion: declared, substitutedFor: null, expired });
  });

  test.each([
    ['9.9', '2018-05-08', 'GBCS 9.9 not recognised'],
    ['1.1', '2017-11-05', 'GBCS 1.1 not yet in force'],
  ])('[R8][R9] blocks an entry under %s at %s, with its reason', (declared, day, reason) => {
    expect(check(declared, rules(day))).toEqual({ goesOn: false, reason });
  });

  test.each([
    ['1.1', '2018-05-08', false],
    ['1.0', '2018-05-08', true],
  ])('[R16] puts %s in place of a version that would be blocked at %s', (instead, day, expired) => {
    expect(check('9.9', rules(day, { '9.9': instead }))).toEqual({
      goesOn: true,
      gbcsVersion: instead,
      substitutedFor: expect.stringMatching(/^GBCS .+ not /),
      expired,
    });
  });

  test.each([
    ['1.1', '2017-11-05'],
    ['8.8', '2018-05-08'],
  ])('[R16] does not put %s in its place at %s: the DSP could not load that either', (instead, day) => {
    expect(check('9.9', rules(day, { '9.9': instead }))).toEqual({
      goesOn: false,
      reason: 'GBCS 9.9 not recognised',
    });
  });

  test('[R16] substitutes no version that is in force itself', () => {
    expect(check('1.1', rules('2018-05-08', { '1.1': '1.0' }))).toMatchObject({
      gbcsVersion: '1.1',
      substitutedFor: null,
    });
  });

  test('a removal never waits, whatever GBCS version it names', () => {
    const removal = cplEntry({ gbcsVersion: '9.9', status: 'Removed' });
    expect(checkGbcsVersion(removal, rules('2018-05-08'))).toEqual({
      goesOn: true,
      gbcsVersion: '9.9',
      substitutedFor: null,
      expired: false,
    });
  });

  test.each([
    ['SMETS V1.2', '0.0'],
    ['SMETS V1.1', '0.0'],
    ['SMETS V1.2', '9.9'],
    ['SMETS V1.2', '1.0'],
  ])('[R4] never blocks a SMETS1 entry, whatever it declares: %s with GBCS %s', (smetsChtsVersion, gbcsVersion) => {
    const smets1 = cplEntry({ smetsChtsVersion, gbcsVersion });
    const nothingKnown = { ...rules('2018-05-08', { '9.9': '1.1' }), register: [] };
    expect(checkGbcsVersion(smets1, nothingKnown)).toEqual({
      goesOn: true,
      gbcsVersion,
      substitutedFor: null,
      expired: false,
    });
  });

  test('[R4] checks a hub of CHTS V1.2, which is not SMETS1', () => {
    const hub = cplEntry({ deviceType: 'CH', smetsChtsVersion: 'CHTS V1.2', gbcsVersion: '9.9' });
    expect(checkGbcsVersion(hub, rules('2018-05-08'))).toEqual({ goesOn: false, reason: 'GBCS 9.9 not recognised' });
  });
});
