import type { Calling } from './services.ts';
import type { QueueName, World } from './world.ts';

type Message = {
  readonly MessageBody: string;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
  readonly MessageAttributes?: { readonly reason?: { readonly StringValue: string } };
};
type OnQueue = { readonly QueueUrl: string; readonly Entries?: readonly (Message & { readonly Id: string })[] };

/** Reads a command's input. Only its shape matters: the real client has checked it by its types. */
function isOnQueue(input: unknown): input is OnQueue {
  return typeof input === 'object' && input !== null && 'QueueUrl' in input;
}
function isMessage(input: OnQueue): input is OnQueue & Message {
  return 'MessageBody' in input;
}

/** Carries out one command of SQS on the simulated queues. */
export async function sqs(
  world: World,
  call: Calling,
  action: string,
  input: unknown,
  senderId: string,
): Promise<unknown> {
  if (!isOnQueue(input)) throw new Error(`${action} is about no queue`);
  const { QueueUrl, Entries = [] } = input;
  const name = QueueUrl.replace(/\.fifo$/, '');
  if (!isQueue(name, world)) throw new Error(`There is no queue ${name}`);
  const take = (message: Message): void => taken(world, name, message, senderId);
  if (action === 'SendMessage' && isMessage(input)) return call(`${name}.SendMessage`, true, () => (take(input), {}));
  if (action !== 'SendMessageBatch') throw new Error(`The simulated SQS does not have ${action}`);
  return call(
    `${name}.SendMessageBatch`,
    true,
    (partly) => {
      for (const entry of partly ? Entries.filter((_, index) => index % 2 === 1) : Entries) take(entry);
      const failed = partly ? Entries.filter((_, index) => index % 2 === 0) : [];
      return { Failed: failed.map(({ Id }) => ({ Id, Message: 'not taken this time' })) };
    },
    Entries.length > 1,
  );
}

const isQueue = (name: string, { queues }: World): name is QueueName => name in queues;

function taken(world: World, name: QueueName, message: Message, senderId: string): void {
  const queue = world.queues[name];
  const { MessageBody: body, MessageGroupId: group, MessageDeduplicationId: id, MessageAttributes } = message;
  const reason = MessageAttributes?.reason?.StringValue;
  const isLate = world.faultRate > 0 && !queue.shape.fifo && world.choices.happens(0.1);
  const delayMs = isLate ? world.choices.below(120_000) : 0;
  queue.send(
    {
      body,
      senderId,
      ...(group === undefined ? {} : { group }),
      ...(id === undefined ? {} : { id }),
      ...(reason === undefined ? {} : { reason }),
    },
    world.now,
    delayMs,
  );
}
