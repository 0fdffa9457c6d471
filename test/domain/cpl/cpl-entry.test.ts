import { describe, expect, test } from 'vitest';
import {
  CPL_DEVICE_TYPES,
  CPL_STATUSES,
  duisDeviceModel,
  entryKeyOf,
  isActive,
  isSmets1,
  normaliseSmetsChts,
  VARIANT_FAMILIES,
} from '../../../functions/domain/cpl/cpl-entry.ts';
import { dspRefusal } from '../../../functions/domain/cpl/dsp-validation.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

describe('an entry', () => {
  test('is identified by its Device Model, whose model is the one of DUIS', () => {
    expect(entryKeyOf(cplEntry())).toBe('ESME/AB01/010A/030B/0002012F');
    expect(duisDeviceModel(cplEntry())).toBe('010A030B');
    expect(CPL_DEVICE_TYPES.join(' ')).toBe('ESME GSME CH HCALCS PPMID');
    expect(VARIANT_FAMILIES.join(' ')).toBe('single twin poly none');
  });

  test('can join while it is Current', () => {
    expect(CPL_STATUSES.map((status) => [status, isActive({ status })])).toEqual([
      ['Current', true],
      ['Removed', false],
    ]);
  });

  test.each([
    ['SMETS V1.2', true],
    ['SMETS V1.1', true],
    ['smets v1.2 ', true],
    ['SMETS1 v1.2', true],
    ['SMETS 1.2', true],
    ['SMETS Version 1.2', true],
    ['SMETS V1.0', false],
    ['SMETS V1.3', false],
    ['SMETS V1.20', false],
    ['SMETS V11.2', false],
    ['SMETS V2.0', false],
    ['SMETS2 v1.0', false],
    ['SMETS2 v1.2', false],
    ['CHTS V1.1', false],
    ['CHTS V1.2', false],
    ['draft SMETS V1.2', false],
    ['1.2', false],
    ['', false],
  ])('[R4][R44] of the version "%s" is a SMETS1 one: %s', (smetsChtsVersion, is) => {
    expect(isSmets1({ smetsChtsVersion })).toBe(is);
  });

  test.each([
    ['SMETS V2.0 ', 'SMETS V2.0'],
    ['SMETS2 v2.0', 'SMETS V2.0'],
    ['chts v1.0', 'CHTS V1.0'],
    ['CHTS 1.5', 'CHTS V1.5'],
    ['SMETS v. 4.2', 'SMETS V4.2'],
    ['SMETS1 v1.2', 'SMETS V1.2'],
    ['SMETS2 v1.2', 'SMETS2 v1.2'],
    ['SMETS1 v2.0', 'SMETS1 v2.0'],
    ['SMETS V.4.2', 'SMETS V4.2'],
    ['SMETSV4.2', 'SMETS V4.2'],
    ['smets v10.12', 'SMETS V10.12'],
    ['draft SMETS2 v2.0', 'draft SMETS2 v2.0'],
    ['SMETS2 v2.0a', 'SMETS2 v2.0a'],
    [' soon ', 'soon'],
  ])('writes the version "%s" as "%s"', (written, version) => {
    expect(normaliseSmetsChts(written)).toBe(version);
  });
});

describe('the validation of the DSP', () => {
  test.each(['4.1', '4.10', '123.456.789', ''])('takes an entry under "%s"', (version) => {
    expect(dspRefusal({ status: 'Current' }, version)).toBeUndefined();
  });

  test.each(['4', '4.1.2.3', '1234.1', '4.1234', 'R4.1', '4.1a', '4,1'])('refuses one under "%s"', (version) => {
    expect(dspRefusal({ status: 'Current' }, version)).toBe(
      `DSP refused GBCS ${version}: not a version number it can hold`,
    );
    expect(dspRefusal({ status: 'Removed' }, version)).toBeUndefined();
  });
});
