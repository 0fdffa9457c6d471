import { describe, expect, test } from 'vitest';
import { waitingLine } from '../support/cpl-entries.ts';
import { type Death, MortalProcess } from '../support/mortal.ts';
import { watchWorld } from '../support/watch-world.ts';

/** The synthetic lines are published at this instant. */
const PUBLISHED = '2026-11-02T09:00:00.000Z';
const DAY = 24 * 3600;
/** Seconds between two runs. */
const RUNS_EVERY = 900;

/** A watch over two breaches, whose process can be ended at each of its writes and mails. */
async function mortalWatch() {
  const here = watchWorld(PUBLISHED);
  for (const number of [1, 2]) await here.ledger.put('waitingLines', waitingLine(number));
  here.clock.advance(DAY);
  const life = new MortalProcess();
  life.takes(here.ledger, 'put', 'putIf', 'remove', 'replace');
  life.takes(here.archive, 'put');
  life.takes(here.mailer, 'send');
  return { here, life };
}

/** Writes and mails of a run that reports; counted by a test. */
const STEPS = 10;
const DEATHS = Array.from({ length: STEPS }, (_, index): Death[] => [
  { step: index + 1, when: 'before' },
  { step: index + 1, when: 'after' },
]).flat();

describe('the news of the watch', () => {
  test('is kept, decided, noted, handed over, seen to, claimed, sent, confirmed and done', async () => {
    const { here, life } = await mortalWatch();
    await here.watch();
    expect(life.steps).toBe(STEPS);
    await here.watch();
    expect(life.steps, 'no news is no write').toBe(STEPS);
  });

  test.each(DEATHS)(
    'stands in one mail, and loses no fact, when a run dies $when step $step and there is another breach at the next',
    async (death) => {
      const { here, life } = await mortalWatch();
      life.live(death);
      await here.watch();
      life.live();
      await here.ledger.put('waitingLines', waitingLine(3));
      for (let run = 0; run < 3; run += 1) {
        here.clock.advance(RUNS_EVERY);
        await here.watch();
      }
      const { sent } = here.mailer;
      for (const copies of Map.groupBy(sent, ({ mailId }) => mailId).values()) {
        expect(new Set(copies.map(({ text }) => text)).size).toBe(1);
      }
      for (const { order, entry } of [1, 2, 3].map((number) => waitingLine(number))) {
        const mails = sent.filter(({ text }) => text.includes(`deadline/${order}/${entry.entryKey}`));
        expect([...new Set(mails.map(({ mailId }) => mailId))]).toHaveLength(1);
      }
      expect(await here.ledger.list('deferredMails')).toEqual([]);
    },
  );

  test('is reported by one of two runs at the same time, though they see other facts', async () => {
    const { here } = await mortalWatch();
    const isKept = Promise.withResolvers<void>();
    const { archive } = here;
    const put = async (...of: Parameters<typeof archive.put>) => {
      await isKept.promise;
      return archive.put(...of);
    };
    const slow = here.watch({ archive: { read: (...of) => archive.read(...of), put } });
    await here.ledger.put('waitingLines', waitingLine(3));
    expect(await here.run()).toMatchObject({ news: 3 });
    isKept.resolve();
    expect((await slow).fault?.message).toContain('The news moved on');
    expect(await here.run()).toMatchObject({ news: 0 });
    expect(here.mailer.sent).toHaveLength(1);
  });

  test('goes out although the log of another mail cannot be read', async () => {
    const { here } = await mortalWatch();
    const lost = { mailId: 'LOST', effectsKey: 'changesets/lost', offset: 0, deferredAt: PUBLISHED, attempts: 0 };
    await here.ledger.put('deferredMails', { ...lost, reason: 'Throttled' });
    const { fault } = await here.watch();
    expect(here.mailer.sent).toHaveLength(1);
    expect(fault?.message).toContain('LOST (tried 1 time: Error: No object changesets/lost)');
  });
});
