import { describe, expect, test } from 'vitest';
import {
  isJump,
  type IssuesSeen,
  skippedBy,
  withOtherIssue,
  withSoundIssue,
} from '../../../functions/domain/cpl/issue-record.ts';
import {
  compareIssues,
  issueGap,
  issueNumber,
  issueText,
  readListIssue,
} from '../../../functions/domain/cpl/list-issue.ts';

describe('the issue of a list', () => {
  test.each([
    ['Version 2.051 Issued on 21-09-2022', '2.051', '2022-09-21'],
    ['Version 2.51 Issued on 21/09/2022', '2.051', '2022-09-21'],
    [' version  1.10  issued  ON  29-02-2020 ', '1.10', '2020-02-29'],
    ['Version 12.000 Issued on 21-09-2032', '12.000', '2032-09-21'],
    ['Version 1.0 Issued on 27-10-2016', '1.0', '2016-10-27'],
    ['Version 3.000 Issued on 27-10-2026', '3.000', '2026-10-27'],
    ['Version 2.1000 Issued on 27-10-2026', '2.1000', '2026-10-27'],
  ])('in "%s" is %s of %s', (text, issue, issuedOn) => {
    expect(readListIssue(text)).toEqual({ issue, issuedOn });
  });

  test.each([
    '',
    '2.051',
    'Version 2.051',
    'Version 2 Issued on 21-09-2022',
    'Version 2.051 Issued on 31-09-2022',
    'Version 2.051 Issued on 29-02-2022',
    'Version 2.051 Issued on 2022-09-21',
    'Version 2.051 Issued on 21-09-22',
    'Version 2.051 Issued on 44825',
    'Version 2.0.5 Issued on 21-09-2022',
    'Version -2.051 Issued on 21-09-2022',
    'Version 2.051 Issued on 21-09-2022 (draft)',
    'Draft of Version 2.051 Issued on 21-09-2022',
    '#REF!',
  ])('is not in "%s"', (text) => {
    expect(readListIssue(text)).toBeUndefined();
  });

  test('is two whole numbers, not a decimal', () => {
    expect(issueNumber('2.051')).toEqual({ major: 2, minor: 51 });
    expect(issueText({ major: 1, minor: 9 })).toBe('1.9');
    expect(issueText({ major: 2, minor: 0 })).toBe('2.000');
    expect(['2.000', '1.10', '1.9', '2.051', '1.293'].toSorted(compareIssues)).toEqual([
      '1.9',
      '1.10',
      '1.293',
      '2.000',
      '2.051',
    ]);
    expect(compareIssues('2.051', '2.051')).toBe(0);
    expect(issueNumber('12.000')).toEqual({ major: 12, minor: 0 });
  });

  test.each(['soon', 'v2.051', '2.051a', '2', ''])('is not "%s"', (text) => {
    expect(() => issueNumber(text)).toThrow(`${text} is not the number of an issue`);
  });
});

describe('between two issues', () => {
  test.each([
    ['1.9', '1.10', []],
    ['1.9', '1.12', ['1.10', '1.11']],
    ['2.050', '2.051', []],
    ['2.049', '2.051', ['2.050']],
    ['1.293', '2.000', []],
    ['2.041', '2.051', ['2.042', '2.043', '2.044', '2.045', '2.046', '2.047', '2.048', '2.049', '2.050']],
    ['2.051', '2.051', []],
    ['2.051', '2.040', []],
    ['2.051', '1.293', []],
  ])('%s and %s lie %j', (newest, issue, skipped) => {
    expect(issueGap(newest, issue)).toEqual({ jump: false, skipped });
  });

  test.each([
    ['2.040', '2.051'],
    ['1.293', '2.001'],
    ['1.293', '3.000'],
  ])('%s and %s lie more than any real list skips', (newest, issue) => {
    expect(issueGap(newest, issue)).toEqual({ jump: true, skipped: [] });
  });
});

describe('the issues that have arrived', () => {
  const sound = (...issues: readonly string[]): IssuesSeen | undefined =>
    issues.reduce<IssuesSeen | undefined>((seen, issue) => withSoundIssue(issue, `at ${issue}`, seen), undefined);

  test('begin with the first sound one, before which nothing was skipped', () => {
    expect(sound('2.051')).toEqual({ newest: '2.051', arrived: [], skipped: [] });
    expect([skippedBy('2.051', undefined), isJump('2.051', undefined)]).toEqual([[], false]);
    expect(withOtherIssue('2.051', undefined)).toBeUndefined();
  });

  test('show those that never came, until they come', () => {
    const gap = sound('2.051', '2.054');
    expect(gap?.skipped).toEqual([
      { issue: '2.052', since: 'at 2.054' },
      { issue: '2.053', since: 'at 2.054' },
    ]);
    expect(withSoundIssue('2.052', 'later', gap)).toEqual({
      newest: '2.054',
      arrived: [],
      skipped: [{ issue: '2.053', since: 'at 2.054' }],
    });
    expect(withOtherIssue('2.053', gap)?.skipped).toEqual([{ issue: '2.052', since: 'at 2.054' }]);
  });

  test('count a number that arrived and was refused or held as not lost', () => {
    const refused = withOtherIssue('2.052', sound('2.051'));
    expect(refused).toEqual({ newest: '2.051', arrived: ['2.052'], skipped: [] });
    expect(skippedBy('2.053', refused)).toEqual([]);
    expect(skippedBy('2.054', refused)).toEqual(['2.053']);
    expect(withSoundIssue('2.053', 'later', refused)).toEqual({ newest: '2.053', arrived: [], skipped: [] });
    expect(withSoundIssue('2.052', 'later', refused)).toEqual({ newest: '2.052', arrived: [], skipped: [] });
  });

  test('are kept up to a hundred that never came and a hundred that came early', () => {
    const numbers = Array.from({ length: 101 }, (_, index) => `2.${String(index + 101)}`);
    const early = numbers.reduce((seen, issue) => withOtherIssue(issue, seen), sound('2.051'));
    expect(early?.arrived).toEqual(numbers.slice(1));
    const sparse = Array.from({ length: 103 }, (_, index) => `2.${String(2 * index + 101)}`);
    expect(sound(...sparse)?.skipped.map(({ issue }) => issue)).toEqual(
      Array.from({ length: 100 }, (_, index) => `2.${2 * index + 106}`),
    );
  });

  test('are measured from the highest sound one, whatever was refused beyond it', () => {
    const slip = withOtherIssue('2.510', sound('2.051'));
    expect(slip).toEqual({ newest: '2.051', arrived: ['2.510'], skipped: [] });
    expect([isJump('2.510', slip), isJump('2.052', slip)]).toEqual([true, false]);
    expect(withSoundIssue('2.052', 'later', slip)).toEqual({ newest: '2.052', arrived: ['2.510'], skipped: [] });
    expect(withOtherIssue('2.510', slip)).toEqual(slip);
  });
});
