import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { activeGovernance } from '../adapters/active-governance.ts';
import { documentClient, dynamoClient, type Region, s3Client, sqsClient } from '../adapters/clients.ts';
import { dynamoDeviceModels } from '../adapters/dynamo-device-models.ts';
import { dynamoDevices } from '../adapters/dynamo-devices.ts';
import { dynamoInventory } from '../adapters/dynamo-inventory.ts';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { allUndelivered, firstChanges, undeliveredPage } from '../adapters/undelivered-changes.ts';
import { s3Extracts } from '../adapters/s3-extracts.ts';
import { s3Discarded } from '../adapters/s3-discarded.ts';
import { s3Objects } from '../adapters/s3-objects.ts';
import { s3ReadyLetters } from '../adapters/s3-ready-letters.ts';
import { s3Reports } from '../adapters/s3-reports.ts';
import { type Chosen, discard, redrive } from '../adapters/sqs-dead-letter-acts.ts';
import { type DeadLetter, queueDepth, readDeadLetters } from '../adapters/sqs-queue-look.ts';
import { sqsLane } from '../adapters/sqs-queues.ts';
import { trialRules } from '../adapters/trial-rules.ts';
import type { LocalRun } from '../contracts/local-run.ts';
import { everyTrialId } from '../domain/trials/agreed-lists.ts';
import { smiDevice } from '../domain/devices/smi-device.ts';
import { declaredVersions, linesOfAccepted } from '../intake/cpl/accepted-cpl.ts';
import { naming } from './aws-fault.ts';
import type { OperatorPorts } from './views/ports.ts';
import { LOCAL_PATIENCE, type Patience } from './wait-for-fact.ts';

/** The resources of a pipeline, by the names `.local/run.json` gives them. */
export type Resources = LocalRun['resources'];

/** The clients through which a pipeline is reached. */
export type Clients = { readonly s3: S3Client; readonly sqs: SQSClient; readonly dynamodb: DynamoDBClient };

/** The queues operators name, each with its dead-letter queue. */
export const QUEUES = {
  lane: ['laneQueueUrl', 'laneDeadLettersUrl'],
  'dsp-updates': ['dspUpdatesQueueUrl', 'dspUpdatesDeadLettersUrl'],
  'srv-events': ['srvEventsQueueUrl', 'srvEventsDeadLettersUrl'],
} as const satisfies Record<string, readonly [keyof Resources, keyof Resources]>;
export type QueueName = keyof typeof QUEUES;

/** The names of the queues, in the order in which a change meets them. */
export const QUEUE_NAMES: readonly QueueName[] = ['lane', 'dsp-updates', 'srv-events'];

/** Clients for a pipeline on this machine. */
export function localClients({ endpoints, region, credentials }: LocalRun): Clients {
  return {
    s3: new S3Client({ endpoint: endpoints.s3, region, credentials, forcePathStyle: true }),
    sqs: new SQSClient({ endpoint: endpoints.sqs, region, credentials, useQueueUrlAsEndpoint: false }),
    dynamodb: new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials }),
  };
}

/** As long as an upload of the largest list may take by a slow line. */
const UPLOAD_MS = 15 * 60_000;

/** Clients for AWS, by the usual environment and profile; a region that is given goes before theirs. */
export function awsClients(region: Region = {}): Clients {
  return {
    s3: naming(s3Client(region, UPLOAD_MS)),
    sqs: naming(sqsClient(region)),
    dynamodb: naming(dynamoClient(region)),
  };
}

/** Which dead letters something is done with, and who hears how far it is. */
export type WhichLetters = Pick<Chosen, 'isChosen' | 'onProgress'>;

/** Everything operators do with a pipeline, on one machine and on AWS alike. */
export function pipelineAccess(
  { s3, sqs, dynamodb }: Clients,
  resources: Resources,
  now: () => Promise<string>,
  patience: Patience = LOCAL_PATIENCE,
) {
  const documents = documentClient(dynamodb);
  const ledger = dynamoLedger(documents, resources.ledgerTable);
  const archive = s3Objects(s3, resources.archiveBucket);
  const reports = s3Objects(s3, resources.reportsBucket);
  const deviceModels = dynamoDeviceModels(documents, resources.deviceModelsTable);
  const devices = dynamoDevices(documents, resources.devicesTable);
  const governance = activeGovernance(ledger, archive);
  const discarded = s3Discarded(archive);
  const urlsOf = (queue: QueueName) => ({
    queueUrl: resources[QUEUES[queue][0]],
    deadLettersUrl: resources[QUEUES[queue][1]],
  });

  const ports: OperatorPorts = {
    ledger,
    undeliveredChanges: () => allUndelivered({ ledger, archive, deviceModels }),
    undeliveredPage: (search) => undeliveredPage(search, { ledger, archive, deviceModels }),
    changesOf: ({ changesetKey }, atMost) =>
      changesetKey === undefined ? Promise.resolve([]) : firstChanges({ effectsKey: changesetKey }, atMost, archive),
    deviceModels,
    async *acceptedLines() {
      yield* linesOfAccepted(await ledger.get('lane'), archive);
    },
    declaredVersions: async () => declaredVersions({ state: await ledger.get('lane') }, { archive }),
    governance,
    devices: {
      async find(deviceId) {
        const record = await devices.find(deviceId);
        return record === undefined ? undefined : smiDevice(record, await governance.settings());
      },
      countByFirmware: (...of) => devices.countByFirmware(...of),
      async *trialDevices(of) {
        const settings = await governance.settings();
        const trialIds = of === undefined ? everyTrialId(await governance.agreedListHistory()) : [of];
        for (const trialId of trialIds) {
          for await (const record of devices.trialDevices(trialId)) {
            const device = smiDevice(record, settings);
            // The index may be a moment behind the record.
            if (of === undefined || device.trial?.trialId === of) yield device;
          }
        }
      },
    },
    async queueDepths() {
      return Promise.all(
        QUEUE_NAMES.map(async (queue) => {
          const { queueUrl, deadLettersUrl } = urlsOf(queue);
          const [depth, dead] = await Promise.all([queueDepth(sqs, queueUrl), queueDepth(sqs, deadLettersUrl)]);
          return { queue, ...depth, deadLetters: dead.visible + dead.inFlight };
        }),
      );
    },
    now,
  };

  return {
    ports,
    /** How long a command waits for what it asked for. */
    patience,
    archive,
    reportPorts: {
      devices,
      models: deviceModels,
      governance,
      sscDecisions: () => ledger.list('sscDecisions'),
      reports: s3Reports(reports),
      extracts: s3Extracts(reports),
      inventory: dynamoInventory(documents, resources.devicesTable),
      ledger,
    },
    rehearsalBase: { ledger, archive, governance, devices },
    /** What loading an existing inventory writes, and by which rules. */
    backfill: { devices, trialRules: trialRules(ledger, archive) },
    reports,
    readyLetters: s3ReadyLetters(reports),
    inbox: s3Objects(s3, resources.inboxBucket),
    lane: sqsLane(sqs, resources.laneQueueUrl),
    /** The names of a queue and of its dead-letter queue in SQS and CloudWatch. */
    queueNames: (queue: QueueName) => {
      const { queueUrl, deadLettersUrl } = urlsOf(queue);
      return { queue: nameOf(queueUrl), deadLetters: nameOf(deadLettersUrl) };
    },
    /** The dead letters of a queue that SQS shows; they stay there. */
    deadLetters: (queue: QueueName, most?: number) => readDeadLetters(sqs, urlsOf(queue).deadLettersUrl, most),
    /** Moves chosen dead letters back to their queue. */
    redrive: async (queue: QueueName, chosen: WhichLetters = {}) => {
      const { queueUrl, deadLettersUrl } = urlsOf(queue);
      return redrive(sqs, queueUrl, { ...chosen, deadLettersUrl, began: await now() });
    },
    /** Takes chosen dead letters away; each is kept in the archive before. */
    discard: async (queue: QueueName, { by, why, ...chosen }: WhichLetters & { by: string; why: string }) => {
      const discardedAt = await now();
      const act = { contract: 'discarded-message/1', queue, discardedAt, discardedBy: by, why } as const;
      const keep = async (letter: DeadLetter) => discarded.keep({ ...act, ...letter });
      return discard(sqs, keep, { ...chosen, deadLettersUrl: urlsOf(queue).deadLettersUrl, began: discardedAt });
    },
    /** The newest acts of discarding. */
    discarded: (queue: QueueName) => discarded.acts(queue),
  };
}

/** The name of a queue, with which its URL ends. */
function nameOf(queueUrl: string): string {
  return queueUrl.split('/').at(-1) ?? '';
}

export type PipelineAccess = ReturnType<typeof pipelineAccess>;
