import type { Invocation } from './invocation.ts';

/** What SQS does when an invocation has ended. */
export type Acknowledged = {
  /** The messages that are taken for worked off. */
  readonly done: ReadonlySet<string>;
  /** What is wrong with the answer. */
  readonly broken: readonly string[];
};

/**
 * What Lambda makes of the answer of a handler with `ReportBatchItemFailures`, as its guide says: no answer, or one
 * without failures, and all of the batch is worked off; one that cannot be read or names another message, and none is.
 * Such answers are noted as broken, and so is one by which SQS would hand over a FIFO group out of order.
 */
export function acknowledged({ ended, answer, work }: Invocation, isFifo: boolean): Acknowledged {
  const all = new Set(work.messages.map(({ messageId }) => messageId));
  if (ended !== 'done') return { done: new Set(), broken: [] };
  const failures = isFields(answer) ? answer['batchItemFailures'] : undefined;
  if (!Array.isArray(failures)) {
    const broken = [`The answer ${JSON.stringify(answer)} has no list of failures: SQS takes all for worked off`];
    return { done: answer === null || answer === undefined || isFields(answer) ? all : new Set(), broken };
  }
  const failed = new Set(
    failures.map((failure: unknown) => (isFields(failure) ? failure['itemIdentifier'] : undefined)),
  );
  const strange = [...failed].filter((id) => typeof id !== 'string' || !all.has(id));
  if (strange.length > 0)
    return {
      done: new Set(),
      broken: [`The answer names ${strange.join()}, which is not of its batch: all comes back`],
    };
  const done = new Set([...all].filter((id) => !failed.has(id)));
  if (!isFifo) return { done, broken: [] };
  const broken: string[] = [];
  for (const [group, messages] of Map.groupBy(work.messages, (message) => message.group)) {
    const first = messages.findIndex(({ messageId }) => failed.has(messageId));
    const overtaking = first < 0 ? [] : messages.slice(first).filter(({ messageId }) => done.has(messageId));
    for (const { messageId } of overtaking)
      broken.push(`${messageId} of the group ${group} is worked off before one that stands in front of it`);
  }
  return { done, broken };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
