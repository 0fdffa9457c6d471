import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeadLetter } from '../../../functions/adapters/sqs-queue-look.ts';
import { groupIdOf } from '../../../functions/operator/dead-letters/letter-groups.ts';
import type { QueueName, WhichLetters } from '../../../functions/operator/pipeline-access.ts';
import { servedPages } from '../../support/console-pages.ts';

const DESK = '/operations/dead-letters';
const REASON = 'Header is not a number';

const letterOf = (messageId: string, reason: string | null = REASON): DeadLetter => ({
  messageId,
  body: '<Header/>',
  reason,
  sentAt: `2026-11-02T09:00:${messageId}.000Z`,
});

/** What lies dead of srv-events; its acts end when the test says so. */
let letters: DeadLetter[];
let ended: PromiseWithResolvers<void>;
let pages: Awaited<ReturnType<typeof servedPages>>;
const GROUP = `${DESK}/srv-events/${groupIdOf(letterOf('00'))}`;

beforeEach(async () => {
  letters = [letterOf('11'), letterOf('12'), letterOf('13', null)];
  ended = Promise.withResolvers();
  const depths = async () => [{ queue: 'srv-events', visible: 0, inFlight: 0, deadLetters: letters.length }];
  const act = async (_queue: QueueName, { isChosen = () => true, onProgress }: WhichLetters = {}) => {
    const found = letters.length;
    const chosen = letters.filter(isChosen);
    for (const [index, letter] of chosen.entries()) {
      letters.splice(letters.indexOf(letter), 1);
      onProgress?.({ found, handled: index + 1 });
      if (index === 0) await ended.promise;
    }
    return { found, handled: chosen.length };
  };
  pages = await servedPages(
    {},
    {
      reached: {
        ports: { queueDepths: depths },
        deadLetters: async (queue) => (queue === 'srv-events' ? [...letters] : []),
        redrive: act,
        discard: act,
        discarded: async () => [],
      },
    },
  );
});
afterEach(() => pages.close());

const discard = (path: string, why = 'Sent again') => pages.act(path, { act: 'discard', why });

describe('the dead letters', () => {
  test('are shown by their reason, then one by one, each with what led there', async () => {
    expect(await pages.words(DESK)).toMatch(
      /3 dead letters: .* srv-events: 3 messages .* lane: none Nothing lies there/,
    );
    const group = await pages.words(GROUP);
    expect(group).toMatch(/Dead letters srv-events Header is not a number What they have in common Messages 2/);
    expect(group).toContain('its sender’s');
    expect(await pages.words(`${GROUP}/12`)).toMatch(/A message of srv-events.*Message 12 .*Discard this message/);
    const body = await pages.get(`${GROUP}/12/body`);
    expect([await body.text(), body.headers.get('content-disposition')]).toEqual([
      '<Header/>',
      'attachment; filename="12.txt"',
    ]);
  });

  test('that are gone are said to be so, of a reason and one by one; their bodies are not there', async () => {
    for (const path of [`${DESK}/srv-events/none`, `${GROUP}/none`])
      expect(await pages.words(path), path).toContain('The dead-letter queue of srv-events has no such message now');
    expect((await pages.get(`${GROUP}/none/body`)).status).toBe(404);
  });

  test('have no queue but the three: nothing is shown of another, and nothing done there', async () => {
    for (const path of ['mail', 'mail/g', 'mail/g/m', 'mail/g/m/body'])
      expect((await pages.get(`${DESK}/${path}`)).status, path).toBe(404);
    for (const act of ['redrive', 'discard'])
      expect(await pages.act(`${DESK}/mail`, { act, why: 'A test' })).toMatchObject({
        status: 400,
        said: 'There is no such queue',
      });
  });

  test('are discarded only with why', async () => {
    expect(await discard(GROUP, ' ')).toMatchObject({ status: 400, said: 'Enter why: it is kept with each message' });
    expect(letters).toHaveLength(3);
  });

  test.each([
    ['discard', 'discarded, and kept in the archive with your name and why.', '2 messages discarded A. Person'],
    ['redrive', 'moved back to srv-events. What is still wrong comes back.', '2 messages moved back to srv-events, '],
  ])('of a reason are gone when a %s is at its end', async (act, said, job) => {
    ended.resolve();
    const done = await pages.act(GROUP, { act, why: 'Sent again' });
    expect(done.said).toMatch(new RegExp(`^2 messages .*${said}$`));
    expect(await pages.words(DESK)).toContain(job);
    expect(letters.map(({ messageId }) => messageId)).toEqual(['13']);
  });

  test.each([
    ['discard', '2 messages of srv-events being discarded: this page follows it.', '1 of 2 discarded'],
    ['redrive', '2 messages being moved back to srv-events: this page follows it.', '1 of 2 moved back to srv-events'],
  ])('are followed by their page while a %s goes on, and others wait for its end', async (act, said, job) => {
    const begun = await pages.act(GROUP, { act, why: 'Sent again' });
    expect([begun.said, begun.words]).toEqual([said, expect.stringContaining(`going on ${job} A. Person`)]);
    expect((await discard(`${DESK}/srv-events`)).said).toMatch(/^Another act .* is not at its end/);
    ended.resolve();
    await expect.poll(() => pages.words(GROUP)).toContain('2 messages');
  });

  test('of an act that breaks off are not lost, and the page says how far it came', async () => {
    ended.promise.catch(() => undefined);
    const { said } = await discard(GROUP);
    expect(said).toContain('being discarded');
    ended.reject(new Error('S3 is away'));
    await expect
      .poll(() => pages.words(GROUP))
      .toContain('broken off 1 message discarded, then it failed: nothing is lost, do it again. A. Person');
  });
});
