import type { FunctionName } from '../../functions/contracts/environment.ts';
import type { SimulatedMessage, SimulatedQueue } from './simulated-queue.ts';
import type { QueueName, World } from './world.ts';

/** Which function works off which queue, how much at once, and how many copies of it there may be. */
export const SOURCES = [
  { queue: 'lane', worker: 'intake', batch: 1, copies: 2 },
  { queue: 'dsp-updates', worker: 'dsp-ingestion', batch: 10, copies: 3 },
  { queue: 'srv-events', worker: 'srv-events', batch: 10, copies: 3 },
] as const satisfies readonly { queue: QueueName; worker: FunctionName; batch: number; copies: number }[];

/** Each dead-letter queue, and the queue it is of. */
export const DEAD = [
  ['lane-dead', 'lane'],
  ['dsp-updates-dead', 'dsp-updates'],
  ['srv-events-dead', 'srv-events'],
] as const satisfies readonly (readonly [QueueName, QueueName])[];

/**
 * Hands over messages of a queue, not always the oldest of a standard one, and now and then to two at once; those that
 * were handed over too often become dead letters instead.
 */
export function received(world: World, queue: SimulatedQueue, most: number): SimulatedMessage[] {
  const { now, queues, tally, calm, choices } = world;
  const visible = queue.visible(now);
  const { maxReceives = Infinity, deadLetters = '', fifo, visibilityMs } = queue.shape;
  const spent = visible.filter(({ receives }) => receives >= maxReceives);
  if (spent.length > 0) {
    tally.happened(`dead letters of ${queue.shape.name}`);
    queue.delete(new Set(spent.map(({ messageId }) => messageId)));
    for (const [name, dead] of Object.entries(queues)) {
      if (name !== deadLetters) continue;
      for (const { body, group, messageId, senderId } of spent)
        dead.send({ body, group: group ?? 'none', id: messageId, senderId }, now);
    }
    return [];
  }
  const first = fifo || calm ? 0 : choices.below(visible.length);
  if (first > 0) tally.happened(`out of order from ${queue.shape.name}`);
  const count = calm ? most : 1 + choices.below(Math.min(most, visible.length));
  const messages = [...visible.slice(first), ...visible.slice(0, first)].slice(0, count);
  for (const message of messages) {
    message.receives += 1;
    if (message.receives > 1) tally.happened(`received again from ${queue.shape.name}`);
    const twice = !fifo && !calm && choices.happens(0.05);
    if (twice) tally.happened(`received by two at once from ${queue.shape.name}`);
    message.visibleAt = twice ? now : now + visibilityMs;
  }
  return messages;
}

/** Dead letters that may succeed when they are handed over once more: those without a reason. */
export function redrivable(world: World, dead: QueueName): SimulatedMessage[] {
  return world.queues[dead].messages.filter(({ reason }) => reason === undefined);
}

/** An operator puts dead letters back where they came from, behind whatever came since. */
export function redrive(world: World, dead: QueueName, queue: QueueName): void {
  const messages = redrivable(world, dead);
  world.note(`an operator puts ${messages.length} dead letters back into ${queue}`);
  world.tally.happened(`dead letters put back into ${queue}`);
  for (const { body, group, messageId } of messages) {
    world.queues[queue].send({ body, group: group ?? 'none', id: `redrive-${messageId}` }, world.now);
  }
  world.queues[dead].delete(new Set(messages.map(({ messageId }) => messageId)));
}
