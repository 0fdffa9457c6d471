import {
  type SendMessageBatchRequestEntry,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeviceSuspension } from '../contracts/device-suspension.ts';
import type { DspChange } from '../contracts/dsp-change.ts';
import { messageBody } from '../contracts/message-body.ts';

/** SQS takes at most this many messages in one request. */
const BATCH_MESSAGES = 10;
/** … and this many bytes in all; kept below the limit of 256 KiB that older regions still have. */
const BATCH_BYTES = 240 * 1024;
/** Requests that are under way at once. */
const SIDE_BY_SIDE = 8;

/** The message group of a change: its Device Model, so that changes of one model stay in order. */
export function dspMessageGroup(change: DspChange): string {
  const { deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion } = change.entry;
  return [deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion].join('/');
}

/** The dsp-updates queue. */
export function sqsDspUpdates(client: SQSClient, queueUrl: string) {
  return {
    /**
     * Sends changes, those of one Device Model in the order given, in as few requests as SQS allows. Ids are
     * deterministic, so sending again within five minutes sends nothing; later, the consumer's guard makes the repeat
     * harmless.
     *
     * @throws when SQS takes only a part: the caller carries on from its cursor and sends the rest again.
     */
    async send(changes: readonly DspChange[]): Promise<void> {
      const sent = await Promise.allSettled(trains(changes).map((train) => sendTrain(client, queueUrl, train, 'full')));
      const rests: DspChange[] = [];
      for (const outcome of sent) {
        if (outcome.status === 'rejected') throw outcome.reason;
        rests.push(...outcome.value);
      }
      await sendTrain(client, queueUrl, rests, 'all');
    },

    /** Asks for a device to be suspended; in a message group of its own, since no other message is about it. */
    async suspend(suspension: DeviceSuspension): Promise<void> {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: messageBody(suspension),
          MessageGroupId: `device/${suspension.deviceId}`,
          MessageDeduplicationId: suspension.requestId,
        }),
      );
    },
  };
}

/** Spreads changes over trains that may run side by side: all changes of a Device Model are in one, in their order. */
function trains(changes: readonly DspChange[]): DspChange[][] {
  const spread: DspChange[][] = Array.from({ length: SIDE_BY_SIDE }, () => []);
  for (const group of Map.groupBy(changes, dspMessageGroup).values()) {
    const shortest = spread.reduce((least, train) => (train.length < least.length ? train : least));
    for (const change of group) shortest.push(change);
  }
  return spread;
}

/** Sends changes one request after the other; of `full` requests only, in which case the rest is given back. */
async function sendTrain(
  client: SQSClient,
  queueUrl: string,
  changes: readonly DspChange[],
  requests: 'full' | 'all',
): Promise<readonly DspChange[]> {
  let batch: SendMessageBatchRequestEntry[] = [];
  let bytes = 0;
  let begun = 0;
  for (const [index, change] of changes.entries()) {
    const body = messageBody(change);
    const size = Buffer.byteLength(body);
    if (batch.length === BATCH_MESSAGES || bytes + size > BATCH_BYTES) {
      await sendBatch(client, queueUrl, batch);
      batch = [];
      bytes = 0;
      begun = index;
    }
    batch.push({
      Id: String(batch.length),
      MessageBody: body,
      MessageGroupId: dspMessageGroup(change),
      MessageDeduplicationId: change.order,
    });
    bytes += size;
  }
  if (batch.length === 0 || (requests === 'full' && batch.length < BATCH_MESSAGES)) return changes.slice(begun);
  await sendBatch(client, queueUrl, batch);
  return [];
}

async function sendBatch(client: SQSClient, queueUrl: string, entries: SendMessageBatchRequestEntry[]): Promise<void> {
  const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
  const failed = answer.Failed ?? [];
  if (failed.length > 0) {
    throw new Error(
      `SQS did not take ${failed.length} of ${entries.length} messages: ${failed[0]?.Message ?? 'no reason given'}`,
    );
  }
}
