import {
  type SendMessageBatchRequestEntry,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeviceSuspension } from '../contracts/device-suspension.ts';
import type { DspChange } from '../contracts/dsp-change.ts';
import { LANE_MESSAGE_GROUP, type LaneCommand } from '../contracts/lane-command.ts';
import { SRV_EVENT_TYPES } from '../contracts/srv-event.ts';

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

    /** Asks for a device to be suspended; in a message group of its own, since no other message is about it. */
    async suspend(suspension: DeviceSuspension): Promise<void> {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(suspension),
          MessageGroupId: `device/${suspension.deviceId}`,
          MessageDeduplicationId: suspension.requestId,
        }),
      );
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
      const data = { deviceIds };
      const type = SRV_EVENT_TYPES.reevaluate;
      await sendEvent(client, queueUrl, { id: requestId, source: 'intake', type, time: at, data });
    },
  };
}

/** The srv-events queue, for what DSP ingestion does to a device. */
export function sqsSuspended(client: SQSClient, queueUrl: string) {
  return {
    /** Tells that a device was suspended as it was asked for; told again, it is the same event. */
    async suspended({ requestId, deviceId, requestedAt }: DeviceSuspension): Promise<void> {
      const data = { deviceId, status: 'Suspended' };
      const type = SRV_EVENT_TYPES.statusChanged;
      await sendEvent(client, queueUrl, { id: requestId, source: 'dsp-ingestion', type, time: requestedAt, data });
    },
  };
}

type PipelineEvent = {
  readonly id: string;
  readonly source: 'intake' | 'dsp-ingestion';
  readonly type: string;
  readonly time: string;
  readonly data: object;
};

async function sendEvent(client: SQSClient, queueUrl: string, event: PipelineEvent): Promise<void> {
  const envelope = {
    specversion: '1.0',
    ...event,
    source: `urn:cpl-to-dsp:${event.source}`,
    datacontenttype: 'application/json',
  };
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(envelope) }));
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
