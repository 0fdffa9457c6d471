import { describe, expect, test } from 'vitest';
import { bounded, type Finding, type FindingSeverity } from '../../../functions/domain/findings/finding.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';

const finding = (line: number, severity: FindingSeverity = 'row'): Finding => ({
  code: 'CPL-DUPLICATE',
  severity,
  line,
  field: '',
  value: '',
  message: 'Synthetic.',
});
const logOf = (maximum: number | undefined, ...findings: readonly Finding[]): FindingLog => {
  const log = new FindingLog(maximum);
  for (const one of findings) log.add(one);
  return log;
};
const linesOf = ({ findings }: FindingLog): readonly number[] => findings.map(({ line }) => line);

describe('the findings of a file', () => {
  test('are in the order of their lines', () => {
    expect(linesOf(logOf(10, finding(4), finding(2, 'file'), finding(3)))).toEqual([2, 3, 4]);
  });

  test('are all counted, and no more than the maximum kept, the first that came', () => {
    const log = logOf(2, finding(9), finding(8), finding(1));
    log.countOnly(5);
    expect([linesOf(log), log.total]).toEqual([[8, 9], 8]);
  });

  test('that refuse the file are kept before all others', () => {
    const log = logOf(2, finding(1), finding(2), finding(8, 'file'));
    expect(linesOf(log)).toEqual([1, 8]);
    expect(linesOf(logOf(2, finding(7, 'file'), finding(8, 'file'), finding(9, 'file'), finding(1)))).toEqual([7, 8]);
  });

  test('give way by line, the last ones first, to those that refuse the file', () => {
    expect(linesOf(logOf(2, finding(5), finding(3), finding(8, 'file')))).toEqual([3, 8]);
  });

  test('refuse the file when one of them does', () => {
    expect(logOf(2, finding(1), finding(2, 'warning')).refuses).toBe(false);
    expect(logOf(2, finding(1), finding(2, 'file')).refuses).toBe(true);
    expect(logOf(2, finding(1, 'file'), finding(2)).refuses).toBe(true);
  });

  test('that quarantine a row are kept before remarks, however many of those came first', () => {
    expect(linesOf(logOf(2, finding(1, 'warning'), finding(2, 'warning'), finding(9), finding(3, 'warning')))).toEqual([
      1, 9,
    ]);
    expect(linesOf(logOf(2, finding(1, 'warning'), finding(5), finding(8, 'file'), finding(4)))).toEqual([4, 8]);
  });

  test('are ten thousand at most unless set otherwise', () => {
    const log = logOf(undefined, ...Array.from({ length: 10_001 }, (_, line) => finding(line)));
    expect([log.findings.length, log.total]).toEqual([10_000, 10_001]);
  });
});

describe('what a finding quotes', () => {
  test('is as it was up to two hundred characters of field and value, and a thousand of its sentence', () => {
    const most = { ...finding(1), field: 'f'.repeat(200), value: 'v'.repeat(200), message: 'm'.repeat(1000) };
    expect(bounded(most)).toBe(most);
  });

  test.each([
    ['field', 200],
    ['value', 200],
    ['message', 1000],
  ] as const)('is cut when its %s is longer than %i characters, and only that is', (part, most) => {
    const others = { ...finding(1), field: 'f'.repeat(200), value: 'v'.repeat(200), message: 'm'.repeat(1000) };
    expect(bounded({ ...others, [part]: 'x'.repeat(most + 1) })).toEqual({ ...others, [part]: `${'x'.repeat(most)}…` });
  });
});

test('a log that keeps nothing knows all the same that a finding refuses the file', () => {
  const log = new FindingLog(0);
  expect(log.refuses).toBe(false);
  log.add({ code: 'CSV-EMPTY', severity: 'file', line: 1, field: '', value: '', message: 'The file is empty.' });
  expect([log.refuses, log.total, log.findings]).toEqual([true, 1, []]);
});
