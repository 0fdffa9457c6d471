import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { type Answering, simulatedClient } from '../support/simulated-client.ts';
import type { Mutation } from './functions.ts';
import type { Sandbox } from './invocation.ts';
import { type Item } from './expressions.ts';
import { tableRequest } from './simulated-tables.ts';
import type { QueueName, World } from './world.ts';

/** Makes the clients of one sandbox. */
export function simulatedClients(world: World, sandbox: () => Sandbox, mutation: Pick<Mutation, 'command' | 'answer'>) {
  const call: Calling = (where, isEffect, apply, divisible = false) =>
    world.call(sandbox(), { boundary: `${sandbox().name} ${where}`, isEffect, apply, divisible });
  return clientsThrough(world, call, mutation);
}

/** Clients whose every call to a service goes through `call`, which decides when and whether it is carried out. */
export function clientsThrough(
  world: World,
  call: Calling,
  { command, answer }: Pick<Mutation, 'command' | 'answer'> = {},
) {
  const through =
    (service: Service): Answering =>
    async (action, input) => {
      const answered = await service(world, call, action, command?.(action, input) ?? input);
      return answer?.(action, answered) ?? answered;
    };
  return {
    dynamo: simulatedClient<DynamoDBDocumentClient>(through(dynamo)),
    s3: simulatedClient<S3Client>(through(s3)),
    sqs: simulatedClient<SQSClient>(through(sqs)),
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

type Calling = (
  where: string,
  isEffect: boolean,
  apply: (partly: boolean) => unknown,
  divisible?: boolean,
) => Promise<unknown>;

const isTable = (name: string | undefined): name is keyof World['tables'] =>
  name === 'ledger' || name === 'devices' || name === 'device-models';
const isBucket = (name: string): name is keyof World['buckets'] =>
  name === 'inbox' || name === 'archive' || name === 'reports';

async function dynamo(world: World, call: Calling, action: string, input: unknown): Promise<unknown> {
  const request = tableRequest(input);
  const { RequestItems, Key = {}, Item, ConditionExpression, UpdateExpression = '' } = request;
  const name = request.TableName ?? Object.keys(RequestItems ?? {})[0];
  if (!isTable(name)) throw new Error(`There is no table ${name}`);
  const table = world.tables[name];
  const kind = name === 'ledger' ? ` ${kindOf(Item ?? Key)}` : '';
  switch (action) {
    case 'Get':
      return call(`${name}.Get`, false, () => ({ Item: table.get(Key) }));
    case 'Query':
      return call(`${name}.Query`, false, () => {
        table.catchUp(world.now);
        return { Items: table.query(request) };
      });
    case 'Scan':
      if ('FilterExpression' in request) throw new Error('The simulated DynamoDB does not have filters');
      return call(`${name}.Scan`, false, () => ({ Items: [...table.items.values()] }));
    case 'BatchGet': {
      const keys = RequestItems?.[name]?.Keys ?? [];
      return call(
        `${name}.BatchGet`,
        false,
        (partly) => batchOf(name, keys, partly, (key) => table.get(key)),
        keys.length > 1,
      );
    }
    case 'Put':
      return call(
        `${name}.Put${kind}`,
        true,
        () => table.put(Item ?? {}, ConditionExpression, request, world.now) ?? {},
      );
    case 'Update':
      return call(
        `${name}.Update`,
        true,
        () => table.update(Key, UpdateExpression, ConditionExpression, request, world.now) ?? {},
      );
    case 'Delete':
      return call(`${name}.Delete${kind}`, true, () => table.delete(Key, world.now) ?? {});
    default:
      throw new Error(`The simulated DynamoDB does not have ${action}`);
  }
}

/** The kind of a ledger item, by its partition; the state of the lane by whether it takes a decision or moves on. */
function kindOf(item: Item): string {
  const kind = String(item['pk']).split('#')[0] ?? '';
  return kind === 'MAIL' ? `MAIL ${String(item['state'])}` : kind;
}

function batchOf(name: string, keys: readonly Item[], partly: boolean, get: (key: Item) => Item | undefined) {
  const done = partly ? keys.slice(0, Math.ceil(keys.length / 2)) : keys;
  const rest = keys.slice(done.length);
  return {
    Responses: { [name]: done.flatMap((key) => get(key) ?? []) },
    UnprocessedKeys: rest.length === 0 ? {} : { [name]: { Keys: rest } },
  };
}

const OnObject = z.looseObject({
  Bucket: z.string(),
  Key: z.string(),
  VersionId: z.string().optional(),
  Range: z.string().optional(),
  Body: z.union([z.string(), z.instanceof(Uint8Array)]).optional(),
});

async function s3(world: World, call: Calling, action: string, input: unknown): Promise<unknown> {
  const { Bucket, Key, VersionId, Range, Body } = OnObject.parse(input);
  if (!isBucket(Bucket)) throw new Error(`There is no bucket ${Bucket}`);
  const bucket = world.buckets[Bucket];
  switch (action) {
    case 'GetObject':
      return call(`${Bucket}.GetObject`, false, () => bucket.get(Key, VersionId, Range));
    case 'HeadObject':
      return call(`${Bucket}.HeadObject`, false, () => bucket.head(Key, VersionId));
    case 'PutObject':
      return call(`${Bucket}.PutObject ${Key.split('/')[0]}`, true, () => ({
        VersionId: bucket.put(Key, Body ?? '', world.now),
      }));
    default:
      throw new Error(`The simulated S3 does not have ${action}`);
  }
}

const Message = z.looseObject({
  MessageBody: z.string(),
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
  MessageAttributes: z.looseObject({ reason: z.looseObject({ StringValue: z.string() }) }).optional(),
});
const OnQueue = z.looseObject({
  QueueUrl: z.string(),
  Entries: z.array(z.intersection(Message, z.looseObject({ Id: z.string() }))).optional(),
});

async function sqs(world: World, call: Calling, action: string, input: unknown): Promise<unknown> {
  const { QueueUrl, Entries = [] } = OnQueue.parse(input);
  const name = QueueUrl.replace(/\.fifo$/, '');
  const found = Object.entries(world.queues).find(([each]): boolean => each === name)?.[1];
  if (found === undefined) throw new Error(`There is no queue ${name}`);
  const take = (message: z.infer<typeof Message>): void => {
    const {
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: id,
      MessageAttributes: attributes,
    } = message;
    const reason = attributes?.reason.StringValue;
    const delayMs =
      world.faultRate > 0 && !found.shape.fifo && world.choices.happens(0.1) ? world.choices.below(120_000) : 0;
    found.send(
      {
        body,
        ...(group === undefined ? {} : { group }),
        ...(id === undefined ? {} : { id }),
        ...(reason === undefined ? {} : { reason }),
      },
      world.now,
      delayMs,
    );
  };
  if (action === 'SendMessage') return call(`${name}.SendMessage`, true, () => (take(Message.parse(input)), {}));
  if (action !== 'SendMessageBatch') throw new Error(`The simulated SQS does not have ${action}`);
  return call(
    `${name}.SendMessageBatch`,
    true,
    (partly) => {
      const taken = partly ? Entries.filter((_, index) => index % 2 === 1) : Entries;
      for (const entry of taken) take(entry);
      const failed = partly ? Entries.filter((_, index) => index % 2 === 0) : [];
      return { Failed: failed.map(({ Id }) => ({ Id, Message: 'not taken this time' })) };
    },
    Entries.length > 1,
  );
}

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
