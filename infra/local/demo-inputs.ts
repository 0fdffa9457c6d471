import { readFileSync } from 'node:fs';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { LocalRun } from '../../functions/contracts/local-run.ts';
import { inboxKey } from '../../functions/operator/inbox-key.ts';
import { localClients, pipelineAccess } from '../../functions/operator/pipeline-access.ts';
import { putAndWait, type PutOutcome } from '../../functions/operator/put-file.ts';

const INPUTS = new URL('../../test/fixtures/demo/', import.meta.url);

/** An instant at which all that the inputs speak of is past or under way: the day after the last SRV message. */
export const DEMO_BEGINS = '2026-11-16T09:00:00Z';

const MESSAGES_AT_ONCE = 10;

const SrvMessage = z.object({ body: z.string() });
const Lists = z.object({ extracts: z.array(z.object({ file: z.string() })) });

/** One of the demo's inputs, as text. */
export function demoInput(name: string): string {
  return readFileSync(new URL(name, INPUTS), 'utf8');
}

/** The lists of the demo by the names of their files, in the order of their issues. */
export function demoLists(): readonly string[] {
  return Lists.parse(JSON.parse(demoInput('expected.json'))).extracts.map(({ file }) => file);
}

/**
 * Plays the demo's inputs into a pipeline as senders on AWS would, by SDK alone: the register, the first list, the
 * trials that it lists, one list after the other, then the SRV messages, and beside them the last list.
 *
 * @returns what the lane decided about each file, in order.
 */
export async function loadDemo(run: LocalRun): Promise<PutOutcome[]> {
  const clients = localClients(run);
  // No view that is used here asks for the time.
  const access = pipelineAccess(clients, run.resources, async () => '');
  const put = async (name: string): Promise<PutOutcome> =>
    putAndWait(access, { key: inboxKey(name), bytes: Buffer.from(demoInput(name)) });
  const outcomes: PutOutcome[] = [];
  const [first = '', ...later] = demoLists();
  const last = later.at(-1) ?? '';
  for (const name of ['gbcs-register.csv', first, 'agreed-list.csv', ...later.slice(0, -1)]) {
    outcomes.push(await put(name));
  }
  const sending = sendAll(clients.sqs, run.resources.srvEventsQueueUrl, srvMessages());
  outcomes.push(await put(last));
  await sending;
  return outcomes;
}

function srvMessages(): string[] {
  const lines = demoInput('srv-messages.ndjson').trim().split('\n');
  return lines.map((line) => SrvMessage.parse(JSON.parse(line)).body);
}

async function sendAll(sqs: SQSClient, queueUrl: string, bodies: readonly string[]): Promise<void> {
  for (let from = 0; from < bodies.length; from += MESSAGES_AT_ONCE) {
    const entries = bodies
      .slice(from, from + MESSAGES_AT_ONCE)
      .map((body, index) => ({ Id: String(index), MessageBody: body }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
    if (Failed.length > 0) throw new Error(`SQS did not take ${Failed.length} SRV messages: ${Failed[0]?.Message}`);
  }
}
