import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { buildApp } from 'fauxqs';
import * as z from 'zod';
import { queueNeeds } from '../access/needs.ts';
import type { RunCredentials } from '../access/run-credentials.ts';
import { targetAction } from '../meter.ts';
import type { Topology } from '../template/topology.ts';
import type { Guard } from './guard.ts';
import { bodyOf, serviceError } from './http-service.ts';
import { MessageSenders, senderId } from './message-senders.ts';

const AMZ_JSON = 'application/x-amz-json-1.0';
/** Header of a receive that is counted only if it finds something. */
const COUNTED_IF_FOUND = 'x-counted-if-found';
/** More than SQS and SNS take: what is too long for them, they say themselves. */
const MOST_BYTES = 4 * 1024 * 1024;
/** What SQS calls its errors for clients of its older protocol, which the SDK still goes by. */
const QUERY_NAMES: ReadonlyMap<string, string> = new Map([
  ['AccessDeniedException', 'AccessDenied'],
  ['MissingAuthenticationTokenException', 'MissingAuthenticationToken'],
  ['UnrecognizedClientException', 'InvalidClientTokenId'],
  ['InvalidSignatureException', 'SignatureDoesNotMatch'],
]);
const TOPICS = { action: 'sns:Publish', resource: '*' };
/** A request in the form of a query, as SNS takes it. */
const Form = z.object({ Action: z.string() });
const Found = z.object({ Messages: z.array(z.unknown()).min(1) });

const LongPoll = z.looseObject({ WaitTimeSeconds: z.number() });

const Depths = z.array(
  z.object({
    name: z.string(),
    approximateMessageCount: z.number(),
    approximateInflightCount: z.number(),
    approximateDelayedCount: z.number(),
  }),
);

const Message = z.object({
  messageId: z.string(),
  sentTimestamp: z.number(),
  messageGroupId: z.string().optional(),
  delayUntil: z.number().optional(),
});

const Contents = z.object({
  messages: z.object({
    ready: z.array(Message),
    delayed: z.array(Message),
    inflight: z.array(z.object({ message: Message, receiptHandle: z.string(), visibilityDeadline: z.number() })),
  }),
});

/** Messages of a queue by state. */
export type QueueContents = z.infer<typeof Contents>['messages'];

/** How many messages a queue holds: ready, handed out, and delayed. */
export type QueueDepth = {
  readonly name: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
};

/** SQS and SNS on one machine. */
export type QueueEmulator = {
  readonly endpoint: string;
  /** Calls an SQS action in the JSON protocol, without a socket; on demand a receive counts only if it finds something. */
  readonly call: (action: string, body: object, caller: string, countedIfFound?: boolean) => Promise<unknown>;
  readonly queueUrl: (name: string) => string;
  readonly depths: () => Promise<readonly QueueDepth[]>;
  readonly contents: (name: string) => Promise<QueueContents>;
  readonly create: (topology: Topology) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts fauxqs as SQS and SNS on the loopback address. */
export async function startQueues(
  account: { region: string; accountId: string },
  { meter, gate, door }: Guard,
  credentials: RunCredentials,
): Promise<QueueEmulator> {
  const app = buildApp({ logger: false, defaultRegion: account.region });
  /** Who made each request that was let in. */
  const callers = new WeakMap<object, string>();
  const callerOf = (request: object): string => callers.get(request) ?? '';
  app.setErrorHandler((error, _request, reply) => {
    const { code, status, message } = serviceError(error);
    return reply
      .code(status)
      .header('x-amzn-query-error', `${QUERY_NAMES.get(code) ?? code};Sender`)
      .send({ __type: `com.amazon.coral.service#${code}`, message });
  });
  app.addHook('preParsing', async (request, _reply, payload) => {
    const body = await bodyOf(Readable.from(payload), MOST_BYTES);
    callers.set(request, await door.admit(request.raw, body));
    return Readable.from([body]);
  });
  app.addHook('preHandler', async (request) => {
    const action = targetAction(request);
    if (action !== undefined && request.headers[COUNTED_IF_FOUND] === undefined)
      meter.count('sqs', action, callerOf(request));
    const form = Form.safeParse(request.body);
    if (form.success) meter.count('sns', form.data.Action, callerOf(request));
  });
  app.addHook('preHandler', async (request) => {
    const action = targetAction(request);
    // Nothing of ours uses SNS: its actions are in the form of a query, and refused as what nobody allows.
    const needs = action === undefined ? [TOPICS] : queueNeeds(action, request.body, account);
    gate.pass(gate.principalOf(callerOf(request)), needs);
  });
  let isClosing = false;
  // Closing ends the long polls there are: one that began a moment later would keep everybody for its 20 seconds.
  app.addHook('preHandler', async (request) => {
    const poll = isClosing ? LongPoll.safeParse(request.body) : undefined;
    if (poll?.success === true) request.body = { ...poll.data, WaitTimeSeconds: 0 };
  });
  const senders = new MessageSenders();
  app.addHook('preSerialization', async (request, reply, payload) => {
    const action = targetAction(request);
    if (reply.statusCode !== 200 || action === undefined) return payload;
    if (action === 'ReceiveMessage') return senders.received(payload);
    const caller = callerOf(request);
    if (action.startsWith('SendMessage')) senders.sent(payload, senderId(caller, gate.principalOf(caller)));
    if (action.startsWith('DeleteMessage')) senders.deleted(request.body);
    return payload;
  });
  let endpoint = '';
  // fauxqs names its queues by a host that many machines do not resolve.
  app.addHook('preSerialization', async (_request, _reply, payload) => withQueueUrls(payload, endpoint));
  app.addHook('preSerialization', async (request, _reply, payload) => {
    if (request.headers[COUNTED_IF_FOUND] !== undefined && Found.safeParse(payload).success)
      meter.count('sqs', targetAction(request) ?? '', callerOf(request));
    return payload;
  });
  endpoint = await app.listen({ host: '127.0.0.1', port: 0 });

  const queueUrl = (name: string): string => `${endpoint}/${account.accountId}/${name}`;
  const call: QueueEmulator['call'] = async (action, body, caller, countedIfFound = false) => {
    const reply = await app.inject({
      method: 'POST',
      url: '/',
      headers: {
        'content-type': AMZ_JSON,
        'x-amz-target': `AmazonSQS.${action}`,
        authorization: credentials.inProcess(caller, 'sqs', account.region),
        ...(countedIfFound ? { [COUNTED_IF_FOUND]: 'yes' } : {}),
      },
      payload: JSON.stringify(body),
    });
    if (reply.statusCode !== 200) throw new Error(`SQS ${action} failed: ${reply.payload}`);
    const answer: unknown = JSON.parse(reply.payload);
    return answer;
  };
  const publishToTopics = async (form: Record<string, string>): Promise<void> => {
    const reply = await app.inject({
      method: 'POST',
      url: '/',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: credentials.inProcess('local-run', 'sns', account.region),
      },
      payload: new URLSearchParams(form).toString(),
    });
    if (reply.statusCode !== 200) throw new Error(`SNS ${form['Action'] ?? ''} failed: ${reply.payload}`);
  };
  const inspected = async (path: string): Promise<unknown> => {
    const authorization = credentials.inProcess('local-run', 'sqs', account.region);
    const reply = await app.inject({ method: 'GET', url: `/_fauxqs/queues${path}`, headers: { authorization } });
    return JSON.parse(reply.payload);
  };
  return {
    endpoint,
    call,
    queueUrl,
    depths: async () => {
      return Depths.parse(await inspected('')).map((queue) => ({
        name: queue.name,
        visible: queue.approximateMessageCount,
        inFlight: queue.approximateInflightCount,
        delayed: queue.approximateDelayedCount,
      }));
    },
    contents: async (name) => Contents.parse(await inspected(`/${name}`)).messages,
    create: async (topology) => {
      for (const queue of topology.queues) {
        await call(
          'CreateQueue',
          { QueueName: queue.name, Attributes: queueAttributes(queue.properties) },
          'local-run',
        );
      }
      for (const topic of topology.topics) await publishToTopics({ Action: 'CreateTopic', Name: topic.name });
      for (const { properties } of topology.subscriptions) {
        const { TopicArn, Protocol, Endpoint, RawMessageDelivery } = properties;
        const raw = { 'Attributes.entry.1.key': 'RawMessageDelivery', 'Attributes.entry.1.value': 'true' };
        await publishToTopics({
          Action: 'Subscribe',
          TopicArn,
          Protocol,
          Endpoint,
          ...(RawMessageDelivery === true ? raw : {}),
        });
      }
    },
    close: async () => {
      isClosing = true;
      await turn();
      await app.close();
    },
  };
}

function queueAttributes(properties: Topology['queues'][number]['properties']): Record<string, string> {
  const { QueueName: _named, RedrivePolicy, FifoQueue, ...rest } = properties;
  const plain = Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return {
    ...Object.fromEntries(plain),
    ...(FifoQueue === true ? { FifoQueue: 'true' } : {}),
    ...(RedrivePolicy === undefined ? {} : { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
  };
}

const OneQueue = z.looseObject({ QueueUrl: z.string() });
const ManyQueues = z.looseObject({ QueueUrls: z.array(z.string()) });

function withQueueUrls(payload: unknown, endpoint: string): unknown {
  const here = (url: string): string => endpoint + new URL(url).pathname;
  const one = OneQueue.safeParse(payload);
  if (one.success) return { ...one.data, QueueUrl: here(one.data.QueueUrl) };
  const many = ManyQueues.safeParse(payload);
  return many.success ? { ...many.data, QueueUrls: many.data.QueueUrls.map(here) } : payload;
}
