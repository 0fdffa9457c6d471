import { activeGovernance } from '../adapters/active-governance.ts';
import { documentClient, s3Client } from '../adapters/clients.ts';
import { dynamoDeviceModels } from '../adapters/dynamo-device-models.ts';
import { dynamoDevices } from '../adapters/dynamo-devices.ts';
import { dynamoInventory } from '../adapters/dynamo-inventory.ts';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { s3Extracts } from '../adapters/s3-extracts.ts';
import { s3Objects } from '../adapters/s3-objects.ts';
import { s3Reports } from '../adapters/s3-reports.ts';
import { stageMail } from '../adapters/stage-mail.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { laidOutReport } from '../email/laid-out-report.ts';
import { addresses } from '../email/letters.ts';
import { scheduledHandler } from '../runtime/queue-handler.ts';
import { makeReport } from './make-report.ts';

/** The Lambda function `reports`: makes what its schedule asks for. */
export const handler = scheduledHandler({
  service: 'reports',
  connect: (environment) => {
    const s3 = s3Client();
    const dynamo = documentClient();
    const ledger = dynamoLedger(dynamo, environment.LEDGER_TABLE);
    const reportsBucket = s3Objects(s3, environment.REPORTS_BUCKET);
    return {
      ledger,
      devices: dynamoDevices(dynamo, environment.DEVICES_TABLE),
      models: dynamoDeviceModels(dynamo, environment.DEVICE_MODELS_TABLE),
      governance: activeGovernance(ledger, s3Objects(s3, environment.ARCHIVE_BUCKET)),
      sscDecisions: () => ledger.list('sscDecisions'),
      reports: s3Reports(reportsBucket),
      inventory: dynamoInventory(dynamo, environment.DEVICES_TABLE),
      extracts: s3Extracts(reportsBucket),
      layOut: laidOutReport,
      mailOnce: stageMail(ledger, environment),
      clock: systemClock,
      recipients: addresses(environment.SSC_RECIPIENTS),
    };
  },
  run: makeReport,
});
