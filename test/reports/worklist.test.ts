import { expect, test } from 'vitest';
import { type OpenCase, worklist } from '../../functions/reports/worklist.ts';

const DAY = '2026-11-16';

function caseOf(caseId: string, by: string): OpenCase {
  return {
    caseId,
    by,
    event: 'trial-ending',
    trialId: '',
    entryNumber: '',
    asked: 'SSC',
    urgency: 'soon',
    what: '',
    why: '',
  };
}

test('[R65] cases are in the order of their days, then of their numbers, and those without a day are last', () => {
  const open = [
    caseOf('entry/10', '2026-12-01'),
    caseOf('entry/1', ''),
    caseOf('entry/9', '2026-12-01'),
    caseOf('entry/50', '2026-11-20'),
  ];
  const expected = ['entry/50', 'entry/9', 'entry/10', 'entry/1'];
  for (const each of [open, open.toReversed()])
    expect(worklist(each, [], DAY).map(({ caseId }) => caseId)).toEqual(expected);
});

test('[R65] a case is asked since the report that had it first', () => {
  const [first] = worklist([caseOf('entry/1', '')], [], '2026-11-02');
  const previous = first === undefined ? [] : [first];
  const now = worklist([caseOf('entry/1', ''), caseOf('entry/2', '')], previous, DAY);
  expect(now.map(({ since }) => since)).toEqual(['2026-11-02', DAY]);
});
