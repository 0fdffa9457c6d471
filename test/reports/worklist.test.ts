import { describe, expect, test } from 'vitest';
import type { TrialFact } from '../../functions/domain/trials/trial-facts.ts';
import { trialsOf } from '../../functions/domain/trials/trial-status.ts';
import { foldedLists } from '../../functions/domain/trials/agreed-lists.ts';
import { type OpenCase, trialCases, worklist } from '../../functions/reports/worklist.ts';
import { agreedList, agreedRow } from '../support/trial-material.ts';

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

describe('[R65] a fact about a trial is the case', () => {
  const [trial] = trialsOf(foldedLists([agreedList([agreedRow()])]));
  if (trial === undefined) throw new Error('There is no trial');
  const end = trial.endDate;
  const missing = [{ entryNumber: '000001', kinds: ['zse' as const] }];

  test.each<[string, string, string, OpenCase['urgency'], TrialFact, number?]>([
    ['limit', 'trial-over-limit', DAY, 'now', { fact: 'over-limit', trial, devices: 101, excess: 1 }, 101],
    ['early', 'trial-early', DAY, 'now', { fact: 'early', trial, devices: 2 }, 2],
    ['end', 'trial-ending', end, 'soon', { fact: 'ending', trial, devices: 0, daysLeft: 3, warning: 7 }, 0],
    ['end', 'trial-ending', end, 'soon', { fact: 'ending', trial, devices: undefined, daysLeft: 3, warning: 7 }],
    ['end', 'trial-ended', end, 'now', { fact: 'ended', trial, devices: 3, left: 2, daysAgo: 1 }, 3],
    ['entries', 'trial-entry-current', end, 'now', { fact: 'entries-current', trial, entryNumbers: ['000001'] }],
    ['department', 'trial-not-notified', '', 'soon', { fact: 'not-notified', trial }],
    ['certificates', 'trial-certificates-missing', DAY, 'now', { fact: 'certificates-missing', trial, missing }],
  ])('%s, for %s', (of, event, by, urgency, fact, devices) => {
    const caseId = `trial/${trial.trialId}/${of}`;
    const { trialId } = trial;
    expect(trialCases([fact], DAY)).toEqual([
      expect.objectContaining({ caseId, event, by, urgency, devices, trialId, entryNumber: '' }),
    ]);
  });

  test('of nobody, where it is for operations alone', () => {
    expect(trialCases([{ fact: 'near-limit', trial, devices: 90, isFull: false }], DAY)).toEqual([]);
  });
});
