import { activeGovernance } from '../adapters/active-governance.ts';
import { documentClient, s3Client } from '../adapters/clients.ts';
import { dynamoDeviceModels } from '../adapters/dynamo-device-models.ts';
import { dynamoDevices } from '../adapters/dynamo-devices.ts';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { dynamoMailClaims } from '../adapters/mail-claims.ts';
import { s3Objects } from '../adapters/s3-objects.ts';
import { s3Reports } from '../adapters/s3-reports.ts';
import { sesClient, sesMailer } from '../adapters/ses-mailer.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { addresses } from '../email/letters.ts';
import { mailOnce } from '../email/mail-once.ts';
import { scheduledHandler } from '../runtime/queue-handler.ts';
import { sendSscReport } from './send-ssc-report.ts';

export const handler = scheduledHandler({
  service: 'reports',
  connect: (environment) => {
    const s3 = s3Client();
    const dynamo = documentClient();
    const ledger = dynamoLedger(dynamo, environment.LEDGER_TABLE);
    return {
      ledger,
      devices: dynamoDevices(dynamo, environment.DEVICES_TABLE),
      models: dynamoDeviceModels(dynamo, environment.DEVICE_MODELS_TABLE),
      governance: activeGovernance(ledger, s3Objects(s3, environment.ARCHIVE_BUCKET)),
      reports: s3Reports(s3Objects(s3, environment.REPORTS_BUCKET)),
      mailOnce: mailOnce({
        claims: dynamoMailClaims(dynamo, environment.LEDGER_TABLE),
        mailer: sesMailer(sesClient(), {
          from: environment.MAIL_FROM,
          configurationSet: environment.MAIL_CONFIGURATION_SET,
        }),
        clock: systemClock,
      }),
      clock: systemClock,
      recipients: addresses(environment.SSC_RECIPIENTS),
    };
  },
  run: sendSscReport,
});
