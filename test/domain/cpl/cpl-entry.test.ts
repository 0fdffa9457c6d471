import { describe, expect, test } from 'vitest';
import { type CplField, foldLabel, layOutColumns } from '../../../functions/domain/cpl/cpl-columns.ts';
import {
  compareEntry,
  differencesBesideGbcs,
  entryKeyOf,
  hasNewId,
  hasSameContent,
} from '../../../functions/domain/cpl/cpl-content.ts';
import { CPL_DEVICE_TYPES, CPL_STATUSES, duisDeviceModel, isSmets1 } from '../../../functions/domain/cpl/cpl-entry.ts';
import { dspRefusal } from '../../../functions/domain/cpl/dsp-validation.ts';
import { holdsBack } from '../../../functions/domain/cpl/removal-guard.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

describe('an entry', () => {
  test('is identified in upper case, and its model is the one of DUIS', () => {
    expect(entryKeyOf({ ...cplEntry(), manufacturerIdentifier: 'ab01' })).toBe('ESME/AB01/010A/030B/0002012F');
    expect(duisDeviceModel(cplEntry())).toBe('010A030B');
    expect(CPL_DEVICE_TYPES.join(' ')).toBe('ESME GSME GPF CHF CH HCALCS PPMID IHD CAD');
    expect(CPL_STATUSES.join(' ')).toBe('Active Removed Withdrawn Cancelled Expired');
  });

  test.each([
    ['SMETS1', true],
    ['smets1', true],
    ['SMETS 1', true],
    ['SMETS1 v1.2', true],
    ['1.2', true],
    ['v1.2', true],
    ['SMETS V1.58', true],
    ['SMETS2 v1.0', false],
    ['1.0 (SMETS2)', false],
    ['1.0 (SMETS 2)', false],
    ['1.0 (smets2)', false],
    ['2.0 (SMETS1)', true],
    ['SMETS2', false],
    ['SMETS2 v2.0', false],
    ['10.2', false],
    ['SMETS 12', false],
    ['SMETS 1.2', true],
    ['SMETS 2.1', false],
    ['CHTS v1.1', true],
    ['', false],
  ])('[R4][R44] of the version "%s" is a SMETS1 one: %s', (smetsChtsVersion, is) => {
    expect(isSmets1({ smetsChtsVersion })).toBe(is);
  });
});

describe('a line against the accepted entry', () => {
  const CONTENT: readonly CplField[] = [
    'manufacturerName',
    'smetsChtsVersion',
    'esmeVariant',
    'cpaCertificateId',
    'cpaCertificateExpiryDate',
    'cpaCertificateRenewalDate',
    'zigbeeCertificateId',
    'dlmsCertificateId',
    'manufacturerImageHash',
    'imageCreator',
    'dateAdded',
    'dateRemoved',
  ];

  test.each(CONTENT)('is changed by another %s', (field) => {
    const line = cplEntry({ [field]: 'other' });
    expect(compareEntry(cplEntry(), line)).toBe('changed');
    expect(differencesBesideGbcs(cplEntry(), line)).toEqual([field]);
    expect(hasSameContent(cplEntry(), line)).toBe(false);
  });

  test('is changed by another status of those that are not active', () => {
    expect(compareEntry(cplEntry({ status: 'Removed' }), cplEntry({ status: 'Withdrawn' }))).toBe('changed');
    expect(compareEntry(cplEntry({ status: 'Removed' }), cplEntry({ status: 'Removed' }))).toBe('unchanged');
  });

  test('removes and reinstates by its status', () => {
    expect(compareEntry(cplEntry(), cplEntry({ status: 'Withdrawn' }))).toBe('removed');
    expect(compareEntry(cplEntry({ status: 'Expired' }), cplEntry())).toBe('reinstated');
  });

  test('[R14] changes the GBCS version alone', () => {
    expect(compareEntry(cplEntry(), cplEntry({ gbcsVersion: '4.2', cplEntryId: 'CPL-2' }))).toBe('gbcsOnly');
  });

  test('[R13] is a duplicate under another CPL Entry ID; a missing one is not another', () => {
    expect(compareEntry(cplEntry(), cplEntry({ cplEntryId: 'CPL-2' }))).toBe('duplicate');
    expect(compareEntry(cplEntry(), cplEntry())).toBe('unchanged');
    expect(hasNewId(cplEntry({ cplEntryId: '' }), cplEntry())).toBe(false);
    expect(hasNewId(cplEntry(), cplEntry({ cplEntryId: '' }))).toBe(false);
  });
});

describe('the removal guard', () => {
  const settings = { removalGuardPercent: 5, removalGuardMinimum: 10 };

  test.each([
    [10, 200, false],
    [10, 199, true],
    [11, 200, true],
    [9, 9, false],
    [10, 10, true],
    [0, 0, false],
  ])('%i entries of %i that become inactive hold an extract back: %s', (becomingInactive, activeBefore, held) => {
    expect(holdsBack({ becomingInactive, activeBefore }, settings)).toBe(held);
  });
});

describe('the validation of the DSP', () => {
  test.each(['4.1', '4.10', '123.456.789', ''])('takes an entry under "%s"', (version) => {
    expect(dspRefusal({ status: 'Active' }, version)).toBeUndefined();
  });

  test.each(['4', '4.1.2.3', '1234.1', '4.1234', 'R4.1', '4.1a', '4,1'])('refuses one under "%s"', (version) => {
    expect(dspRefusal({ status: 'Active' }, version)).toBe(
      `DSP refused GBCS ${version}: not a version number it can hold`,
    );
    expect(dspRefusal({ status: 'Removed' }, version)).toBeUndefined();
  });
});

describe('the columns of an extract', () => {
  const map = {
    version: 1,
    columns: [
      { field: 'gbcsVersion', label: 'GBCS Version', aliases: ['GBCS'], required: true },
      { field: 'imageCreator', label: 'Image Creator', aliases: [], required: false },
    ],
  } as const;
  const layOut = (...labels: readonly string[]) => {
    const log = new FindingLog();
    return { ...layOutColumns(map, labels, log), findings: log.findings };
  };

  test('are found by label or alias, whatever the case and the blanks', () => {
    expect(foldLabel('  GBCS \t version ')).toBe('gbcs version');
    const { positions, findings } = layOut('x', ' image  creator', 'gbcs');
    expect([...positions]).toEqual([
      ['imageCreator', 1],
      ['gbcsVersion', 2],
    ]);
    expect(findings).toEqual([]);
  });

  test('that two labels name refuse the extract, each with both as they are written', () => {
    expect(layOut('GBCS', 'GBCS Version', 'Image Creator').findings).toEqual([
      {
        code: 'CPL-COLUMN-DOUBLED',
        severity: 'file',
        line: 1,
        field: 'GBCS Version',
        value: 'GBCS Version',
        message: 'Columns "GBCS" and "GBCS Version" hold the same value. Remove one of them.',
      },
    ]);
    expect(layOut('GBCS', 'GBCS Version', 'Image Creator').positions.get('gbcsVersion')).toBe(0);
  });

  test('that are not known are doubled when they fold to one label', () => {
    expect(layOut('GBCS', 'Image Creator', 'Colour', 'colour').findings).toMatchObject([
      { code: 'CPL-COLUMN-DOUBLED', field: 'colour' },
    ]);
  });

  test('that stand twice with the very same label are told by the reader of the file, not here', () => {
    expect(layOut('GBCS', ' GBCS ', 'Image Creator').findings).toEqual([]);
    expect(layOut(' GBCS', 'GBCS', 'Image Creator').findings).toEqual([]);
  });

  test('that are missing are told with every name they may have, or with what follows', () => {
    expect(layOut('x').findings.map(({ code, severity, field, message }) => [code, severity, field, message])).toEqual([
      [
        'CPL-COLUMN-MISSING',
        'file',
        'GBCS Version',
        'The header has no column "GBCS Version", without which no entry can be judged. Known names: "GBCS Version", "GBCS".',
      ],
      [
        'CPL-COLUMN-ABSENT',
        'warning',
        'Image Creator',
        'The header has no column "Image Creator": every entry counts as having no such value. Check that it was meant to be left out.',
      ],
    ]);
  });
});
