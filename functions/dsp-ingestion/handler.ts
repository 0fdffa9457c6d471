import { documentClient, sqsClient } from '../adapters/clients.ts';
import { dynamoDeviceModels } from '../adapters/dynamo-device-models.ts';
import { sqsLane } from '../adapters/sqs-queues.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { queueHandler } from '../runtime/queue-handler.ts';
import { applyChanges } from './apply-changes.ts';

export const handler = queueHandler({
  service: 'dsp-ingestion',
  connect: (environment) => ({
    deviceModels: dynamoDeviceModels(documentClient(), environment.DEVICE_MODELS_TABLE),
    lane: sqsLane(sqsClient(), environment.LANE_QUEUE_URL),
    clock: systemClock,
  }),
  handleBatch: applyChanges,
});
