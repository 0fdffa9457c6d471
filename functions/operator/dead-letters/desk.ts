import type { Handled } from '../../adapters/sqs-dead-letter-acts.ts';
import type { DeadLetter } from '../../adapters/sqs-queue-look.ts';
import type { PipelineAccess, QueueName, WhichLetters } from '../pipeline-access.ts';
import { WrongUse } from '../wrong-use.ts';
import { redriveLetters } from './redrive-letters.ts';

/** Messages that are read at one time to be shown. */
const MOST_SHOWN = 1000;
/** For how long the messages are taken as they were read last, in milliseconds: reading hides them from others. */
const KEPT_MS = 5_000;
/** For how long the person who began something waits for its end, before the page follows it, in milliseconds. */
const END_MS = 2_000;

/** Something that is done with the dead letters of a queue, as far as it is. */
export type DeskJob = {
  /** Later acts have higher ones. */
  readonly id: number;
  readonly act: 'redrive' | 'discard';
  /** Which messages, in words: `all messages`. */
  readonly which: string;
  readonly by: string;
  readonly beganAt: string;
  /** How many it is about, as far as is known. */
  readonly of: number;
  readonly handled: number;
  /** `settling`: all are moved, and it is waited for what comes back. */
  readonly state: 'running' | 'settling' | 'done' | 'failed';
  /** How many of those that were moved are dead again, and how many are not worked off yet. */
  readonly cameBack: number;
  readonly waiting: number;
};

/** What a person asks for. */
export type DeskOrder = Pick<WhichLetters, 'isChosen'> &
  Pick<DeskJob, 'which' | 'by' | 'of'> &
  ({ readonly act: 'redrive' } | { readonly act: 'discard'; readonly why: string });

/**
 * The dead letters as a console shows them: read at most every few seconds, and one act at a time on those of a queue, which
 * goes on while pages follow it. It lives as long as the console; an act that ends with it has lost nothing.
 */
export function deadLetterDesk(
  access: Pick<PipelineAccess, 'deadLetters' | 'redrive' | 'discard' | 'ports' | 'patience'>,
  endMs = END_MS,
) {
  const looks = new Map<QueueName, { readonly at: number; readonly letters: Promise<readonly DeadLetter[]> }>();
  const jobs = new Map<QueueName, DeskJob>();
  let revision = 0;

  function note(queue: QueueName, job: DeskJob): void {
    // What is waited for after an act says nothing more once another one began.
    if ((jobs.get(queue)?.id ?? 0) > job.id) return;
    jobs.set(queue, job);
    revision += 1;
  }

  const isBusy = (queue: QueueName): boolean => jobs.get(queue)?.state === 'running';

  function letters(queue: QueueName): Promise<readonly DeadLetter[]> {
    const last = looks.get(queue);
    if (last !== undefined && (isBusy(queue) || performance.now() - last.at < KEPT_MS)) return last.letters;
    if (isBusy(queue)) return Promise.resolve([]);
    const read = access.deadLetters(queue, MOST_SHOWN);
    // One that failed is read again at once.
    read.catch(() => looks.delete(queue));
    looks.set(queue, { at: performance.now(), letters: read });
    return read;
  }

  /** @throws WrongUse while something else is done with the messages of this queue. */
  async function begin(queue: QueueName, order: DeskOrder): Promise<DeskJob> {
    const beganAt = await access.ports.now();
    if (isBusy(queue)) throw new WrongUse(`Another act on the dead letters of ${queue} is not at its end: wait for it`);
    const { act, which, by, of, isChosen } = order;
    const id = (jobs.get(queue)?.id ?? 0) + 1;
    const before = { handled: 0, state: 'running', cameBack: 0, waiting: 0 } as const;
    const began: DeskJob = { id, act, which, by, of, beganAt, ...before };
    note(queue, began);
    // A read that is on its way has the messages hidden until its end.
    await looks.get(queue)?.letters.catch(() => undefined);
    const chosen: WhichLetters = {
      ...(isChosen === undefined ? {} : { isChosen }),
      onProgress: ({ handled }) => note(queue, { ...began, of: Math.max(of, handled), handled }),
    };
    const handled = new Promise<void>((resolve, reject) => {
      carryOut(queue, order, { began, chosen, onHandled: resolve }).catch((fault: unknown) => {
        note(queue, { ...began, ...jobs.get(queue), id: began.id, state: 'failed' });
        looks.delete(queue);
        reject(fault);
      });
    });
    // A person who no longer waits sees on the page that it failed.
    handled.catch((fault: unknown) => console.error(fault));
    await Promise.race([handled, new Promise((resolve) => setTimeout(resolve, endMs))]);
    return jobs.get(queue) ?? began;
  }

  async function carryOut(
    queue: QueueName,
    order: DeskOrder,
    { began, chosen, onHandled }: { began: DeskJob; chosen: WhichLetters; onHandled: () => void },
  ): Promise<void> {
    if (order.act === 'discard') {
      const { by, why } = order;
      const { handled } = await access.discard(queue, { ...chosen, by, why });
      looks.delete(queue);
      note(queue, { ...began, of: handled, handled, state: 'done' });
      return onHandled();
    }
    const onMoved = ({ handled: moved }: Handled): void => {
      looks.delete(queue);
      note(queue, { ...began, of: moved, handled: moved, state: 'settling' });
      onHandled();
    };
    const { handled, cameBack, waiting } = await redriveLetters(access, queue, chosen, onMoved);
    looks.delete(queue);
    note(queue, { ...began, of: handled, handled, state: 'done', cameBack, waiting });
  }

  return {
    /** The first of the messages that lie there, as they were read within the last seconds. */
    letters,
    /** What is done with those of a queue, or was done last. */
    job: (queue: QueueName): DeskJob | undefined => jobs.get(queue),
    /** Begins an act, and waits a moment for its end. */
    begin,
    /** Another one when something went on. */
    revision: (): string => String(revision),
  };
}

export type DeadLetterDesk = ReturnType<typeof deadLetterDesk>;
