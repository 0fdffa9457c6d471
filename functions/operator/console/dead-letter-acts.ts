import type { DeadLetter } from '../../adapters/sqs-queue-look.ts';
import { counted } from '../../email/words.ts';
import { groupIdOf } from '../dead-letters/letter-groups.ts';
import { QUEUE_NAMES, type QueueName } from '../pipeline-access.ts';
import { WrongUse } from '../wrong-use.ts';
import type { Act, Done, Look } from './page.ts';

/** The queue that an address names. */
export function queueOf({ of }: Pick<Look, 'of'>): QueueName | undefined {
  return QUEUE_NAMES.find((name) => name === of['queue']);
}

/** The messages that the address leaves open: all of a queue, those of a reason, or one. */
export function isMeant({ of: { group, message } }: Pick<Look, 'of'>): (letter: DeadLetter) => boolean {
  return (letter) =>
    (group === undefined || groupIdOf(letter) === group) && (message === undefined || letter.messageId === message);
}

/** How the messages that an address means are said in a sentence, and how many they are. */
async function meantBy(act: Act): Promise<{ readonly queue: QueueName; readonly which: string; readonly of: number }> {
  const queue = queueOf(act);
  if (queue === undefined) throw new WrongUse('There is no such queue');
  const of = (await act.desk.letters(queue)).filter(isMeant(act)).length;
  const { group, message } = act.of;
  const which = message !== undefined ? 'one message' : group !== undefined ? 'those of one reason' : 'all';
  return { queue, which, of };
}

/** Moves the messages that an address means back to their queue. */
export async function redrive(act: Act): Promise<Done> {
  const { queue, which, of } = await meantBy(act);
  const job = await act.desk.begin(queue, { act: 'redrive', which, of, by: act.field('name'), isChosen: isMeant(act) });
  if (job.state === 'running')
    return { said: `${counted(job.of, 'message')} being moved back to ${queue}: this page follows it.` };
  return {
    said: `${counted(job.handled, 'message')} moved back to ${queue}. What is still wrong comes back.`,
  };
}

/** Takes the messages that an address means away, each kept with who and why. */
export async function discard(act: Act): Promise<Done> {
  const why = act.field('why');
  if (why === '') throw new WrongUse('Enter why: it is kept with each message');
  const { queue, which, of } = await meantBy(act);
  const by = act.field('name');
  const job = await act.desk.begin(queue, { act: 'discard', which, of, by, why, isChosen: isMeant(act) });
  if (job.state === 'running')
    return { said: `${counted(job.of, 'message')} of ${queue} being discarded: this page follows it.` };
  return {
    said: `${counted(job.handled, 'message')} of ${queue} discarded, and kept in the archive with your name and why.`,
  };
}
