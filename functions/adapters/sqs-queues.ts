import {
  type SendMessageBatchRequestEntry,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DspChange } from '../contracts/dsp-change.ts';
import { LANE_MESSAGE_GROUP, type LaneCommand } from '../contracts/lane-command.ts';

/** SQS takes at most this many messages in one request. */
const BATCH_MESSAGES = 10;
/** … and this many bytes in all; kept below the limit of 256 KiB that older regions still have. */
const BATCH_BYTES = 240 * 1024;

/** The message group of a change: its Device Model, so that changes of one model stay in order. */
export function dspMessageGroup(change: DspChange): string {
  const { deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion } = change.entry;
  return [deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion].join('/');
}

/** The dsp-updates queue. */
export function sqsDspUpdates(client: SQSClient, queueUrl: string) {
  return {
    /**
     * Sends changes in the order given, in as few requests as SQS allows. Ids are deterministic, so sending again
     * within five minutes sends nothing; later, the consumer's guard makes the repeat harmless.
     *
     * @throws when SQS takes only a part: the caller carries on from its cursor and sends the rest again.
     */
    async send(changes: readonly DspChange[]): Promise<void> {
      let batch: SendMessageBatchRequestEntry[] = [];
      let bytes = 0;
      const flush = async (): Promise<void> => {
        if (batch.length === 0) return;
        await sendBatch(client, queueUrl, batch);
        batch = [];
        bytes = 0;
      };
      for (const change of changes) {
        const body = JSON.stringify(change);
        const size = Buffer.byteLength(body);
        if (batch.length === BATCH_MESSAGES || bytes + size > BATCH_BYTES) await flush();
        batch.push({
          Id: String(batch.length),
          MessageBody: body,
          MessageGroupId: dspMessageGroup(change),
          MessageDeduplicationId: change.order,
        });
        bytes += size;
      }
      await flush();
    },
  };
}

/** The lane, for those who ask something of it. */
export function sqsLane(client: SQSClient, queueUrl: string) {
  return {
    async ask(command: Exclude<LaneCommand, { detail: unknown }>): Promise<void> {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(command),
          MessageGroupId: LANE_MESSAGE_GROUP,
          MessageDeduplicationId: command.commandId,
        }),
      );
    },
  };
}

/** The srv-events queue, for the lane's requests to judge devices again. */
export function sqsReevaluation(client: SQSClient, queueUrl: string) {
  return {
    /** Asks for these devices to be judged again; `requestId` names the request, `at` is when it was made. */
    async request(deviceIds: readonly string[], requestId: string, at: string): Promise<void> {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify({
            specversion: '1.0',
            id: requestId,
            source: 'urn:cpl-to-dsp:intake',
            type: 'uk.smartdcc.pipeline.reevaluate',
            time: at,
            datacontenttype: 'application/json',
            data: { deviceIds },
          }),
        }),
      );
    },
  };
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
