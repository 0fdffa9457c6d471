import { describe, expect, test } from 'vitest';
import type { CplEntry } from '../../../functions/domain/cpl/cpl-entry.ts';
import { deviceTypeWord } from '../../../functions/domain/cpl/cpl-words.ts';
import { combinationFindings } from '../../../functions/domain/gbcs/combination-findings.ts';
import { combinationsCsv, parseCombinations } from '../../../functions/domain/gbcs/combinations-file.ts';
import { DEFAULT_VERSION_COMBINATIONS } from '../../../functions/domain/gbcs/version-combinations.ts';
import { cplEntry } from '../../support/cpl-entries.ts';
import { declarable } from '../../support/list-history/declared-versions.ts';
import type { ListDeviceType } from '../../support/list-history/cpl-list-csv.ts';

const WORDS: readonly ListDeviceType[] = [
  'Communications Hub',
  'Gas Smart Meter',
  'HAN Connected Auxiliary Load Control Switch',
  'Polyphase Electricity Metering Equipment',
  'Pre-Payment Interface Device',
  'Single Element Electricity Metering Equipment',
  'Twin Element Electricity Metering Equipment',
];
const HEADER =
  'device_type,smets_chts_version,gbcs_version,valid_from,installation_to,maintenance_to,source,confidence,note';
const ROW = 'Gas Smart Meter,SMETS V2.0,1.1,2017-11-06,,,TSAT,high,';
const read = (...rows: readonly string[]) => parseCombinations(Buffer.from([HEADER, ...rows, ''].join('\n')));
const codes = (...rows: readonly string[]) =>
  read(...rows).findings.map(({ line, field, code }) => `${line} ${field} ${code}`);

describe('the default table of combinations', () => {
  test('[R77] has the 49 of the TS Applicability Tables, and those with GBCS 1.0 to 7 May 2018', () => {
    const first = DEFAULT_VERSION_COMBINATIONS.filter(({ gbcsVersion }) => gbcsVersion === '1.0');
    expect(DEFAULT_VERSION_COMBINATIONS.length - first.length).toBe(49);
    expect(new Set(first.map(({ installationTo }) => installationTo))).toEqual(new Set(['2018-05-07']));
    expect(first).toHaveLength(7);
  });

  test.each(WORDS)('[R77] allows for a %s what its tables allow, and nothing twice', (word) => {
    const of = DEFAULT_VERSION_COMBINATIONS.filter((row) => deviceTypeWord(row) === word);
    const pairs = of.map(({ smetsChtsVersion, gbcsVersion }) => `${smetsChtsVersion} ${gbcsVersion}`);
    const expected = declarable(word, '9999-12-31').map(({ smetsChts, gbcs }) => `${smetsChts} ${gbcs}`);
    expect(pairs.filter((pair) => !pair.startsWith('SMETS V1')).sort()).toEqual(expected.sort());
    const isSmets1 = !word.startsWith('HAN') && !word.startsWith('Polyphase');
    expect(pairs.filter((pair) => pair.startsWith('SMETS V1'))).toEqual(isSmets1 ? ['SMETS V1.2 0.0'] : []);
  });

  test('can be written as a file, corrected and read again', () => {
    expect(parseCombinations(Buffer.from(combinationsCsv(DEFAULT_VERSION_COMBINATIONS)))).toEqual({
      outcome: 'read',
      combinations: DEFAULT_VERSION_COMBINATIONS,
      findings: [],
    });
  });

  test('[R77] says from which day each GBCS version could be declared, and where that is known from', () => {
    const facts = DEFAULT_VERSION_COMBINATIONS.map(
      ({ gbcsVersion, validFrom, source, confidence, note }) =>
        `${gbcsVersion} from "${validFrom}", ${source}, ${confidence}, "${note}"`,
    );
    const tables = 'TS Applicability Tables, 4 November 2021, high, ""';
    expect([...new Set(facts)]).toEqual([
      `0.0 from "", ${tables}`,
      '1.0 from "", CPL18 s2, high, ""',
      `1.1 from "2017-11-06", ${tables}`,
      `2.0 from "2018-10-28", ${tables}`,
      `2.1 from "2018-10-28", ${tables}`,
      `3.2 from "2019-11-29", ${tables}`,
      `4.0 from "2020-11-29", ${tables}`,
      `4.1 from "2021-11-04", ${tables}`,
    ]);
  });
});

describe('the versions that a line declares together', () => {
  const found = (entry: Partial<CplEntry>, londonDay = '2022-09-21', combinations = DEFAULT_VERSION_COMBINATIONS) =>
    combinationFindings(cplEntry(entry), 7, { combinations, londonDay });

  test.each<[string, Partial<CplEntry>, string, string]>([
    ['no remark', {}, '2022-09-21', ''],
    [
      'no remark on the last day of installation',
      { smetsChtsVersion: 'SMETS V2.0', gbcsVersion: '1.0' },
      '2018-05-07',
      '',
    ],
    ['that it ended', { smetsChtsVersion: 'SMETS V2.0', gbcsVersion: '1.0' }, '2018-05-08', 'CPL-COMBINATION-ENDED'],
    ['that it is early', {}, '2021-11-03', 'CPL-COMBINATION-EARLY'],
    ['no remark on the first day', {}, '2021-11-04', ''],
    [
      'that it is for another family of ESME',
      { variantFamily: 'poly', smetsChtsVersion: 'SMETS V1.2', gbcsVersion: '0.0' },
      '2022-09-21',
      'CPL-COMBINATION',
    ],
    ['that it is not allowed', { gbcsVersion: '2.1' }, '2022-09-21', 'CPL-COMBINATION'],
    ['that it is for another type', { deviceType: 'GSME', variantFamily: 'none' }, '2022-09-21', 'CPL-COMBINATION'],
    [
      'that SMETS1 has GBCS 0.0',
      { smetsChtsVersion: 'SMETS V1.2', gbcsVersion: '1.0' },
      '2022-09-21',
      'CPL-COMBINATION',
    ],
    ['no remark on SMETS1', { smetsChtsVersion: 'SMETS V1.2', gbcsVersion: '0.0' }, '2022-09-21', ''],
    ['no remark on what is removed', { status: 'Removed', gbcsVersion: '2.1' }, '2022-09-21', ''],
  ])('get %s', (_what, entry, day, code) => {
    expect(found(entry, day).map((finding) => finding.code)).toEqual(code === '' ? [] : [code]);
  });

  test('that are early or ended are reported with the day', () => {
    const declared = 'Entry number 000001: Single Element Electricity Metering Equipment, SMETS';
    expect(found({}, '2021-11-03')[0]?.message).toBe(
      `${declared} V5.1 with GBCS 4.1 may be declared from 4 Nov 2021 on only.`,
    );
    expect(found({ smetsChtsVersion: 'SMETS V2.0', gbcsVersion: '1.0' })[0]?.message).toBe(
      `${declared} V2.0 with GBCS 1.0 could be installed until 7 May 2018 only.`,
    );
  });

  test('that are of a type without any are reported as such', () => {
    const ofHubs = DEFAULT_VERSION_COMBINATIONS.filter(({ deviceType }) => deviceType === 'CH');
    expect(found({}, '2022-09-21', ofHubs)[0]?.message).toContain('Allowed for this device type: none. Check');
  });

  test('[R77] that have a GBCS version which the table lacks are no fault of the entry yet: the table may need it', () => {
    const [finding, ...others] = found({ gbcsVersion: '5.0' });
    expect([finding?.code, others]).toEqual(['CPL-COMBINATION-NOT-LISTED', []]);
    expect(finding?.message).toContain(
      'SMETS V5.1 with GBCS 5.0: the table of allowed combinations does not have GBCS 5.0 yet. Check the version; if it is right, the DCC Service team adds it',
    );
  });

  test('that are not allowed are reported with those that are', () => {
    expect(
      found({ deviceType: 'CH', variantFamily: 'none', smetsChtsVersion: 'CHTS V1.0', gbcsVersion: '3.2' }),
    ).toEqual([
      {
        code: 'CPL-COMBINATION',
        severity: 'warning',
        line: 7,
        field: 'SMETS_CHTS Version.Version_number_and_effective_date',
        value: 'CHTS V1.0, GBCS 3.2',
        message:
          'Entry number 000001: Communications Hub, CHTS V1.0 with GBCS 3.2 is not an allowed combination. Allowed for this device type: SMETS V1.2 with GBCS 0.0, CHTS V1.0 with GBCS 1.0, CHTS V1.0 with GBCS 1.1, CHTS V1.1 with GBCS 2.0, CHTS V1.1 with GBCS 2.1, CHTS V1.3 with GBCS 3.2, CHTS V1.4 with GBCS 4.0, CHTS V1.5 with GBCS 4.1. Check which version is wrong.',
        entry: { number: '000001', key: 'CH/AB01/010A/030B/0002012F' },
      },
    ]);
  });
});

describe('a table of combinations as a file', () => {
  test('[R77] is read with its values normalised, in any order of columns', () => {
    const file =
      'GBCS Version,device_type,SMETS CHTS version,valid_from\nGBCS Version 1.1 ,gas smart meter,SMETS2 v2.0,06/11/2017\n';
    expect(parseCombinations(Buffer.from(file))).toEqual({
      outcome: 'read',
      combinations: [
        {
          deviceType: 'GSME',
          variantFamily: 'none',
          smetsChtsVersion: 'SMETS V2.0',
          gbcsVersion: '1.1',
          validFrom: '2017-11-06',
          installationTo: '',
          maintenanceTo: '',
          source: '',
          confidence: '',
          note: '',
        },
      ],
      findings: [],
    });
  });

  test('has every column, whose cells are read without outer blanks', () => {
    const row = ' Communications Hub , CHTS V10.12 ,4.10.12,06/11/2017,06/11/2017, 2031-01-02 , TSAT , low , as found ';
    expect(read(row)).toEqual({
      outcome: 'read',
      combinations: [
        {
          deviceType: 'CH',
          variantFamily: 'none',
          smetsChtsVersion: 'CHTS V10.12',
          gbcsVersion: '4.10.12',
          validFrom: '2017-11-06',
          installationTo: '2017-11-06',
          maintenanceTo: '2031-01-02',
          source: 'TSAT',
          confidence: 'low',
          note: 'as found',
        },
      ],
      findings: [],
    });
    expect(codes(ROW, ROW.replace('2017-11-06,', ',2017-11-05').replace('1.1', '1.0'))).toEqual([]);
    expect(codes(ROW, ROW.replace('2017-11-06,', '2017-11-06,2017-11-07').replace('1.1', '1.0'))).toEqual([]);
  });

  test.each([
    [[ROW, ROW.replace('SMETS V2.0', 'SMETS2 v2.0')], '3 device_type COMB-DOUBLED'],
    [[ROW.replace('Gas Smart Meter', 'Gas Meter')], '2 device_type COMB-DEVICE-TYPE-UNKNOWN'],
    [[ROW.replace('SMETS V2.0', 'V2')], '2 smets_chts_version COMB-SMETS-FORM'],
    [[ROW.replace(',1.1,', ',4,')], '2 gbcs_version COMB-GBCS-FORM'],
    [[ROW.replace('2017-11-06', '2017-11-31')], '2 valid_from COMB-DATE-FORM'],
    [[ROW.replace('2017-11-06,', '2017-11-31,2017-11-05')], '2 valid_from COMB-DATE-FORM'],
    [[ROW.replace('2017-11-06,', '2017-11-06,soon')], '2 installation_to COMB-DATE-FORM'],
    [[ROW.replace('2017-11-06,,', '2017-11-06,,soon')], '2 maintenance_to COMB-DATE-FORM'],
    [[ROW.replace('2017-11-06,', '2017-11-06,2017-11-05')], '2 installation_to COMB-VALIDITY-REVERSED'],
    [['Gas Smart Meter'], '2  CSV-RAGGED-ROW'],
    [[], '2  CSV-NO-ROWS'],
  ])('%j is refused as a whole', (rows, code) => {
    expect(read(...rows).outcome).toBe('refused');
    expect(codes(...rows)).toEqual([code]);
  });

  test('that is refused says why, and what to do', () => {
    const messages = (row: string) => read(ROW, row).findings.map(({ message }) => message);
    expect(messages(ROW)).toEqual([
      'Gas Smart Meter, SMETS V2.0, 1.1 has a row already, on line 2. Leave one row for each combination.',
    ]);
    expect(messages('Gas Meter,V2,4,2017-11-06,2017-11-05,,,,')).toEqual([
      'This device type is not known. The list has: Communications Hub, Gas Smart Meter, HAN Connected Auxiliary Load Control Switch, Polyphase Electricity Metering Equipment, Pre-Payment Interface Device, Single Element Electricity Metering Equipment, Twin Element Electricity Metering Equipment.',
      'This is not a SMETS or CHTS version, such as SMETS V5.1 or CHTS V1.5. Correct it.',
      'This is not a GBCS version, such as 4.1; a spreadsheet may have made 4 out of 4.0. Correct it.',
      'The combination ends before it begins, on 6 Nov 2017. Correct one of the dates.',
    ]);
  });

  test('without one of its columns is refused, and an unknown one is remarked on', () => {
    const { outcome, findings } = parseCombinations(Buffer.from('device_type,gbcs_version,colour\nx,1.1,red\n'));
    expect(outcome).toBe('refused');
    expect(findings.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'COMB-COLUMN-MISSING smets_chts_version',
      'COMB-COLUMN-UNKNOWN colour',
    ]);
    expect(findings[0]?.message).toBe(
      `The table of combinations has no column smets_chts_version. Its columns are ${HEADER.replaceAll(',', ', ')}.`,
    );
  });
});
