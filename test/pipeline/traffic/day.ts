import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { localClients } from '../../../functions/operator/pipeline-access.ts';
import type { LocalPipeline } from '../../../infra/local/pipeline.ts';
import type { Choices } from '../../simulation/choices.ts';
import type { SimulatedEvent } from '../../simulation/srv-storm.ts';
import type { Input, Traffic, TrafficFile } from './traffic.ts';

/** When the time of a day of traffic begins: its messages are of 1 and 2 November 2026, none of them a day ahead. */
export const DAY_BEGINS = '2026-11-02T00:00:00Z';

/** All that has come to a pipeline: the oracles say what must have become of it. */
export type Received = {
  readonly files: { readonly file: TrafficFile; readonly version: string | undefined }[];
  readonly events: SimulatedEvent[];
  /** Messages that can never succeed. */
  readonly poison: Set<string>;
};

/** Nothing has come yet. */
export function nothingReceived(): Received {
  return { files: [], events: [], poison: new Set() };
}

/** Lets hours of traffic come to a pipeline, several things at one time, and time pass between them. */
export async function passHours(
  pipeline: LocalPipeline,
  { traffic, choices, received }: { readonly traffic: Traffic; readonly choices: Choices; readonly received: Received },
  hours: number,
): Promise<void> {
  const until = Date.parse(pipeline.clock.now()) + hours * 3_600_000;
  while (Date.parse(pipeline.clock.now()) < until) {
    await receive(pipeline, traffic.next(), received);
    await pipeline.clock.advance(`PT${choices.oneOf([45, 1, 6, 110])}M`);
  }
}

/** Puts files and sends messages, one right after the other, without waiting for what becomes of them. */
export async function receive(
  { run }: Pick<LocalPipeline, 'run'>,
  inputs: readonly Input[],
  received: Received,
): Promise<void> {
  const clients = localClients(run);
  for (const input of inputs) {
    if (input.input === 'file') {
      const version = await put(clients.s3, run.resources.inboxBucket, input.file);
      received.files.push({ file: input.file, version });
      continue;
    }
    await send(clients.sqs, run.resources.srvEventsQueueUrl, input.body);
    if (input.event === undefined) received.poison.add(input.body);
    else received.events.push(input.event);
  }
  for (const client of [clients.s3, clients.sqs, clients.dynamodb]) client.destroy();
}

async function put(s3: S3Client, Bucket: string, { key, body }: TrafficFile): Promise<string | undefined> {
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
  return VersionId;
}

async function send(sqs: SQSClient, QueueUrl: string, MessageBody: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}
