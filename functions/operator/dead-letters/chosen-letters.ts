import type { GivenOptions } from '../command.ts';
import type { WhichLetters } from '../pipeline-access.ts';
import { WrongUse } from '../wrong-use.ts';
import { NO_REASON } from './letter-groups.ts';

/** Messages after which the CLI says again how far it is. */
const REPORTED_EACH = 100;

/**
 * The dead letters that the options of a command choose: those whose reason has a text in it, or the one of an id; all
 * where neither is given.
 *
 * @throws WrongUse where both are given, or one of them is empty.
 */
export function chosenLetters({ reason, message }: Pick<GivenOptions, 'reason' | 'message'>): WhichLetters {
  if (reason !== undefined && message !== undefined)
    throw new WrongUse('Choose by --reason or by --message, not by both');
  if (reason?.trim() === '' || message?.trim() === '') throw new WrongUse('Give --reason a text, or --message an id');
  if (message !== undefined) return { isChosen: ({ messageId }) => messageId === message };
  if (reason === undefined) return {};
  const wanted = reason.toLowerCase();
  return { isChosen: (letter) => (letter.reason ?? NO_REASON).toLowerCase().includes(wanted) };
}

/** Says after each few messages how many something was done with: `200 of 430 moved back`. */
export function eachFew(progress: (text: string) => void, done: string): NonNullable<WhichLetters['onProgress']> {
  let said = 0;
  return ({ found, handled }) => {
    if (handled < said + REPORTED_EACH) return;
    said = handled;
    progress(`${handled} of ${found} ${done}`);
  };
}
