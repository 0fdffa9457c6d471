import { beforeAll } from 'vitest';
import { killPlan } from '../kill-plan.ts';
import { type LanePicture, laneDriver, type LaneDriver, type SentLetter } from '../lane-driver.ts';
import type { ListIssue } from '../list-history/list-book.ts';
import { keyOf } from './list-of-2018.ts';

export const REGISTER_KEY = 'governance/gbcs-register.csv';
export const SETTINGS_KEY = 'governance/settings.json';

/** One way in which the year may go. At the end of a chapter all that people see of the lane is kept under its name. */
export type Course = (lane: LaneDriver, chapter: (name: string) => Promise<void>) => Promise<void>;

/** What was seen at the end of a chapter. */
export type Chapter = {
  readonly picture: LanePicture;
  /** The entries that are overdue, and the subjects of the mails about deadlines so far, each once. */
  readonly overdue: readonly string[];
  readonly deadlineMails: readonly string[];
};

/** A course that was played to its end. */
export type Played = {
  /** @throws when the course has no such chapter. */
  readonly at: (name: string) => Chapter;
  readonly chapters: ReadonlyMap<string, Chapter>;
  readonly letters: readonly SentLetter[];
  readonly killed: number;
};

/** Plays a course on a pipeline of its own, from 1 November 2017; `seed` has functions killed at random points. */
export async function played(course: Course, assembly: string, seed?: number): Promise<Played> {
  const plan = seed === undefined ? {} : { killPlan: killPlan(seed, 0.15) };
  const lane = await laneDriver({ assembly, clockFrom: '2017-11-01T09:00:00Z', ...plan });
  const chapters = new Map<string, Chapter>();
  try {
    await course(lane, async (name) => {
      chapters.set(name, await seenNow(lane));
    });
    const at = (name: string): Chapter => {
      const found = chapters.get(name);
      if (found === undefined) throw new Error(`There is no chapter ${name}`);
      return found;
    };
    return { at, chapters, letters: await lane.letters(), killed: lane.pipeline.killed() };
  } finally {
    await lane.stop();
  }
}

/** Plays a course before the tests of a group; what is read of it is there once they run. */
export function playedBefore(course: Course, assembly: string): Pick<Played, 'at' | 'letters'> {
  let story: Played | undefined;
  const ended = (): Played => {
    if (story === undefined) throw new Error('The course was not played to its end');
    return story;
  };
  beforeAll(async () => {
    story = await played(course, assembly);
  });
  return {
    at: (name) => ended().at(name),
    get letters() {
      return ended().letters;
    },
  };
}

async function seenNow(lane: LaneDriver): Promise<Chapter> {
  const picture = await lane.picture();
  const overdue = await lane.cpl<{ readonly entryKey: string }[]>('entries', '--overdue');
  const subjects = (await lane.letters())
    .map(({ subject }) => subject)
    .filter((subject) => /CPL watch|upload limit breached/.test(subject));
  return { picture, overdue: overdue.map(({ entryKey }) => entryKey), deadlineMails: [...new Set(subjects)] };
}

/** Puts an issue of the list into the inbox on its day, in the morning. */
export async function putIssue(lane: LaneDriver, { issue, issuedOn, csv }: ListIssue): Promise<void> {
  const morning = `${issuedOn}T09:30:00Z`;
  if (morning > lane.pipeline.clock.now()) await lane.sleepTo(morning);
  await lane.put(`cpl/cpl-${issue}.csv`, csv());
}

/** What is seen of one Device Model, by the number of its first entry. @throws when it is not there. */
export function seen({ picture }: Pick<Chapter, 'picture'>, entryNumber: string): LanePicture['entries'][number] {
  const found = picture.entries.find(({ entryKey }) => entryKey === keyOf(entryNumber));
  if (found === undefined) throw new Error(`Nothing is known of entry ${entryNumber}`);
  return found;
}

/** The keys of the Device Models that are in a state. */
export function inState({ picture }: Pick<Chapter, 'picture'>, state: string): readonly string[] {
  return picture.entries.filter((entry) => entry.state === state).map(({ entryKey }) => entryKey);
}

/** The states of the lists by their issues. */
export function statesOf({ picture }: Pick<Chapter, 'picture'>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    picture.uploads.flatMap(({ key, state }) => {
      const issue = /cpl-(.*)\.csv$/.exec(key)?.[1];
      return issue === undefined ? [] : [[issue, state]];
    }),
  );
}

/** What people were notified of, each fact once: the subject, or the facts that a mail of the watch names. */
export function factsOf(letters: readonly SentLetter[]): readonly string[] {
  const all = letters.flatMap(({ mailId, subject, text }) =>
    mailId.startsWith('WATCH-')
      ? [...text.matchAll(/\[([^\]]+)\](?:(?! Reference: ).)*Reference: \S*?\/(\S+)/g)].map(
          ([, badge, of]) => `${badge}: ${of}`,
        )
      : [subject.replace(/\b(INC-\d{8})-\S+/, '$1').replace(/ after \d+ d[^:]*/, '')],
  );
  return [...new Set(all)].toSorted();
}
