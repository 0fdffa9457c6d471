import { documentClient, s3Client, sqsClient } from '../adapters/clients.ts';
import { dynamoDevices } from '../adapters/dynamo-devices.ts';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { s3Objects } from '../adapters/s3-objects.ts';
import { sqsDeadLetters } from '../adapters/sqs-dead-letters.ts';
import { trialRules } from '../adapters/trial-rules.ts';
import { queueHandler } from '../runtime/queue-handler.ts';
import { recordSrvEvents } from './record-srv-events.ts';

export const handler = queueHandler({
  service: 'srv-events',
  connect: (environment) => {
    const dynamo = documentClient();
    return {
      devices: dynamoDevices(dynamo, environment.DEVICES_TABLE),
      trialRules: trialRules(
        dynamoLedger(dynamo, environment.LEDGER_TABLE),
        s3Objects(s3Client(), environment.ARCHIVE_BUCKET),
      ),
      deadLetters: sqsDeadLetters(sqsClient(), environment.SRV_EVENTS_DEAD_LETTERS_URL),
    };
  },
  handleBatch: recordSrvEvents,
});
