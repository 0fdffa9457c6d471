import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeviceSuspension } from '../contracts/device-suspension.ts';
import { LANE_MESSAGE_GROUP, type OperatorCommand } from '../contracts/lane-command.ts';
import { SRV_EVENT_TYPES } from '../contracts/srv-event.ts';
import { messageBody } from '../contracts/message-body.ts';

/** The lane, for those who ask something of it. */
export function sqsLane(client: SQSClient, queueUrl: string) {
  return {
    async ask(command: OperatorCommand): Promise<void> {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: messageBody(command),
          MessageGroupId: LANE_MESSAGE_GROUP,
          MessageDeduplicationId: command.commandId,
        }),
      );
    },
  };
}

/** The srv-events queue, for the lane's requests to re-evaluate devices. */
export function sqsReevaluation(client: SQSClient, queueUrl: string) {
  return {
    /** Asks for these devices to be re-evaluated; `requestId` names the request, `at` is when it was made. */
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
    /** Reports that a device was suspended as it was asked for; reported again, it is the same event. */
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
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: messageBody(envelope) }));
}
