import { beforeAll, describe, expect, test } from 'vitest';
import { type LanePicture, laneTeller, type SentLetter } from '../support/lane-teller.ts';
import { killPlan } from '../support/kill-plan.ts';
import { optionA } from '../support/story-2018/option-a.ts';
import { optionB } from '../support/story-2018/option-b.ts';
import { prepared, wholeFiles } from '../support/story-2018/other-ways.ts';
import type { Tale } from '../support/story-2018/facts.ts';
import { synthesize } from '../../infra/local/synthesis.ts';
import { temporaryFolder } from '../support/small-assembly.ts';

/** A story as it was told: the lane at the end of each chapter, and what was written to people. */
type Told = {
  readonly chapters: Readonly<Record<string, LanePicture>>;
  readonly letters: readonly SentLetter[];
  readonly killed: number;
};

const told = new Map<Tale, Told>();
const assembly = temporaryFolder();

beforeAll(async () => {
  await synthesize(assembly);
});

async function tell(tale: Tale, killed?: { readonly seed: number }): Promise<Told> {
  const plan = killed === undefined ? {} : { killPlan: killPlan(killed.seed, 0.15) };
  const teller = await laneTeller({ assembly, clockFrom: '2017-11-01T09:00:00Z', ...plan });
  try {
    const chapters: Record<string, LanePicture> = {};
    await tale(teller, async (title) => {
      const picture = await teller.picture();
      chapters[title] = picture;
      return picture;
    });
    return { chapters, letters: await teller.letters(), killed: teller.pipeline.killed() };
  } finally {
    await teller.stop();
  }
}

/** What people were told, each fact once: the subject, or the facts that a letter of the watch names. */
function facts(letters: readonly SentLetter[]): readonly string[] {
  const all = letters.flatMap(({ mailId, subject, text }) =>
    mailId.startsWith('WATCH-')
      ? [...text.matchAll(/\[([^\]]+)\](?:(?! Fact: ).)*Fact: \S*?\/(\S+)/g)].map(([, badge, of]) => `${badge}: ${of}`)
      : [subject.replace(/\b(INC-\d{8})-\S+/, '$1').replace(/ after \d+ d[^:]*/, '')],
  );
  return [...new Set(all)].toSorted();
}

describe.each([
  ['Option A: what is blocked waits for the fix', optionA],
  ['Option B: 1.0 stands in for 1.1 until the fix', optionB],
  ['as in 2018: the whole file waits', wholeFiles],
  ['as it could have been: the register is ready', prepared],
])('[R8] [R11] [R19] the story of 2018, %s', (_title, tale) => {
  test('[R12] [R16] [R17] [R24] [R29] each chapter ends in the right state', async () => {
    const { chapters, letters } = await tell(tale);
    told.set(tale, { chapters, letters, killed: 0 });
    expect(new Set(letters.map(({ mailId }) => mailId)).size).toBe(letters.length);
  });
});

describe.each([
  ['Option A', optionA, 2018],
  ['Option B', optionB, 2019],
])('[R11] [R12] the story of 2018 with its functions killed at random points, %s', (_title, tale, seed) => {
  test(`every chapter ends in the very same state, and everybody is told the same (seed ${seed})`, async () => {
    const undisturbed = told.get(tale) ?? (await tell(tale));
    const { chapters, letters, killed } = await tell(tale, { seed });
    expect(killed).toBeGreaterThan(10);
    expect(chapters).toEqual(undisturbed.chapters);
    expect(facts(letters)).toEqual(facts(undisturbed.letters));
    const subjects = Map.groupBy(letters, ({ mailId }) => mailId);
    for (const [mailId, repeats] of subjects) {
      expect(mailId).not.toBe('');
      expect(new Set(repeats.map(({ subject }) => subject)).size).toBe(1);
    }
  });
});
