import { expect } from 'vitest';
import { entryKeyOf } from '../cpl-csv.ts';
import type { LaneTeller } from '../lane-teller.ts';
import {
  AFTER_THE_OVERLAP,
  ESTABLISHED,
  FIRST,
  inState,
  OF_THE_OVERLAP,
  REGISTER_KEY,
  REGISTER_OF_2017,
  REGISTER_OF_JUNE,
  SECOND,
  type SecasList,
  secasList,
  seen,
  statesOf,
  type Tale,
  THIRD,
  UNKNOWN_VERSION,
} from './facts.ts';

const EARLIER = [...ESTABLISHED, OF_THE_OVERLAP, AFTER_THE_OVERLAP];
const keysOf = (...entries: readonly number[]): string[] => entries.map((entry) => entryKeyOf({ entry }));

/** From November 2017 to the evening of 9 May 2018: the overlap, its end, and the two entries that block. */
export async function untilTheBlock(
  list: SecasList,
  teller: LaneTeller,
  chapter: Parameters<Tale>[1],
  blocked: 'entries' | 'file' = 'entries',
): Promise<void> {
  for (const entry of ESTABLISHED) list.say(entry);
  await teller.put(REGISTER_KEY, REGISTER_OF_2017);
  await teller.put('cpl/cpl-20171101.csv', list.extract());
  const november = await chapter('November 2017: the list is uploaded');
  expect(inState(november, 'uploaded')).toEqual(keysOf(...ESTABLISHED));

  await teller.sleepTo('2018-01-10T10:00:00Z');
  list.say(OF_THE_OVERLAP);
  list.say(2, { certificate: 'CPA-2018' });
  await teller.put('cpl/cpl-20180110.csv', list.extract());
  const overlap = await chapter('January 2018: GBCS 1.0 is still valid in the overlap');
  expect(overlap.uploads.flatMap(({ findings }) => findings)).toEqual([]);
  expect(statesOf(overlap)).toEqual({ 20171101: 'uploaded', 20180110: 'uploaded' });

  // The first London day on which 1.0 is no longer valid begins at 23:00 UTC.
  await teller.sleepTo('2018-05-07T21:20:00Z');
  expect((await teller.picture()).entries.every(({ expiredGbcs }) => expiredGbcs === null)).toBe(true);
  await teller.passTo('2018-05-07T23:05:00Z');
  list.say(AFTER_THE_OVERLAP);
  await teller.put('cpl/cpl-20180508.csv', list.extract());
  const expired = await chapter('8 May 2018: 1.0 has expired; its entries go on, with a notice');
  expect(inState(expired, 'uploaded')).toEqual(keysOf(...ESTABLISHED, OF_THE_OVERLAP, AFTER_THE_OVERLAP));
  expect(seen(expired, 1).expiredGbcs).toEqual({
    noticedOn: '2018-05-08',
    correctBy: '2018-08-08',
    standing: 'noticed',
  });
  expect(expired.uploads.find(({ key }) => key === 'cpl/cpl-20180508.csv')).toMatchObject({
    state: 'uploaded',
    findings: ['CPL-GBCS-EXPIRED in line 9'],
  });

  await teller.sleepTo('2018-05-09T10:00:00Z');
  list.say(FIRST, { gbcs: '1.1' });
  list.say(SECOND, { gbcs: '1.1' });
  list.say(3, { certificate: 'CPA-2018' });
  await teller.put('cpl/cpl-20180509.csv', list.extract());
  const block = await chapter('9 May 2018: two entries block, nothing else does');
  expect(statesOf(block)[20180509]).toBe('blocked');
  const waiting = blocked === 'file' ? keysOf(3, FIRST, SECOND) : keysOf(FIRST, SECOND);
  expect(inState(block, 'blocked')).toEqual(waiting);
  expect(seen(block, FIRST)).toMatchObject({ reason: UNKNOWN_VERSION, uploadedGbcsVersion: null });
  expect(block.incidents).toEqual([
    { cause: UNKNOWN_VERSION, state: 'open', category: 2, confirmed: false, entries: expect.any(Array) },
  ]);
}

/** The hours of the blocked entries run: told at 18, and again at 24. */
export async function breached(teller: LaneTeller, chapter: Parameters<Tale>[1], entries: number): Promise<void> {
  const watch = async (kind: string) =>
    (await teller.letters()).filter(({ subject }) => subject === `CPL watch: ${entries} ${kind}`).length;
  const [first] = await teller.cpl<{ readonly publishedAt: string }[]>('entries', '--blocked');
  const after = (minutes: number): string =>
    new Date(Date.parse(first?.publishedAt ?? '') + minutes * 60_000).toISOString();
  await teller.sleepTo(after(16 * 60));
  expect(await watch('deadlines at risk')).toBe(0);
  await teller.passTo(after(18 * 60 + 20));
  expect(await watch('deadlines at risk')).toBeGreaterThan(0);
  expect(await teller.cpl('entries', '--overdue')).toEqual([]);

  await teller.sleepTo(after(22.5 * 60));
  expect(await watch('breaches')).toBe(0);
  await teller.passTo(after(24 * 60 + 20));
  expect(await watch('breaches')).toBeGreaterThan(0);
  expect(await teller.cpl('entries', '--overdue')).toHaveLength(entries);
  await chapter('10 May 2018: 24 hours are over, and it is told');
}

/** Option A (R16): what is blocked waits, week after week, until the fix. */
export const optionA: Tale = async (teller, chapter) => {
  const list = secasList();
  await untilTheBlock(list, teller, chapter);
  await breached(teller, chapter, 2);

  await teller.sleepTo('2018-05-16T10:00:00Z');
  list.say(FIRST, { certificate: 'CPA-MAY' });
  list.say(THIRD, { gbcs: '1.1' });
  await teller.put('cpl/cpl-20180516.csv', list.extract());
  const behind = await chapter('16 May 2018: a second line queues behind the first, a third entry joins the incident');
  expect(seen(behind, FIRST).history).toEqual([
    'cpl/cpl-20180509.csv added Active blocked 1.1 -',
    'cpl/cpl-20180516.csv changed Active blocked 1.1 -',
  ]);
  expect(behind.incidents).toMatchObject([{ state: 'open', entries: keysOf(FIRST, SECOND, THIRD) }]);

  await teller.sleepTo('2018-05-23T10:00:00Z');
  list.say(SECOND, { status: 'Withdrawn', removed: '2018-05-22' });
  await teller.put('cpl/cpl-20180523.csv', list.extract());
  const withdrawn = await chapter('23 May 2018: a withdrawn certificate overtakes the line that waits');
  expect(seen(withdrawn, SECOND)).toMatchObject({ state: 'removed', isBlocked: false });
  expect(seen(withdrawn, SECOND).history).toEqual([
    'cpl/cpl-20180509.csv added Active overtaken 1.1 -',
    'cpl/cpl-20180523.csv removed Withdrawn uploaded 1.1 1.1',
  ]);
  expect(statesOf(withdrawn)).toMatchObject({ 20180509: 'blocked', 20180516: 'blocked', 20180523: 'uploaded' });

  await teller.sleepTo('2018-05-30T10:00:00Z');
  list.say(THIRD, { gbcs: '1.0' });
  list.say(4, { gbcs: '1.1' });
  await teller.put('cpl/cpl-20180530.csv', list.extract());
  const corrected = await chapter('30 May 2018: a correction overtakes too; an entry in use waits for its new version');
  expect(seen(corrected, THIRD)).toMatchObject({ state: 'uploaded', uploadedGbcsVersion: '1.0', isBlocked: false });
  expect(seen(corrected, 4)).toMatchObject({
    state: 'blocked',
    declaredGbcsVersion: '1.1',
    uploadedGbcsVersion: '1.0',
  });

  await teller.sleepTo('2018-06-13T10:00:00Z');
  list.say(5, { gbcs: '1.1' });
  list.say(FIRST, { certificate: 'CPA-JUNE' });
  await teller.put('cpl/cpl-20180613.csv', list.extract());
  const june = await chapter('13 June 2018: five weeks, five lines of four entries wait, one incident');
  expect(inState(june, 'blocked')).toEqual(keysOf(4, 5, FIRST));
  expect(june.incidents).toHaveLength(1);

  await teller.sleepTo('2018-06-22T16:00:00Z');
  await teller.put(REGISTER_KEY, REGISTER_OF_JUNE);
  const released = await chapter('22 June 2018: the fix is a file; all is released in order');
  expect(seen(released, FIRST).history).toEqual([
    'cpl/cpl-20180509.csv added Active uploaded 1.1 1.1',
    'cpl/cpl-20180516.csv changed Active uploaded 1.1 1.1',
    'cpl/cpl-20180613.csv changed Active uploaded 1.1 1.1',
  ]);
  expect(inState(released, 'blocked')).toEqual([]);
  expect(new Set(Object.values(statesOf(released)))).toEqual(new Set(['uploaded']));
  expect(released.incidents).toMatchObject([{ state: 'resolved' }]);

  await theSummer(list, teller, chapter);
};

/** July and August: the entries under 1.0 are corrected but for one, which is for the Panel to consider (R25). */
export async function theSummer(list: SecasList, teller: LaneTeller, chapter: Parameters<Tale>[1]): Promise<void> {
  await teller.sleepTo('2018-07-11T10:00:00Z');
  for (const entry of [...EARLIER, THIRD].filter((each) => each !== 6)) list.say(entry, { gbcs: '1.1' });
  await teller.put('cpl/cpl-20180711.csv', list.extract());
  await teller.passTo('2018-07-11T12:30:00Z');
  const july = await chapter('11 July 2018: corrected entries go at once');
  expect(statesOf(july)[20180711]).toBe('uploaded');
  expect(july.entries.filter(({ expiredGbcs }) => expiredGbcs !== null).map(({ entryKey }) => entryKey)).toEqual(
    keysOf(6),
  );
  for (const { entryKey, state, uploadedGbcsVersion } of july.entries) {
    expect([entryKey, uploadedGbcsVersion]).toEqual([entryKey, entryKey === entryKeyOf({ entry: 6 }) ? '1.0' : '1.1']);
    expect(state).toBe(entryKey === entryKeyOf({ entry: SECOND }) ? 'removed' : 'uploaded');
  }

  await teller.sleepTo('2018-08-09T10:00:00Z');
  const august = await chapter('9 August 2018: three months after the notice');
  expect(seen(august, 6)).toMatchObject({ state: 'uploaded', expiredGbcs: { standing: 'for-the-panel' } });
  expect(august).toMatchObject({ busy: false, openIncidents: 0, correctionsOutstanding: 0 });
  expect(august.queues.map(({ deadLetters }) => deadLetters)).toEqual([0, 0, 0]);
}
