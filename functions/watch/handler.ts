import { archivedModels } from '../adapters/accepted-list.ts';
import { activeGovernance } from '../adapters/active-governance.ts';
import { documentClient, s3Client, sqsClient } from '../adapters/clients.ts';
import { dynamoDeviceModels } from '../adapters/dynamo-device-models.ts';
import { dynamoDevices } from '../adapters/dynamo-devices.ts';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { undeliveredChanges } from '../adapters/undelivered-changes.ts';
import { noticeBook } from '../adapters/notice-book.ts';
import { s3Exports } from '../adapters/s3-exports.ts';
import { s3Objects } from '../adapters/s3-objects.ts';
import { s3ReadyLetters } from '../adapters/s3-ready-letters.ts';
import { sqsLane } from '../adapters/sqs-queues.ts';
import { stageMail } from '../adapters/stage-mail.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { addresses } from '../email/letters.ts';
import { scheduledHandler } from '../runtime/queue-handler.ts';
import { keepWatch } from './keep-watch.ts';

/** The Lambda function `watch`: one run of the watch. */
export const handler = scheduledHandler({
  service: 'watch',
  connect: (environment) => {
    const dynamo = documentClient();
    const s3 = s3Client();
    const ledger = dynamoLedger(dynamo, environment.LEDGER_TABLE);
    const archive = s3Objects(s3, environment.ARCHIVE_BUCKET);
    const reports = s3Objects(s3, environment.REPORTS_BUCKET);
    const deviceModels = dynamoDeviceModels(dynamo, environment.DEVICE_MODELS_TABLE);
    return {
      ledger,
      archive,
      undelivered: (log: { readonly effectsKey: string }) => undeliveredChanges(log, { ledger, archive, deviceModels }),
      governance: activeGovernance(ledger, archive),
      acceptedModels: archivedModels(archive),
      ...(environment.WHOLE_INVENTORY_EXPORT === 'on' ? { exports: s3Exports(reports) } : {}),
      devices: dynamoDevices(dynamo, environment.DEVICES_TABLE),
      models: deviceModels,
      notices: noticeBook(ledger),
      lane: sqsLane(sqsClient(), environment.LANE_QUEUE_URL),
      readyLetters: s3ReadyLetters(reports),
      mailOnce: stageMail(ledger, environment),
      clock: systemClock,
      recipients: {
        secas: addresses(environment.SECAS_RECIPIENTS),
        dccOperations: addresses(environment.OPERATIONS_RECIPIENTS),
        dccServiceTeam: addresses(environment.DCC_SERVICE_TEAM_RECIPIENTS),
        dspServiceTeam: addresses(environment.DSP_SERVICE_TEAM_RECIPIENTS),
      },
    };
  },
  run: keepWatch,
});
