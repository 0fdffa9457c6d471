import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sqsDeadLetters } from '../../functions/adapters/sqs-dead-letters.ts';

let server: FauxqsServer;
let client: SQSClient;
let queueUrl: string;
beforeAll(async () => {
  server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new SQSClient({ endpoint, region: 'eu-west-2', credentials });
  await client.send(new CreateQueueCommand({ QueueName: 'dead-letters' }));
  queueUrl = `${endpoint}/000000000000/dead-letters`;
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

test.each([
  ['Not well-formed XML: unclosed tag', 'Not well-formed XML: unclosed tag'],
  ['value is \u0000\u0001', 'value is ??'],
  ['x'.repeat(2_000), 'x'.repeat(500)],
  ['', 'no reason given'],
])('a message is set aside as it is, with a reason that SQS takes', async (reason, kept) => {
  await sqsDeadLetters(client, queueUrl).send('<broken ü>', reason);
  const { Messages } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 1 }),
  );
  expect(Messages).toMatchObject([{ Body: '<broken ü>', MessageAttributes: { reason: { StringValue: kept } } }]);
});

test('the FIFO dead-letter queue takes it too, in the message group of the lane, to which it may be moved back', async () => {
  const Attributes = { FifoQueue: 'true' };
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'dead-letters.fifo', Attributes }));
  const url = queueUrl.replace('dead-letters', QueueUrl.split('/').at(-1) ?? '');
  await sqsDeadLetters(client, url).send('no command', 'not a command of the lane');
  const { Messages } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 1, MessageSystemAttributeNames: ['All'] }),
  );
  expect(Messages).toMatchObject([{ Body: 'no command', Attributes: { MessageGroupId: 'lane' } }]);
});
