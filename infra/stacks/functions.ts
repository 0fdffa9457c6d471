import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type FunctionName, NO_CONSOLE } from '../../functions/contracts/environment.ts';
import { signingKey } from '../../functions/contracts/signing-key.ts';
import { bundleDirectory } from '../bundle.ts';
import { ServiceFunction, type ServiceFunctionProps } from '../constructs/service-function.ts';
import type { StageSettings } from '../stages.ts';
import { permissionsIn } from './permissions.ts';
import type { Storage } from './storage.ts';

/** The functions of the pipeline, by name. */
export type Functions = { readonly [F in FunctionName]: ServiceFunction<F> };

/** Makes the five functions, each with the environment and the permissions that are its own. */
export function functionsOf(scope: Construct, settings: StageSettings, storage: Storage, bundles: string): Functions {
  const permissions = permissionsIn(storage, settings);
  const make = <F extends FunctionName>(id: string, props: Own<F>): ServiceFunction<F> =>
    new ServiceFunction<F>(scope, id, {
      ...props,
      permissions: permissions[props.name],
      bundle: bundleDirectory(bundles, props.name),
      logRetention: settings.retention.logs,
      keepLog: settings.protected,
    });

  const mail = {
    MAIL_FROM: settings.mailFrom,
    MAIL_CONFIGURATION_SET: storage.mailer.configurationSet.configurationSetName,
    CONSOLE_ADDRESS: settings.consoleAddress ?? NO_CONSOLE,
  };
  const ARCHIVE_BUCKET = storage.archive.bucketName;
  const REPORTS_BUCKET = storage.reports.bucketName;
  const LEDGER_TABLE = storage.tables.ledger.tableName;
  const DEVICES_TABLE = storage.tables.devices.tableName;
  const DEVICE_MODELS_TABLE = storage.tables.deviceModels.tableName;
  const LANE_QUEUE_URL = storage.lane.queue.queueUrl;
  const SRV_EVENTS_QUEUE_URL = storage.srvEvents.queue.queueUrl;
  const { recipients } = settings;
  const SSC_RECIPIENTS = addresses(recipients.ssc);
  const serviceRecipients = {
    SECAS_RECIPIENTS: addresses(recipients.secas),
    OPERATIONS_RECIPIENTS: addresses(recipients.dccOperations),
    DCC_SERVICE_TEAM_RECIPIENTS: addresses(recipients.dccServiceTeam),
    DSP_SERVICE_TEAM_RECIPIENTS: addresses(recipients.dspServiceTeam),
  };

  const dspIngestion = make('DspIngestion', {
    name: 'dsp-ingestion',
    description: 'Puts changes into effect in the DeviceModels, each once and in order, and suspends devices as asked',
    environment: { DEVICE_MODELS_TABLE, DEVICES_TABLE, LANE_QUEUE_URL, SRV_EVENTS_QUEUE_URL },
    timeout: storage.dspUpdates.workOff.timeout,
    memory: 512,
    logRuns: false,
  });
  const watch = make('Watch', {
    name: 'watch',
    description: 'Notifies operations of deadlines, incidents, limits and ends',
    environment: {
      ARCHIVE_BUCKET,
      REPORTS_BUCKET,
      LEDGER_TABLE,
      DEVICE_MODELS_TABLE,
      DEVICES_TABLE,
      LANE_QUEUE_URL,
      WHOLE_INVENTORY_EXPORT: settings.wholeInventoryExport === undefined ? 'off' : 'on',
      ...mail,
      ...serviceRecipients,
    },
    timeout: Duration.minutes(5),
    memory: 1024,
  });

  return {
    intake: make('Intake', {
      name: 'intake',
      description: 'Works off the lane: checks lists and governance files, decides what the DSP is sent',
      environment: {
        INBOX_BUCKET: storage.inbox.bucket.bucketName,
        ARCHIVE_BUCKET,
        REPORTS_BUCKET,
        LEDGER_TABLE,
        DSP_UPDATES_QUEUE_URL: storage.dspUpdates.queue.queueUrl,
        SRV_EVENTS_QUEUE_URL,
        LANE_DEAD_LETTERS_URL: storage.lane.deadLetters.queueUrl,
        DEVICES_TABLE,
        DEVICE_MODELS_TABLE,
        ...mail,
        ...serviceRecipients,
        SSC_RECIPIENTS,
        EXTRACT_SIGNING_KEY: checkedKey(settings.extractSigningKey ?? 'none'),
        SETTINGS_FLOOR: JSON.stringify(settings.settingsFloor ?? {}),
        AGREED_LIST_CONFIRMATIONS: String(settings.agreedListConfirmations),
        DSP_INGESTION_ROLE_ID: dspIngestion.role.roleId,
        WATCH_ROLE_ID: watch.role.roleId,
      },
      timeout: storage.lane.workOff.timeout,
      // One whole processor: comparing two lists is what takes time.
      memory: 1769,
    }),
    'dsp-ingestion': dspIngestion,
    'srv-events': make('SrvEvents', {
      name: 'srv-events',
      description: 'Folds SRV events into the records of devices, trial flag included',
      environment: {
        DEVICES_TABLE,
        LEDGER_TABLE,
        ARCHIVE_BUCKET,
        SRV_EVENTS_DEAD_LETTERS_URL: storage.srvEvents.deadLetters.queueUrl,
      },
      timeout: storage.srvEvents.workOff.timeout,
      memory: 1024,
      logRuns: false,
    }),
    watch,
    reports: make('Reports', {
      name: 'reports',
      description: 'Reports on trial devices to the SSC',
      environment: {
        ARCHIVE_BUCKET,
        REPORTS_BUCKET,
        LEDGER_TABLE,
        DEVICE_MODELS_TABLE,
        DEVICES_TABLE,
        ...mail,
        SSC_RECIPIENTS,
      },
      timeout: Duration.minutes(15),
      // One whole processor: making rows of the inventory is what takes time.
      memory: 1769,
    }),
  };
}

/** What a function is given of its own; the rest is the same for all. */
type Own<F extends FunctionName> = Omit<ServiceFunctionProps<F>, 'bundle' | 'logRetention' | 'keepLog' | 'permissions'>;

/** A signing key, if it is one that nobody can forge signatures of. */
function checkedKey(pem: string): string {
  signingKey(pem);
  return pem;
}

/** Addresses as an environment variable carries them: with commas between. */
function addresses(of: readonly string[]): string {
  return of.join(',');
}
