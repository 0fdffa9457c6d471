import { describe, expect, test } from 'vitest';
import { caseGroups, groupInWords, nextDecisions, worklistBlocks } from '../../functions/email/worklist-blocks.ts';
import { addDays } from '../../functions/domain/calendar/calendar-day.ts';
import { reportedCase } from '../support/trial-material.ts';

const DAY = '2026-11-16';
const ending = (number: number, by: string, devices = 3) =>
  reportedCase({ caseId: `trial/T-${number}/end`, trialId: `T-${number}`, by, devices });
const groups = (...cases: Parameters<typeof caseGroups>[0]) => caseGroups(cases, DAY);

describe('the worklist in a mail', () => {
  test('[R65] takes cases that ask the same together: by the day within a month, by the month after that', () => {
    const found = groups(
      ending(1, '2026-11-18'),
      ending(2, '2026-11-18'),
      ending(3, '2026-12-01'),
      ending(4, '2027-02-01', 0),
      ending(5, '2027-02-28', 0),
      ending(6, '2027-03-01'),
    );
    expect(found.map(({ cases }) => cases.map(({ trialId }) => trialId))).toEqual([
      ['T-1', 'T-2'],
      ['T-3'],
      ['T-4', 'T-5'],
      ['T-6'],
    ]);
  });

  test('[R65] takes days that are past together, today among them, and apart from what has no day', () => {
    const found = groups(ending(1, '2026-10-01'), ending(2, '2026-11-10'), ending(3, DAY), ending(4, ''));
    expect(found.map(({ cases }) => cases.map(({ trialId }) => trialId))).toEqual([['T-1', 'T-2', 'T-3'], ['T-4']]);
  });

  test('[R65] describes a group in a sentence', () => {
    const many = Array.from({ length: 20 }, (_, index) => ending(index, '2027-02-28', index < 17 ? 0 : 5));
    expect(groups(...many).map(({ cases }) => groupInWords(cases))).toEqual([
      '20 trials end by 28 Feb 2027; 17 have no devices',
    ]);
    expect(groups(...many.slice(16)).map(({ cases }) => groupInWords(cases))).toEqual([
      '4 trials end by 28 Feb 2027; 1 has no devices',
    ]);
  });

  test('does not take together what asks for another thing, or somebody else', () => {
    const other = { ...ending(2, '2026-11-18'), what: 'Approve a higher limit' };
    const another = { ...ending(3, '2026-11-18'), asked: 'SECAS' };
    expect(groups(ending(1, '2026-11-18'), other, another)).toHaveLength(3);
  });

  test('[R65] never leaves out a case that is due before one that is shown', () => {
    const cases = Array.from({ length: 60 }, (_, index) => ({
      ...ending(index, addDays(DAY, index + 1)),
      what: `Decide about ${index}`,
    }));
    const blocks = worklistBlocks({ decisions: cases, day: DAY });
    const titles = blocks.flatMap((block) => (block.block === 'cards' ? block.cards.map(({ title }) => title) : []));
    expect(titles).toEqual(cases.slice(0, 20).map(({ trialId }) => trialId));
    expect(blocks.at(-1)).toEqual({
      block: 'paragraph',
      text: '… and 40 more in the spreadsheet, none of them due earlier.',
    });
  });

  test('has at its head what is due within two weeks, or else the first that is due later', () => {
    const heads = (...decisions: ReturnType<typeof ending>[]) => nextDecisions({ decisions, day: DAY });
    const what = 'Decide what happens to the devices.';
    expect(heads(ending(1, '2026-11-30'), ending(2, '2026-12-01'))).toEqual([`Next, by 30 Nov 2026: T-1. ${what}`]);
    expect(heads(ending(2, '2026-12-01'), ending(3, '2026-12-02'))).toEqual([`Next, by 1 Dec 2026: T-2. ${what}`]);
    expect(
      heads({ ...ending(1, '2026-11-10'), urgency: 'now' }, { ...ending(2, '2026-11-18'), asked: 'SECAS' }),
    ).toEqual([]);
    expect(heads(...[17, 18, 19, 20, 21].map((date) => ending(date, `2026-11-${date}`))).slice(2)).toEqual([
      `Next, by 19 Nov 2026: T-19. ${what}`,
      '2 other matters of these two weeks are below.',
    ]);
  });

  test('separates what the committee decides from what others carry out', () => {
    const blocks = worklistBlocks({ decisions: [ending(1, DAY), { ...ending(2, DAY), asked: 'SECAS' }], day: DAY });
    expect(blocks.map((block) => ('text' in block ? block.text : block.block))).toEqual([
      'Decisions needed',
      'cards',
      'Asked of others',
      'cards',
    ]);
  });
});
