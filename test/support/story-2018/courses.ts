import type { LaneDriver } from '../lane-driver.ts';
import { gbcsCell } from '../list-history/declared-versions.ts';
import { type Course, putIssue, REGISTER_KEY, SETTINGS_KEY } from './course.ts';
import {
  AFTER_THE_OVERLAP,
  ESTABLISHED,
  FIRST,
  type ListOf2018,
  listOf2018,
  OF_THE_OVERLAP,
  SECOND,
} from './list-of-2018.ts';

const LATER = { gbcs: gbcsCell('1.1') };

/** Option A (R16), as it went but for the lost uploads: what is blocked waits until the register is fixed. */
export const optionA: Course = async (lane, chapter) => {
  const list = listOf2018();
  await untilTheBlock(lane, list, chapter);
  await throughTheHours(lane, chapter);
  await lane.sleepTo('2018-06-12T16:00:00Z');
  await chapter('five weeks');
  list.add(5, '1.1');
  await putIssue(lane, list.book.issue({ issue: '1.57', issuedOn: list.register.fixedOn }));
  await chapter('June');
  await fixed(lane, list, chapter);
  await theSummer(lane, list, '1.58', chapter);
};

/** Option B (R17): after the Panel has met, 1.0 is sent in the place of 1.1, and corrected once the fix is there. */
export const optionB: Course = async (lane, chapter) => {
  const list = listOf2018();
  await untilTheBlock(lane, list, chapter);
  await lane.sleepTo('2018-05-25T16:00:00Z');
  await lane.put(SETTINGS_KEY, '{"gbcsSubstitution":{"1.1":"1.0"}}');
  await chapter('substituted');
  list.add(5, '1.1');
  list.book.remove(SECOND);
  await putIssue(lane, list.book.issue({ issue: '1.57', issuedOn: list.register.fixedOn }));
  await chapter('June');
  await fixed(lane, list, chapter);
  await theSummer(lane, list, '1.58', chapter);
};

/** Option A, had the list been issued in the five weeks: what is behind a blocked line, and what overtakes it. */
export const furtherIssues: Course = async (lane, chapter) => {
  const list = listOf2018();
  const { book } = list;
  await untilTheBlock(lane, list, chapter);
  book.correct(FIRST, { hash: 'AA'.repeat(32) });
  const [third = ''] = list.add(1, '1.1');
  await putIssue(lane, book.issue({ issue: '1.57', issuedOn: '2018-05-16' }));
  await chapter('a second line');
  book.remove(SECOND);
  await putIssue(lane, book.issue({ issue: '1.58', issuedOn: '2018-05-23' }));
  await chapter('removed');
  book.correct(third, { gbcs: gbcsCell('1.0') });
  book.relist('000004', LATER);
  await putIssue(lane, book.issue({ issue: '1.59', issuedOn: '2018-05-30' }));
  await chapter('corrected');
  book.correct(FIRST, { hash: 'BB'.repeat(32) });
  await putIssue(lane, book.issue({ issue: '1.60', issuedOn: list.register.fixedOn }));
  await chapter('June');
  await fixed(lane, list, chapter);
};

/** As the uploads went in 2018 (R10): one entry that is not recognised holds up its whole file. */
export const wholeFiles: Course = async (lane, chapter) => {
  const list = listOf2018();
  await lane.put(SETTINGS_KEY, '{"blockPolicy":"file"}');
  await untilTheBlock(lane, list, chapter);
  list.book.correct('000001', { hash: 'AA'.repeat(32) });
  list.book.remove(SECOND);
  await putIssue(lane, list.book.issue({ issue: '1.57', issuedOn: '2018-05-16' }));
  await chapter('a clean file');
  await lane.sleepTo(`${list.register.fixedOn}T10:00:00Z`);
  await fixed(lane, list, chapter);
};

/** As it could have gone (R23): the register knows 1.1 ahead of its start, and nothing is blocked in May. */
export const prepared: Course = async (lane, chapter) => {
  const { book, add, register } = listOf2018();
  await lane.put(REGISTER_KEY, register.after);
  await putIssue(lane, book.issue({ issue: '1.56', issuedOn: '2017-11-01' }));
  await chapter('early');
  await lane.sleepTo('2017-11-05T23:50:00Z');
  await chapter('the evening before');
  await lane.passTo('2017-11-06T00:05:00Z');
  await chapter('in force');
  book.relist('000002', LATER);
  add(1, '1.0');
  await putIssue(lane, book.issue({ issue: '1.57', issuedOn: '2018-03-07' }));
  await chapter('overlap');
  add(2, '1.1');
  await putIssue(lane, book.issue({ issue: '1.58', issuedOn: '2018-05-09' }));
  await chapter('May');
};

/** From November 2017 to 9 May 2018: the overlap, its end, and the two entries that block. */
async function untilTheBlock(lane: LaneDriver, list: ListOf2018, chapter: Parameters<Course>[1]): Promise<void> {
  await lane.put(REGISTER_KEY, list.register.before);
  await putIssue(lane, list.autumn);
  await chapter('November');
  await putIssue(lane, list.overlap);
  await chapter('overlap');
  // The first London day on which 1.0 is no longer valid begins at 23:00 UTC.
  await lane.sleepTo('2018-05-07T21:20:00Z');
  await chapter('last day');
  await lane.passTo('2018-05-07T23:05:00Z');
  await putIssue(lane, list.expiry);
  await chapter('expired');
  await putIssue(lane, list.may);
  await chapter('blocked');
}

/** The 24 hours of the blocked entries, which run on from 9 May at 09:30. */
async function throughTheHours(lane: LaneDriver, chapter: Parameters<Course>[1]): Promise<void> {
  await lane.sleepTo('2018-05-10T01:30:00Z');
  await chapter('16 hours');
  await lane.passTo('2018-05-10T03:50:00Z');
  await chapter('18 hours');
  await lane.sleepTo('2018-05-10T08:00:00Z');
  await chapter('22 hours');
  await lane.passTo('2018-05-10T09:50:00Z');
  await chapter('24 hours');
}

async function fixed(lane: LaneDriver, { register }: ListOf2018, chapter: Parameters<Course>[1]): Promise<void> {
  await lane.put(REGISTER_KEY, register.after);
  await chapter('fixed');
}

/** July and August: Device Models under 1.0 are listed again for 1.1, but for one, which the Panel considers (R25). */
async function theSummer(
  lane: LaneDriver,
  { book }: ListOf2018,
  issue: string,
  chapter: Parameters<Course>[1],
): Promise<void> {
  const relisted = [...ESTABLISHED, OF_THE_OVERLAP, AFTER_THE_OVERLAP].filter((number) => number !== '000006');
  for (const number of relisted) book.relist(number, LATER);
  await putIssue(lane, book.issue({ issue, issuedOn: '2018-07-20' }));
  await chapter('July');
  await lane.sleepTo('2018-08-09T10:00:00Z');
  await chapter('August');
}
