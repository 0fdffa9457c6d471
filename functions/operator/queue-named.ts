import { QUEUE_NAMES, type QueueName } from './pipeline-access.ts';
import { WrongUse } from './wrong-use.ts';

/**
 * The queue of a name.
 *
 * @throws WrongUse for a name that no queue has.
 */
export function queueNamed(name: string | undefined): QueueName {
  const queue = QUEUE_NAMES.find((candidate) => candidate === name);
  if (queue === undefined) throw new WrongUse(`There is no queue ${name}: use ${QUEUE_NAMES.join(', ')}`);
  return queue;
}
