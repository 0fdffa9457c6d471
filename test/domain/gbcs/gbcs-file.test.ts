import { describe, expect, test } from 'vitest';
import { gbcsRegisterCsv, parseGbcsRegister } from '../../../functions/domain/gbcs/gbcs-file.ts';
import {
  DEFAULT_GBCS_REGISTER,
  droppedVersions,
  gbcsOutcome,
  isGbcsVersion,
  normaliseGbcsVersion,
} from '../../../functions/domain/gbcs/gbcs-register.ts';

/** A message says what is wrong and what to do. */
const TWO_SENTENCES = /^\S.{10,}[.:;] \S.{10,}\.$/;
const HEADER = 'gbcs_version,recognised,valid_from,valid_to,dsp_mapping,source,confidence,note';

function read(...rows: readonly string[]) {
  return parseGbcsRegister(Buffer.from([HEADER, ...rows, ''].join('\n')));
}

const NOTHING_KNOWN = { validFrom: '', validTo: '', dspMapping: '', source: '', confidence: '', note: '' };

function codesOf(...rows: readonly string[]): readonly string[] {
  return read(...rows).findings.map(({ line, field, code }) => `${line} ${field} ${code}`);
}

describe('the GBCS register is read as a whole or not at all', () => {
  test('[R21][R23] every version is a row, under its full name', () => {
    expect(read('v1.1,Yes,2017-11-06,,GBCS 1.1,CPL18 s2,high,as found', '4.10,no,,01/02/2030,,,,')).toEqual({
      outcome: 'read',
      register: [
        {
          gbcsVersion: '1.1',
          recognised: true,
          validFrom: '2017-11-06',
          validTo: '',
          dspMapping: 'GBCS 1.1',
          source: 'CPL18 s2',
          confidence: 'high',
          note: 'as found',
        },
        { ...NOTHING_KNOWN, gbcsVersion: '4.10', recognised: false, validTo: '2030-02-01' },
      ],
      lineOf: new Map([
        ['1.1', 2],
        ['4.10', 3],
      ]),
      findings: [],
    });
  });

  test('its columns are known by name, however they are written and ordered, and spaces around a cell are no part of it', () => {
    const file = 'Valid To,VALID FROM, gbcs_version ,Recognised\n,2017-11-06, GBCS v1.1 , yes \n';
    expect(parseGbcsRegister(Buffer.from(file))).toEqual({
      outcome: 'read',
      register: [{ ...NOTHING_KNOWN, gbcsVersion: '1.1', recognised: true, validFrom: '2017-11-06' }],
      lineOf: new Map([['1.1', 2]]),
      findings: [],
    });
  });

  test('a version that is valid on one day only is read', () => {
    expect(read('1.1,yes,2018-05-08,2018-05-08,,,,').outcome).toBe('read');
  });

  test('4.1 and 4.10 stand side by side', () => {
    expect(read('4.1,yes,,,,,,', '4.10,yes,,,,,,').outcome).toBe('read');
  });

  test.each([
    [['1.1,yes,,,,,,', 'GBCS v1.1,no,,,,,,'], '3 gbcs_version GBCS-VERSION-DOUBLED'],
    [['1.1,maybe,,,,,,'], '2 recognised GBCS-RECOGNISED-FORM'],
    [['1.1,yes,2018-02-30,,,,,'], '2 valid_from GBCS-DATE-FORM'],
    [['1.1,yes,2018-02-30,2018-05-07,,,,'], '2 valid_from GBCS-DATE-FORM'],
    [['1.1,yes,2018-05-07,2018-02-30,,,,'], '2 valid_to GBCS-DATE-FORM'],
    [['1.1,yes,2018-05-08,2018-05-07,,,,'], '2 valid_to GBCS-VALIDITY-REVERSED'],
    [[',yes,,,,,,'], '2 gbcs_version GBCS-VERSION-MISSING'],
    [['1.1,yes'], '2  CSV-RAGGED-ROW'],
    [[], '2  CSV-NO-ROWS'],
  ])('%s is refused', (rows, code) => {
    expect(read(...rows).outcome).toBe('refused');
    expect(codesOf(...rows)).toEqual([code]);
    for (const { message } of read(...rows).findings) expect(message).toMatch(TWO_SENTENCES);
  });

  test('a finding names what the row contradicts', () => {
    expect(read('1.1,yes,,,,,,', '1.1,no,,,,,,').findings[0]?.message).toContain(
      'GBCS 1.1 has a row already, on line 2',
    );
    expect(read('1.1,yes,2018-05-08,2018-05-07,,,,').findings[0]?.message).toContain('before it begins, on 8 May 2018');
  });

  test('a file larger than a mebibyte is refused, one of a mebibyte is not', () => {
    const note = 'x'.repeat(1000);
    const rows = Array.from({ length: 1100 }, (_, minor) => `1.${minor},yes,,,,,,${note}`);
    const full = Buffer.from([HEADER, ...rows].join('\n'));
    expect(parseGbcsRegister(full.subarray(0, 1024 * 1024)).outcome).toBe('read');
    expect(parseGbcsRegister(full.subarray(0, 1024 * 1024 + 1)).findings).toMatchObject([{ code: 'CSV-TOO-LARGE' }]);
  });

  test.each(['1.1', '4.10', '10.2', '1.2.3'])('nothing is said of the version %s', (version) => {
    expect(read(`${version},yes,,,,,,`).findings).toEqual([]);
  });

  test.each(['1.1E+00', '4', '04-Jan', 'R2.0'])(
    'a version that a spreadsheet may have changed, %s, is warned of',
    (version) => {
      expect(read(`${version},yes,,,,,,`)).toMatchObject({
        outcome: 'read',
        findings: [{ code: 'GBCS-VERSION-FORM', severity: 'warning', line: 2, field: 'gbcs_version', value: version }],
      });
      expect(read(`${version},yes,,,,,,`).findings[0]?.message).toMatch(TWO_SENTENCES);
    },
  );

  test('an empty file and one without its columns are refused', () => {
    expect(parseGbcsRegister(Buffer.alloc(0)).findings).toMatchObject([{ code: 'CSV-EMPTY' }]);
    const { findings } = parseGbcsRegister(Buffer.from('version,recognised,valid_from,valid_to\n1.1,yes,,\n'));
    expect(findings).toEqual([
      {
        code: 'GBCS-COLUMN-MISSING',
        severity: 'file',
        line: 1,
        field: 'gbcs_version',
        value: '',
        message: `The register has no column gbcs_version. Its columns are ${HEADER.replaceAll(',', ', ')}.`,
      },
      {
        code: 'GBCS-COLUMN-UNKNOWN',
        severity: 'warning',
        line: 1,
        field: 'version',
        value: 'version',
        message: 'The register has no such column: what stands in it is not read.',
      },
    ]);
  });

  test('two columns that are the same to the letter are reported once, by the reader of the file', () => {
    const reading = parseGbcsRegister(
      Buffer.from('gbcs_version,gbcs_version,recognised,valid_from,valid_to\n1.1,2.2,yes,,\n'),
    );
    expect(reading.findings.map(({ code }) => code)).toEqual(['CSV-HEADER-DOUBLED']);
  });

  test('two columns of one name refuse the file, however they are written: nothing shows which one applies', () => {
    const file = 'gbcs_version,GBCS Version,recognised,valid_from,valid_to\n1.1,2.2,yes,,\n';
    expect(parseGbcsRegister(Buffer.from(file))).toEqual({
      outcome: 'refused',
      findings: [
        {
          code: 'GBCS-COLUMN-DOUBLED',
          severity: 'file',
          line: 1,
          field: 'GBCS Version',
          value: 'GBCS Version',
          message: 'Two columns are named GBCS Version. Remove one of them.',
        },
      ],
    });
  });

  test('all reasons are reported together', () => {
    expect(codesOf('1.1,x,y,,,,,', '1.1,yes,,,,,,')).toHaveLength(3);
  });
});

describe('the default register', () => {
  test('[R23] can be written as a file, corrected and read again', () => {
    const register = DEFAULT_GBCS_REGISTER.map((row) => ({ ...row, recognised: row.gbcsVersion !== '4.2' }));
    expect(parseGbcsRegister(Buffer.from(gbcsRegisterCsv(register)))).toMatchObject({
      outcome: 'read',
      register,
      findings: [],
    });
  });

  test('[R19] knows that 1.0 and 1.1 overlap until 7 May 2018', () => {
    const outcomes = ['2017-11-05', '2017-11-06', '2018-05-07', '2018-05-08'].map((day) => [
      gbcsOutcome(DEFAULT_GBCS_REGISTER, '1.0', day),
      gbcsOutcome(DEFAULT_GBCS_REGISTER, '1.1', day),
    ]);
    expect(outcomes).toEqual([
      ['in-force', 'not-yet-in-force'],
      ['in-force', 'in-force'],
      ['in-force', 'in-force'],
      ['expired', 'in-force'],
    ]);
  });

  test('[R21] has one row for each version, and none for what it does not know', () => {
    const versions = DEFAULT_GBCS_REGISTER.map(({ gbcsVersion }) => gbcsVersion);
    expect(new Set(versions).size).toBe(versions.length);
    expect(versions.map(normaliseGbcsVersion)).toEqual(versions);
    expect(gbcsOutcome(DEFAULT_GBCS_REGISTER, '4.10', '2026-01-01')).toBe('unknown');
    expect(versions).toEqual(['1.0', '1.1', '2.0', '2.1', '3.2', '4.0', '4.1', '4.2', '4.3']);
  });

  test('[R21] says of each version where it is known from and how sure that is', () => {
    for (const { gbcsVersion, recognised, dspMapping, source } of DEFAULT_GBCS_REGISTER) {
      expect({ recognised, dspMapping, sourced: source !== '' }).toEqual({
        recognised: true,
        dspMapping: `GBCS ${gbcsVersion}`,
        sourced: true,
      });
    }
    const low = DEFAULT_GBCS_REGISTER.filter(({ confidence }) => confidence !== 'high');
    expect(low.map(({ gbcsVersion, confidence }) => `${gbcsVersion} ${confidence}`)).toEqual(['4.2 low', '4.3 low']);
    const noted = DEFAULT_GBCS_REGISTER.filter(({ note }) => note !== '');
    expect(noted.map(({ gbcsVersion, note }) => `${gbcsVersion}: ${note}`)).toEqual([
      '1.0: start not found',
      '2.0: Release 2.0',
      '2.1: Release 2.0',
      '4.2: days not found',
      '4.3: days not found',
    ]);
  });

  test('[R21] leaves every date open that was not found', () => {
    const dated = DEFAULT_GBCS_REGISTER.filter(({ validFrom, validTo }) => validFrom + validTo !== '');
    expect(dated.map(({ gbcsVersion, validFrom, validTo }) => [gbcsVersion, validFrom, validTo])).toEqual([
      ['1.0', '', '2018-05-07'],
      ['1.1', '2017-11-06', ''],
      ['2.0', '2018-10-28', ''],
      ['2.1', '2018-10-28', ''],
      ['3.2', '2019-11-29', ''],
      ['4.0', '2020-11-29', ''],
      ['4.1', '2021-11-04', ''],
    ]);
  });
});

describe('a GBCS version', () => {
  test.each([
    [' 1.1 ', '1.1'],
    ['v1.1', '1.1'],
    ['V 1.1', '1.1'],
    ['Version 1.1', '1.1'],
    ['v.1.1', '1.1'],
    ['GBCS v1.1', '1.1'],
    ['GBCS Version 1.1  ', '1.1'],
    ['gbcs1.1', '1.1'],
    ['1.1 v2', '1.1 v2'],
    ['1.1 GBCS', '1.1 GBCS'],
    ['4.10', '4.10'],
    ['v', ''],
  ])('written as "%s" is %s', (text, version) => {
    expect(normaliseGbcsVersion(text)).toBe(version);
  });

  test.each([
    ['4.1', true],
    ['4.10.12', true],
    ['123.456', true],
    ['4', false],
    ['4.1.2.3', false],
    ['1234.1', false],
    ['4.1234', false],
    ['R2.0', false],
    ['4.1 draft', false],
    ['', false],
  ])('may be declared as "%s": %s', (text, is) => {
    expect(isGbcsVersion(text)).toBe(is);
  });

  test('is unknown while the register has it as not recognised, whatever its dates', () => {
    const { register } = { register: [], ...read('5.0,no,2020-01-01,,,,,') };
    expect(gbcsOutcome(register, '5.0', '2026-01-01')).toBe('unknown');
  });
});

test('a new register drops a version that lines of the list declare and that it does not have', () => {
  const [first, second, third, ...others] = DEFAULT_GBCS_REGISTER;
  expect([first?.gbcsVersion, second?.gbcsVersion, third?.gbcsVersion]).toEqual(['1.0', '1.1', '2.0']);
  expect(droppedVersions(DEFAULT_GBCS_REGISTER, others, new Set(['1.1', '2.0', '4.1']))).toEqual(['1.1', '2.0']);
});
