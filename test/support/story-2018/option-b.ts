import { expect } from 'vitest';
import { breached, theSummer, untilTheBlock } from './option-a.ts';
import {
  FIRST,
  REGISTER_KEY,
  REGISTER_OF_JUNE,
  SECOND,
  secasList,
  seen,
  SETTINGS_KEY,
  statesOf,
  type Tale,
  THIRD,
} from './facts.ts';

/** Option B (R17): after the Panel has met, 1.0 is sent in the place of 1.1, and corrected once the fix is there. */
export const optionB: Tale = async (teller, chapter) => {
  const list = secasList();
  await untilTheBlock(list, teller, chapter);
  await breached(teller, chapter, 2);

  await teller.sleepTo('2018-05-25T16:00:00Z');
  await teller.put(SETTINGS_KEY, '{"gbcsSubstitution":{"1.1":"1.0"}}');
  const substituted = await chapter('25 May 2018: what waits goes under 1.0, and is to be corrected');
  expect(statesOf(substituted)[20180509]).toBe('uploaded');
  for (const entry of [FIRST, SECOND])
    expect(seen(substituted, entry)).toMatchObject({
      state: 'uploaded',
      declaredGbcsVersion: '1.1',
      uploadedGbcsVersion: '1.0',
    });
  expect(substituted).toMatchObject({ correctionsOutstanding: 2, openIncidents: 0 });

  await teller.sleepTo('2018-05-30T10:00:00Z');
  list.say(THIRD, { gbcs: '1.1' });
  list.say(4, { gbcs: '1.1' });
  list.say(SECOND, { status: 'Withdrawn', removed: '2018-05-29' });
  await teller.put('cpl/cpl-20180530.csv', list.extract());
  const later = await chapter('30 May 2018: later entries go under 1.0 as well; a withdrawn one needs no correction');
  expect(statesOf(later)[20180530]).toBe('uploaded');
  expect(seen(later, THIRD)).toMatchObject({ declaredGbcsVersion: '1.1', uploadedGbcsVersion: '1.0' });
  expect(seen(later, SECOND)).toMatchObject({ state: 'removed' });
  expect(later).toMatchObject({ correctionsOutstanding: 3, openIncidents: 0 });

  await teller.sleepTo('2018-06-13T10:00:00Z');
  list.say(FIRST, { certificate: 'CPA-JUNE' });
  list.say(5, { gbcs: '1.1' });
  await teller.put('cpl/cpl-20180613.csv', list.extract());
  expect(await chapter('13 June 2018: one correction an entry')).toMatchObject({ correctionsOutstanding: 4 });

  await teller.sleepTo('2018-06-22T16:00:00Z');
  await teller.put(REGISTER_KEY, REGISTER_OF_JUNE);
  const fixed = await chapter('22 June 2018: the fix corrects by itself, with nobody submitting anything again');
  expect(fixed).toMatchObject({ correctionsOutstanding: 0, openIncidents: 0 });
  expect(seen(fixed, FIRST).history).toEqual([
    'cpl/cpl-20180509.csv added Active uploaded 1.1 1.0',
    'cpl/cpl-20180613.csv changed Active uploaded 1.1 1.0',
    'cpl/cpl-20180613.csv correction Active uploaded 1.1 1.1',
  ]);
  for (const entry of [FIRST, THIRD, 4, 5]) expect(seen(fixed, entry).uploadedGbcsVersion).toBe('1.1');

  await theSummer(list, teller, chapter);
};
