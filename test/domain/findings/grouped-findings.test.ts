import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aboutEntry, type Finding } from '../../../functions/domain/findings/finding.ts';
import { groupedFindings } from '../../../functions/domain/findings/grouped-findings.ts';

const finding = (line: number, fields: Partial<Finding> = {}): Finding => ({
  code: 'CPL-HASH-FORM',
  severity: 'row',
  line,
  field: 'Manufacturer_Image.hash',
  value: `value ${line}`,
  message: 'Correct it.',
  ...fields,
});
const messages = (findings: readonly Finding[]): string[] => groupedFindings(findings).map(({ message }) => message);

describe('findings as people read them', () => {
  test('are one of each code and field, at the first line, with the first value and the other lines', () => {
    expect(groupedFindings([finding(7), finding(3), finding(12)])).toEqual([
      { ...finding(3), message: 'Correct it. The same on 2 more lines: 7, 12.' },
    ]);
  });

  test('are as they were where there is one of its kind', () => {
    const one = finding(3);
    expect(groupedFindings([one])[0]).toBe(one);
    expect(groupedFindings([])).toEqual([]);
    expect(messages([finding(3), finding(4)])).toEqual(['Correct it. The same on 1 more line: 4.']);
  });

  test('stay apart where the code, the field or the severity is another', () => {
    const others = [
      finding(1),
      finding(2, { code: 'CPL-HASH-LOWER-CASE', severity: 'warning' }),
      finding(3, { field: 'Hash' }),
      finding(4, { severity: 'warning' }),
    ];
    expect(groupedFindings(others)).toHaveLength(4);
  });

  test('say when the other cases are of the same kind but not the same', () => {
    expect(
      messages([finding(2, { message: 'Entry 1 is wrong.' }), finding(5, { message: 'Entry 4 is wrong.' })]),
    ).toEqual(['Entry 1 is wrong. Something of the same kind on 1 more line: 5.']);
    expect(messages([finding(2), finding(5), finding(6, { message: 'Entry 4 is wrong.' })])).toEqual([
      'Correct it. Something of the same kind on 2 more lines: 5, 6.',
    ]);
  });

  test('name the entry that they are about', () => {
    const entry = { entryNumber: '000004', entryKey: 'ESME/AB01/010A/030B/0002012F' };
    expect(aboutEntry(finding(3), entry)).toEqual({
      ...finding(3),
      entry: { number: '000004', key: 'ESME/AB01/010A/030B/0002012F' },
    });
  });

  test('name twenty other lines at most, and the number of all', () => {
    const [message] = messages(Array.from({ length: 1235 }, (_, index) => finding(index + 2)));
    expect(message).toBe(
      `Correct it. The same on 1,234 more lines: ${Array.from({ length: 20 }, (_, index) => index + 3).join(', ')}, … (first 20).`,
    );
  });

  test('name exactly twenty other lines as all of them', () => {
    const [message] = messages(Array.from({ length: 21 }, (_, index) => finding(index + 1)));
    expect(message).toBe(
      `Correct it. The same on 20 more lines: ${Array.from({ length: 20 }, (_, index) => index + 2).join(', ')}.`,
    );
  });

  test('name what stands on one line with its kind, or has no line, by its value', () => {
    expect(messages([finding(3, { value: 'a' }), finding(3, { value: 'b' })])).toEqual([
      'Correct it. 1 more case like this: b.',
    ]);
    expect(messages([finding(3), finding(3), finding(4)])).toEqual(['Correct it. The same on 2 more lines: 3, 4.']);
  });

  test('keep what has a line apart from what has none', () => {
    const [missing, placed] = [finding(0, { value: 'a' }), finding(5, { value: 'b' })];
    expect(groupedFindings([placed, missing])).toEqual([missing, placed]);
  });

  test('name what is not on a line by its value', () => {
    const gone = (value: string) =>
      finding(0, { code: 'CPL-DISAPPEARED', severity: 'warning', value, message: `${value}.` });
    expect(messages([gone('000004'), gone('000009'), gone('000012')])).toEqual([
      '000004. 2 more cases like this: 000009, 000012.',
    ]);
  });

  test('begin with what refuses the file, then quarantined rows, then remarks, each by line', () => {
    const order = groupedFindings([
      finding(9, { severity: 'warning', field: 'a' }),
      finding(2, { severity: 'warning', field: 'b' }),
      finding(8, { field: 'c' }),
      finding(5, { severity: 'file', field: 'd' }),
    ]).map(({ line }) => line);
    expect(order).toEqual([5, 8, 2, 9]);
  });

  test('come out the same when they are grouped again, and lose no kind', () => {
    const some = fc.record({
      line: fc.nat(40),
      severity: fc.constantFrom('file', 'row', 'warning'),
      field: fc.constantFrom('', 'a', 'b'),
      message: fc.constantFrom('One.', 'Two.'),
    });
    fc.assert(
      fc.property(fc.array(some), (fields) => {
        const all = fields.map((each) => finding(each.line, each));
        const once = groupedFindings(all);
        expect(groupedFindings(once)).toEqual(once);
        expect(new Set(once.map(({ severity, field }) => severity + field))).toEqual(
          new Set(all.map(({ severity, field }) => severity + field)),
        );
      }),
    );
  });
});
