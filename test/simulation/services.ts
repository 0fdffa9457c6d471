import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { A_PERSON, senderOf } from '../support/lane-senders.ts';
import { type Answering, simulatedClient } from '../support/simulated-client.ts';
import { s3 } from './bucket-calls.ts';
import type { Mutation } from './functions.ts';
import type { Sandbox } from './invocation.ts';
import { sqs } from './queue-calls.ts';
import { dynamo } from './table-calls.ts';
import type { QueueName, World } from './world.ts';

/** Makes the clients of one sandbox. */
export function simulatedClients(world: World, sandbox: () => Sandbox, mutation: Pick<Mutation, 'command' | 'answer'>) {
  const call: Calling = (where, isEffect, apply, divisible = false, input?) =>
    world.call(sandbox(), { boundary: `${sandbox().name} ${where}`, isEffect, apply, divisible, input });
  return clientsThrough(world, call, mutation, () => senderOf(sandbox().name));
}

/** Clients whose every call to a service goes through `call`, which decides when and whether it is carried out. */
export function clientsThrough(
  world: World,
  call: Calling,
  { command, answer }: Pick<Mutation, 'command' | 'answer'> = {},
  sender = () => A_PERSON,
) {
  const through =
    (service: Service): Answering =>
    async (action, given) => {
      const input = command?.(action, given) ?? given;
      const calling: Calling = (where, isEffect, apply, divisible) => call(where, isEffect, apply, divisible, input);
      const answered = await service(world, calling, action, input);
      return answer?.(action, answered) ?? answered;
    };
  return {
    dynamo: simulatedClient<DynamoDBDocumentClient>(through(dynamo)),
    s3: simulatedClient<S3Client>(through(s3)),
    sqs: simulatedClient<SQSClient>(through((...given) => sqs(...given, sender()))),
    ses: simulatedClient<SESv2Client>((_, input) => {
      const { Content, mailId } = mailOf(input);
      return call('ses.SendEmail', true, () => {
        world.sent.push({ mailId, subject: Content.Simple.Subject.Data, text: Content.Simple.Body.Text.Data });
        return { MessageId: `mail-${world.sent.length}` };
      });
    }),
  };
}

type Service = (world: World, call: Calling, action: string, input: unknown) => Promise<unknown>;

/** Makes one call to a service: where it is, whether it changes something, what it does, and whether it can be done in part. */
export type Calling = (
  where: string,
  isEffect: boolean,
  apply: (partly: boolean) => unknown,
  divisible?: boolean,
  input?: unknown,
) => Promise<unknown>;

const Text = z.looseObject({ Data: z.string() });
const OnMail = z.looseObject({
  Content: z.looseObject({
    Simple: z.looseObject({
      Subject: Text,
      Body: z.looseObject({ Text }),
      Headers: z.array(z.object({ Name: z.string(), Value: z.string() })),
    }),
  }),
});

function mailOf(input: unknown) {
  const mail = OnMail.parse(input);
  const { Headers } = mail.Content.Simple;
  return { ...mail, mailId: Headers.find(({ Name }) => Name === 'X-Mail-Id')?.Value ?? '' };
}

/** The name of each queue as a URL, as the functions are given it. */
export const queueUrl = (name: QueueName): string => (name.startsWith('srv-events') ? name : `${name}.fifo`);
