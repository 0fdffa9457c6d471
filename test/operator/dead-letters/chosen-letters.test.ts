import { describe, expect, test } from 'vitest';
import type { DeadLetter } from '../../../functions/adapters/sqs-queue-look.ts';
import { discard } from '../../../functions/operator/commands/discard.ts';
import { redrive } from '../../../functions/operator/commands/redrive.ts';
import { eachFew } from '../../../functions/operator/dead-letters/chosen-letters.ts';
import { redriveLetters } from '../../../functions/operator/dead-letters/redrive-letters.ts';
import type { QueueName, WhichLetters } from '../../../functions/operator/pipeline-access.ts';
import { fakePipeline } from '../../support/fake-pipeline.ts';
import { PATIENCE_MS } from '../../support/patience.ts';

const letterOf = (messageId: string, reason: string | null): DeadLetter => ({
  messageId,
  body: '',
  reason,
  sentAt: '',
});
const LETTERS = [letterOf('a', 'Not well-formed JSON'), letterOf('b', 'Header has no id'), letterOf('c', null)];

describe('dead letters are chosen', () => {
  /** The messages that a command does something with. */
  async function chosenBy(options: { reason?: string; message?: string; all?: true; why?: string }): Promise<string[]> {
    const chosen: string[] = [];
    const act = async (_queue: QueueName, { isChosen = () => true }: WhichLetters = {}) => {
      chosen.push(...LETTERS.filter(isChosen).map(({ messageId }) => messageId));
      return { found: LETTERS.length, handled: 0 };
    };
    const command = options.why === undefined ? redrive : discard;
    await fakePipeline({}, { reached: { redrive: act, discard: act } }).run(command, ['lane'], options);
    return chosen;
  }

  test.each([
    [{}, ['a', 'b', 'c']],
    [{ reason: 'WELL-formed' }, ['a']],
    [{ reason: 'no reason given' }, ['c']],
    [{ message: 'b' }, ['b']],
    [{ message: 'B' }, []],
    [{ all: true, why: 'Sent again' } as const, ['a', 'b', 'c']],
    [{ reason: 'header', why: 'Sent again' }, ['b']],
  ])('by %j', async (options, ids) => {
    expect(await chosenBy(options)).toEqual(ids);
  });

  test.each([
    [{ reason: 'x', message: 'b' }, 'Choose by --reason or by --message, not by both'],
    [{ message: ' ' }, 'Give --reason a text, or --message an id'],
  ])('not by %j', async (options, sentence) => {
    await expect(chosenBy(options)).rejects.toThrow(sentence);
  });
});

test('nothing is discarded where no message is chosen, and that is said', async () => {
  const { text } = await fakePipeline({}, { reached: { discard: async () => ({ found: 3, handled: 0 }) } }).run(
    discard,
    ['lane'],
    { message: 'none', why: 'Sent again' },
  );
  expect(text).toBe('No such message lies in the dead-letter queue of lane');
});

test('how far it is is said after each hundred messages', () => {
  const said: string[] = [];
  const progress = eachFew((text) => void said.push(text), 'discarded');
  for (let handled = 1; handled <= 250; handled += 1) progress({ found: 430, handled });
  expect(said).toEqual(['100 of 430 discarded', '200 of 430 discarded']);
});

describe('what becomes of messages that are moved back', () => {
  /** Moves two of three messages; each look at the queue finds the next depth, the last one again and again. */
  async function movedBack(
    handled: number,
    ms: number,
    ...depths: readonly (readonly [waiting: number, dead: number])[]
  ) {
    let looks = 0;
    const { access } = fakePipeline(
      {},
      {
        reached: {
          patience: { ms, everyMs: 0 },
          redrive: async () => ({ found: 3, handled }),
          ports: {
            queueDepths: async () => {
              const [visible = 0, deadLetters = 0] = depths[Math.min(looks, depths.length - 1)] ?? [];
              looks += 1;
              return [{ queue: 'lane', visible, inFlight: 0, deadLetters }];
            },
          },
        },
      },
    );
    const { cameBack, waiting } = await redriveLetters(access, 'lane', {});
    return { cameBack, waiting, looks };
  }

  test('is known once the queue was empty at two looks in a row', async () => {
    expect(await movedBack(2, PATIENCE_MS, [2, 1], [0, 1], [1, 1], [0, 2], [0, 2])).toEqual({
      cameBack: 1,
      waiting: 0,
      looks: 5,
    });
  });

  test('is not waited for without end, nor where nothing was moved', async () => {
    expect(await movedBack(2, 20, [2, 1])).toMatchObject({ cameBack: 0, waiting: 2 });
    expect(await movedBack(0, 20, [2, 1])).toEqual({ cameBack: 0, waiting: 0, looks: 0 });
  });
});
