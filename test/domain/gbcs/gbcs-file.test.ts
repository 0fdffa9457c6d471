import { describe, expect, test } from 'vitest';
import { gbcsRegisterCsv, parseGbcsRegister } from '../../../functions/domain/gbcs/gbcs-file.ts';
import {
  DEFAULT_GBCS_REGISTER,
  gbcsOutcome,
  normaliseGbcsVersion,
} from '../../../functions/domain/gbcs/gbcs-register.ts';

const HEADER = 'gbcs_version,recognised,valid_from,valid_to,dsp_mapping,source,confidence,note';

function read(...rows: readonly string[]) {
  return parseGbcsRegister(Buffer.from([HEADER, ...rows, ''].join('\n')));
}

function codesOf(...rows: readonly string[]): readonly string[] {
  return read(...rows).findings.map(({ line, field, code }) => `${line} ${field} ${code}`);
}

describe('the GBCS register is read as a whole or not at all', () => {
  test('[R21][R23] every version is a row, under its full name', () => {
    expect(read('v1.1,Yes,2017-11-06,,GBCS 1.1,CPL18 s2,high,', '4.10,no,,01/02/2030,,,,')).toMatchObject({
      outcome: 'read',
      register: [
        { gbcsVersion: '1.1', recognised: true, validFrom: '2017-11-06', validTo: '', dspMapping: 'GBCS 1.1' },
        { gbcsVersion: '4.10', recognised: false, validTo: '2030-02-01' },
      ],
      findings: [],
    });
  });

  test('4.1 and 4.10 stand side by side', () => {
    expect(read('4.1,yes,,,,,,', '4.10,yes,,,,,,').outcome).toBe('read');
  });

  test.each([
    [['1.1,yes,,,,,,', 'GBCS v1.1,no,,,,,,'], '3 gbcs_version GBCS-VERSION-DOUBLED'],
    [['1.1,maybe,,,,,,'], '2 recognised GBCS-RECOGNISED-FORM'],
    [['1.1,yes,2018-02-30,,,,,'], '2 valid_from GBCS-DATE-FORM'],
    [['1.1,yes,2018-05-08,2018-05-07,,,,'], '2 valid_to GBCS-VALIDITY-REVERSED'],
    [[',yes,,,,,,'], '2 gbcs_version GBCS-VERSION-MISSING'],
    [['1.1,yes'], '2  CSV-RAGGED-ROW'],
    [[], '2  CSV-NO-ROWS'],
  ])('%s is refused', (rows, code) => {
    expect(read(...rows).outcome).toBe('refused');
    expect(codesOf(...rows)).toEqual([code]);
  });

  test.each(['1.1E+00', '4', '04-Jan'])(
    'a version that a spreadsheet may have changed, %s, is warned of',
    (version) => {
      expect(read(`${version},yes,,,,,,`)).toMatchObject({
        outcome: 'read',
        findings: [{ code: 'GBCS-VERSION-FORM', severity: 'warning' }],
      });
    },
  );

  test('an empty file and one without its columns are refused', () => {
    expect(parseGbcsRegister(Buffer.alloc(0)).findings).toMatchObject([{ code: 'CSV-EMPTY' }]);
    const { findings } = parseGbcsRegister(Buffer.from('version,recognised,valid_from,valid_to\n1.1,yes,,\n'));
    expect(findings).toMatchObject([{ code: 'GBCS-COLUMN-MISSING' }, { code: 'GBCS-COLUMN-UNKNOWN' }]);
  });

  test('all reasons are told at once', () => {
    expect(codesOf('1.1,x,y,,,,,', '1.1,yes,,,,,,')).toHaveLength(3);
  });
});

describe('the default register', () => {
  test('[R23] can be written as a file, corrected and read again', () => {
    const { outcome, ...reading } = parseGbcsRegister(Buffer.from(gbcsRegisterCsv(DEFAULT_GBCS_REGISTER)));
    expect(outcome).toBe('read');
    expect(reading).toEqual({ register: DEFAULT_GBCS_REGISTER, findings: [] });
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
  });
});
