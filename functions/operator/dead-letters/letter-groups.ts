import { createHash } from 'node:crypto';
import type { DeadLetter } from '../../adapters/sqs-queue-look.ts';

/** Dead letters with one reason. */
export type LetterGroup = {
  /** A part of an address that stays the same while messages come and go. */
  readonly id: string;
  /** The reason, with an ellipsis for what differs from message to message. */
  readonly reason: string;
  readonly letters: readonly DeadLetter[];
  /** The oldest of them. */
  readonly first: DeadLetter;
  /** When its queue took the first and the last of them, ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
};

/** What is said where a function gave no reason: SQS gave the message up. */
export const NO_REASON = 'Given up after its last attempt, with no reason given';

/** What differs between messages of one reason: instants, quoted values, identifiers, numbers, the event in words. */
const VARIABLE =
  /\b\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?|'[^']*'|"[^"]*"|\b(?:[0-9A-Fa-f]{2}-){7}[0-9A-Fa-f]{2}\b|\b[0-9A-Fa-f]{16,}\b|\b\d+(?:\.\d+)?\b/g;
const EVENT_IN_WORDS = /(\. (?:It says|The first says)) .*$/s;

/** The reason of a message as its group has it. */
export function groupReason(reason: string | null): string {
  const same = (reason ?? NO_REASON).replace(EVENT_IN_WORDS, '$1 …').replaceAll(VARIABLE, '…');
  // A list of what is allowed says no more than one of it.
  return same.replaceAll(/…(?:[|, ]+…)+/g, '…');
}

/** The id of the group that a message belongs to. */
export function groupIdOf({ reason }: Pick<DeadLetter, 'reason'>): string {
  return createHash('sha256').update(groupReason(reason)).digest('hex').slice(0, 12);
}

/** Dead letters by their reason, the largest group first; in each the oldest message first. */
export function letterGroups(letters: readonly DeadLetter[]): readonly LetterGroup[] {
  const groups = Map.groupBy(letters, groupIdOf);
  return [...groups]
    .flatMap(([id, those]): LetterGroup[] => {
      const letters = those.toSorted((a, b) => (a.sentAt < b.sentAt ? -1 : 1));
      const [first, last] = [letters[0], letters.at(-1)];
      return first === undefined || last === undefined
        ? []
        : [{ id, reason: groupReason(first.reason), letters, first, firstAt: first.sentAt, lastAt: last.sentAt }];
    })
    .toSorted((a, b) => b.letters.length - a.letters.length || (a.firstAt < b.firstAt ? -1 : 1));
}
