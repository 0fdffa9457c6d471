import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqsDspUpdates } from '../../functions/adapters/sqs-dsp-updates.ts';
import { DspChange } from '../../functions/contracts/dsp-change.ts';
import { queueUrl } from '../simulation/services.ts';
import { steadyServices } from '../simulation/steady.ts';
import { type ContractQueues, contractQueues, SERVICES } from '../support/contract-services.ts';
import { cplEntry, dspChange } from '../support/cpl-entries.ts';

type DspUpdates = ReturnType<typeof sqsDspUpdates> & { readonly received: () => Promise<DspChange[]> };

let queues: ContractQueues;
beforeAll(async () => {
  queues = await contractQueues();
});
afterAll(() => queues.stop());

async function onService(): Promise<DspUpdates> {
  const { client } = queues;
  const QueueUrl = await queues.createQueue('fifo');
  return {
    ...sqsDspUpdates(client, QueueUrl),
    async received() {
      const bodies: string[] = [];
      for (;;) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
        );
        if (Messages.length === 0) return bodies.map(read);
        for (const { Body = '', ReceiptHandle } of Messages) {
          bodies.push(Body);
          await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
    },
  };
}

async function simulated(): Promise<DspUpdates> {
  const { sqs, world } = steadyServices();
  const { messages } = world.queues['dsp-updates'];
  return {
    ...sqsDspUpdates(sqs, queueUrl('dsp-updates')),
    received: async () => messages.splice(0).map(({ body }) => read(body)),
  };
}

const read = (body: string): DspChange => DspChange.parse(JSON.parse(body));
const numbers = Array.from({ length: 25 }, (_, number) => number + 1);

describe.each([
  ['the simulated dsp-updates queue', simulated],
  [`the dsp-updates queue on ${SERVICES}`, onService],
])('%s', (_, make) => {
  test('takes every change once, those of one Device Model in their order, also when they are sent again', async () => {
    const updates = await make();
    const changes = numbers.map((number) => dspChange(number, cplEntry({ modelIdentifier: `000${number % 3}` })));
    await updates.send(changes);
    await updates.send(changes.slice(0, 7));
    const received = await updates.received();
    expect(received).toHaveLength(changes.length);
    for (const ofModel of Map.groupBy(received, ({ entry }) => entry.modelIdentifier).values()) {
      const orders = ofModel.map(({ order }) => order);
      expect(orders).toEqual(orders.toSorted());
    }
  });

  test('takes what a sender may write: every character that UTF-8 has', async () => {
    const updates = await make();
    const change = dspChange(1, cplEntry({ manufacturerImageHash: 'Žluť \uFFFE\uFFFF \u0085 👩‍👧 "\r\n\t' }));
    await updates.send([change]);
    expect(await updates.received()).toEqual([change]);
  });

  test('takes changes that are together larger than one request may be', async () => {
    const updates = await make();
    const changes = numbers.map((number) => dspChange(number, cplEntry({ manufacturerImageHash: '€'.repeat(10_000) })));
    await updates.send(changes);
    expect(await updates.received()).toHaveLength(changes.length);
  });
});
