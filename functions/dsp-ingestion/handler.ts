import { documentClient, sqsClient } from '../adapters/clients.ts';
import { dynamoDeviceModels } from '../adapters/dynamo-device-models.ts';
import { dynamoDevices } from '../adapters/dynamo-devices.ts';
import { sqsLane, sqsSuspended } from '../adapters/sqs-queues.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { queueHandler } from '../runtime/queue-handler.ts';
import { applyChanges } from './apply-changes.ts';

export const handler = queueHandler({
  service: 'dsp-ingestion',
  connect: (environment) => {
    const dynamo = documentClient();
    const sqs = sqsClient();
    return {
      deviceModels: dynamoDeviceModels(dynamo, environment.DEVICE_MODELS_TABLE),
      devices: dynamoDevices(dynamo, environment.DEVICES_TABLE),
      srvEvents: sqsSuspended(sqs, environment.SRV_EVENTS_QUEUE_URL),
      lane: sqsLane(sqs, environment.LANE_QUEUE_URL),
      clock: systemClock,
    };
  },
  handleBatch: applyChanges,
});
