import { activeGovernance } from '../adapters/active-governance.ts';
import { documentClient, s3Client, sqsClient } from '../adapters/clients.ts';
import { dynamoDeviceIndex } from '../adapters/dynamo-device-index.ts';
import { dynamoDeviceModels } from '../adapters/dynamo-device-models.ts';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { s3Objects } from '../adapters/s3-objects.ts';
import { s3ReadyLetters } from '../adapters/s3-ready-letters.ts';
import { sqsDeadLetters } from '../adapters/sqs-dead-letters.ts';
import { sqsDspUpdates } from '../adapters/sqs-dsp-updates.ts';
import { sqsReevaluation } from '../adapters/sqs-queues.ts';
import { stageMail } from '../adapters/stage-mail.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { SettingsFloor } from '../contracts/governance.ts';
import { addresses, letters } from '../email/letters.ts';
import { queueHandler } from '../runtime/queue-handler.ts';
import { signingKey } from '../contracts/signing-key.ts';
import { extractSignatures } from './cpl/signature.ts';
import { workLane } from './lane/work-lane.ts';

export const handler = queueHandler({
  service: 'intake',
  connect: (environment) => {
    const s3 = s3Client();
    const sqs = sqsClient();
    const dynamo = documentClient();
    const ledger = dynamoLedger(dynamo, environment.LEDGER_TABLE);
    const archive = s3Objects(s3, environment.ARCHIVE_BUCKET);
    const inbox = s3Objects(s3, environment.INBOX_BUCKET);
    return {
      senders: {
        inboxBucket: environment.INBOX_BUCKET,
        roleIds: { 'dsp-ingestion': environment.DSP_INGESTION_ROLE_ID, watch: environment.WATCH_ROLE_ID },
      },
      settingsFloor: SettingsFloor.parse(JSON.parse(environment.SETTINGS_FLOOR)),
      agreedListConfirmations: Number(environment.AGREED_LIST_CONFIRMATIONS),
      ledger,
      archive,
      inbox,
      signatures: extractSignatures(inbox, signingKey(environment.EXTRACT_SIGNING_KEY)),
      governance: activeGovernance(ledger, archive),
      dspUpdates: sqsDspUpdates(sqs, environment.DSP_UPDATES_QUEUE_URL),
      devices: dynamoDeviceIndex(dynamo, environment.DEVICES_TABLE),
      deviceModels: dynamoDeviceModels(dynamo, environment.DEVICE_MODELS_TABLE),
      reevaluation: sqsReevaluation(sqs, environment.SRV_EVENTS_QUEUE_URL),
      letters: letters({
        secas: addresses(environment.SECAS_RECIPIENTS),
        dccOperations: addresses(environment.OPERATIONS_RECIPIENTS),
        dccServiceTeam: addresses(environment.DCC_SERVICE_TEAM_RECIPIENTS),
        dspServiceTeam: addresses(environment.DSP_SERVICE_TEAM_RECIPIENTS),
        ssc: addresses(environment.SSC_RECIPIENTS),
      }),
      readyLetters: s3ReadyLetters(s3Objects(s3, environment.REPORTS_BUCKET)),
      mailOnce: stageMail(ledger, environment),
      deadLetters: sqsDeadLetters(sqs, environment.LANE_DEAD_LETTERS_URL),
      clock: systemClock,
    };
  },
  handleBatch: workLane,
});
