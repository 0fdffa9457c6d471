import { expect } from 'vitest';
import { breached, theSummer, untilTheBlock } from './option-a.ts';
import {
  ESTABLISHED,
  FIRST,
  inState,
  REGISTER_KEY,
  REGISTER_OF_JUNE,
  SECOND,
  secasList,
  seen,
  SETTINGS_KEY,
  statesOf,
  type Tale,
} from './facts.ts';

/** As it was in 2018 (R10): one entry that is not recognised holds up its whole file. */
export const wholeFiles: Tale = async (teller, chapter) => {
  const list = secasList();
  await teller.put(SETTINGS_KEY, '{"blockPolicy":"file"}');
  await untilTheBlock(list, teller, chapter, 'file');
  await breached(teller, chapter, 3);

  await teller.sleepTo('2018-05-16T10:00:00Z');
  list.say(1, { certificate: 'CPA-MAY' });
  list.say(SECOND, { status: 'Withdrawn', removed: '2018-05-15' });
  await teller.put('cpl/cpl-20180516.csv', list.extract());
  const clean = await chapter('16 May 2018: a clean file goes on, its removal overtakes; the other file waits');
  expect(statesOf(clean)).toMatchObject({ 20180509: 'blocked', 20180516: 'uploaded' });
  expect(seen(clean, SECOND)).toMatchObject({ state: 'removed' });
  expect(seen(clean, 3)).toMatchObject({ state: 'blocked', uploadedGbcsVersion: '1.0' });

  await teller.sleepTo('2018-06-22T16:00:00Z');
  await teller.put(REGISTER_KEY, REGISTER_OF_JUNE);
  const released = await chapter('22 June 2018: the fix releases the file');
  expect(inState(released, 'blocked')).toEqual([]);
  expect(released.incidents).toMatchObject([{ state: 'resolved' }]);
  await theSummer(list, teller, chapter);
};

/** As it could have been (R23): the register knows 1.1 ahead of its start, and nothing is blocked in May. */
export const prepared: Tale = async (teller, chapter) => {
  const list = secasList();
  for (const entry of ESTABLISHED) list.say(entry);
  list.say(FIRST, { gbcs: '1.1' });
  await teller.put(REGISTER_KEY, REGISTER_OF_JUNE);
  await teller.put('cpl/cpl-20171101.csv', list.extract());
  const early = await chapter('1 November 2017: an entry that is early by five days waits for its version');
  expect(seen(early, FIRST)).toMatchObject({ state: 'blocked', reason: 'GBCS 1.1 not yet in force' });
  expect(statesOf(early)).toEqual({ 20171101: 'blocked' });

  await teller.sleepTo('2017-11-05T23:50:00Z');
  expect(seen(await teller.picture(), FIRST).state).toBe('blocked');
  await teller.passTo('2017-11-06T00:05:00Z');
  const inForce = await chapter('6 November 2017: it is released on the day, by itself');
  expect(seen(inForce, FIRST)).toMatchObject({ state: 'uploaded', uploadedGbcsVersion: '1.1' });
  expect(inForce.incidents).toMatchObject([{ state: 'resolved' }]);

  await teller.sleepTo('2018-03-07T10:00:00Z');
  list.say(2, { gbcs: '1.1' });
  list.say(7);
  await teller.put('cpl/cpl-20180307.csv', list.extract());
  const overlap = await chapter('March 2018: both versions go on in the overlap');
  expect(overlap.uploads.flatMap(({ findings }) => findings)).toEqual([]);
  expect(seen(overlap, 2)).toMatchObject({ uploadedGbcsVersion: '1.1' });
  expect(seen(overlap, 7)).toMatchObject({ uploadedGbcsVersion: '1.0' });

  await teller.sleepTo('2018-05-09T10:00:00Z');
  list.say(SECOND, { gbcs: '1.1' });
  await teller.put('cpl/cpl-20180509.csv', list.extract());
  const may = await chapter('9 May 2018: nothing is blocked');
  expect(inState(may, 'blocked')).toEqual([]);
  expect(may).toMatchObject({ openIncidents: 0 });
};
