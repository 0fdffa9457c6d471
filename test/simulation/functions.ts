import type { SQSRecord } from 'aws-lambda';
import { activeGovernance } from '../../functions/adapters/active-governance.ts';
import { dynamoDeviceIndex } from '../../functions/adapters/dynamo-device-index.ts';
import { dynamoDeviceModels } from '../../functions/adapters/dynamo-device-models.ts';
import { dynamoDevices } from '../../functions/adapters/dynamo-devices.ts';
import { dynamoInventory } from '../../functions/adapters/dynamo-inventory.ts';
import { archivedModels } from '../../functions/adapters/accepted-list.ts';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { undeliveredChanges } from '../../functions/adapters/undelivered-changes.ts';
import { mailClaims } from '../../functions/adapters/mail-claims.ts';
import { noticeBook } from '../../functions/adapters/notice-book.ts';
import { s3Extracts } from '../../functions/adapters/s3-extracts.ts';
import { s3Objects } from '../../functions/adapters/s3-objects.ts';
import { s3ReadyLetters } from '../../functions/adapters/s3-ready-letters.ts';
import { s3Reports } from '../../functions/adapters/s3-reports.ts';
import { sesMailer } from '../../functions/adapters/ses-mailer.ts';
import { sqsDeadLetters } from '../../functions/adapters/sqs-dead-letters.ts';
import { sqsDspUpdates } from '../../functions/adapters/sqs-dsp-updates.ts';
import { sqsLane, sqsReevaluation, sqsSuspended } from '../../functions/adapters/sqs-queues.ts';
import { trialRules } from '../../functions/adapters/trial-rules.ts';
import { ENVIRONMENT, type FunctionName } from '../../functions/contracts/environment.ts';
import type { Mail } from '../../functions/contracts/mail.ts';
import { RECIPIENTS } from '../support/recipients.ts';
import type { QueueMessage } from '../../functions/contracts/queue.ts';
import { applyChanges, type DspIngestionPorts } from '../../functions/dsp-ingestion/apply-changes.ts';
import { mailOnce } from '../../functions/email/mail-once.ts';
import { extractSignatures } from '../../functions/intake/cpl/signature.ts';
import type { LanePorts } from '../../functions/intake/ports.ts';
import { workLane } from '../../functions/intake/lane/work-lane.ts';
import { makeReport } from '../../functions/reports/make-report.ts';
import { queueHandler, scheduledHandler } from '../../functions/runtime/queue-handler.ts';
import type { SrvEventPorts } from '../../functions/srv-events/ports.ts';
import { recordSrvEvents } from '../../functions/srv-events/record-srv-events.ts';
import { keepWatch } from '../../functions/watch/keep-watch.ts';
import type { WatchPorts } from '../../functions/watch/ports.ts';
import { SENDERS } from '../support/lane-senders.ts';
import { callHandler, sqsRecord } from '../support/lambda-event.ts';
import type { Sandbox } from './invocation.ts';
import { queueUrl, simulatedClients } from './services.ts';
import { PUBLIC_KEY } from './signing.ts';
import type { SimulatedMessage } from './simulated-queue.ts';
import type { World } from './world.ts';

/** The ports of each function; a planted bug is another maker of one of them. */
export type Ports = {
  readonly intake: LanePorts;
  readonly 'dsp-ingestion': DspIngestionPorts;
  readonly 'srv-events': SrvEventPorts;
  readonly watch: WatchPorts;
  readonly reports: Parameters<typeof makeReport>[1];
};

/** Changes of the real functions; the simulation must notice every one. */
export type Mutation = {
  readonly ports?: { readonly [F in FunctionName]?: (ports: Ports[F], sandbox: Sandbox) => Ports[F] };
  /** Changes the messages that the lane receives. */
  readonly lane?: (messages: readonly QueueMessage[]) => readonly QueueMessage[];
  /** Changes what a command says before the service sees it. */
  readonly command?: (action: string, input: unknown) => unknown;
  /** Changes what the service answers. */
  readonly answer?: (action: string, answer: unknown) => unknown;
  /** Changes what a handler answers Lambda. */
  readonly answered?: (worker: FunctionName, answer: unknown) => unknown;
};

// A handler reads its environment before it is wired; nothing simulated has an address, and nobody reads the lines. Each
// sandbox makes a logger, which reads some twenty variables: of a plain object, not of the operating system.
process.env = {
  ...Object.fromEntries(
    Object.values(ENVIRONMENT)
      .flat()
      .map((variable) => [variable, `simulated ${variable}`]),
  ),
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_DEV: 'true',
  ...process.env,
};

const letter = (mailId: string, text: string): Mail => ({
  mailId,
  to: ['someone@example.org'],
  subject: `${text} (${mailId})`,
  text,
  html: text,
  attachments: [],
});

/** Letters without their wording, which is proved elsewhere: who is notified of what, by which id. */
const LETTERS: LanePorts['letters'] = {
  receipts: ({ upload, outcome }) => [letter(`receipt-${upload.uploadId}-${upload.decision}`, outcome)],
  findingsCsv: ({ findings }) => findings.map(({ code, line }) => `${code},${line}`).join('\n'),
  incident: ({ mailId, steps }) => letter(mailId, steps.map(({ event }) => event).join(', ')),
  weakened: ({ uploadId }, { key }) => letter(`weakened-${uploadId}-${key}`, key),
};

/** A new execution environment of a function, wired as its handler wires it, on simulated services. */
export function newSandbox(world: World, name: FunctionName, skew: number, mutation: Mutation): Sandbox {
  const clients = simulatedClients(world, () => sandbox, mutation);
  const clock = { now: () => new Date(world.now + skew).toISOString() };
  const { dynamo, s3, sqs, ses } = clients;
  const ledger = dynamoLedger(dynamo, 'ledger');
  const archive = s3Objects(s3, 'archive', world.partBytes);
  const inbox = s3Objects(s3, 'inbox');
  const governance = activeGovernance(ledger, archive);
  const mailer = sesMailer(ses, { from: 'pipeline@example.org', configurationSet: 'mails' });
  const once = mailOnce({ claims: mailClaims(ledger), mailer, clock });
  const models = dynamoDeviceModels(dynamo, 'device-models');
  const inventory = dynamoDevices(dynamo, 'devices', clock);
  const readyLetters = s3ReadyLetters(s3Objects(s3, 'reports'));
  const lane = sqsLane(sqs, queueUrl('lane'));
  const make: { readonly [F in FunctionName]: () => Ports[F] } = {
    intake: () => ({
      senders: SENDERS,
      settingsFloor: {},
      agreedListConfirmations: 0,
      ledger,
      archive,
      inbox,
      signatures: extractSignatures(inbox, PUBLIC_KEY),
      governance,
      dspUpdates: sqsDspUpdates(sqs, queueUrl('dsp-updates')),
      devices: dynamoDeviceIndex(dynamo, 'devices'),
      deviceModels: models,
      reevaluation: sqsReevaluation(sqs, queueUrl('srv-events')),
      letters: LETTERS,
      readyLetters,
      mailOnce: once,
      deadLetters: sqsDeadLetters(sqs, queueUrl('lane-dead')),
      clock,
    }),
    'dsp-ingestion': () => ({
      deviceModels: models,
      devices: inventory,
      srvEvents: sqsSuspended(sqs, queueUrl('srv-events')),
      lane,
      clock,
    }),
    'srv-events': () => ({
      devices: inventory,
      trialRules: trialRules(ledger, archive),
      deadLetters: sqsDeadLetters(sqs, queueUrl('srv-events-dead')),
    }),
    watch: () => ({
      ledger,
      archive,
      undelivered: (log) => undeliveredChanges(log, { ledger, archive, deviceModels: models }),
      governance,
      devices: inventory,
      models,
      acceptedModels: archivedModels(archive),
      notices: noticeBook(ledger),
      lane,
      mailOnce: once,
      clock,
      readyLetters,
      recipients: RECIPIENTS,
    }),
    reports: () => ({
      ledger,
      devices: inventory,
      models,
      governance,
      sscDecisions: () => ledger.list('sscDecisions'),
      reports: s3Reports(s3Objects(s3, 'reports')),
      inventory: dynamoInventory(dynamo, 'devices'),
      extracts: s3Extracts(s3Objects(s3, 'reports', world.partBytes)),
      layOut: async ({ reportId }) => ({ mail: letter(reportId, 'report'), workbook: new Uint8Array(1) }),
      mailOnce: once,
      clock,
      recipients: ['ssc@example.org'],
    }),
  };
  function connect<F extends FunctionName>(of: F): Ports[F] {
    const made = make[of]();
    return mutation.ports?.[of]?.(made, sandbox) ?? made;
  }
  const handlers: Readonly<Record<FunctionName, () => (event: never, context: never) => unknown>> = {
    intake: () =>
      queueHandler({
        service: 'intake',
        connect: () => connect('intake'),
        handleBatch: (messages, ...rest) => workLane(mutation.lane?.(messages) ?? messages, ...rest),
      }),
    'dsp-ingestion': () =>
      queueHandler({
        service: 'dsp-ingestion',
        connect: () => connect('dsp-ingestion'),
        handleBatch: applyChanges,
      }),
    'srv-events': () =>
      queueHandler({ service: 'srv-events', connect: () => connect('srv-events'), handleBatch: recordSrvEvents }),
    watch: () => scheduledHandler({ service: 'watch', connect: () => connect('watch'), run: keepWatch }),
    reports: () => scheduledHandler({ service: 'reports', connect: () => connect('reports'), run: makeReport }),
  };
  const handler = handlers[name]();
  const sandbox: Sandbox = {
    name,
    skew,
    invocation: undefined,
    frozen: [],
    async run({ messages, input }, remainingMs) {
      const event = messages.length > 0 ? { Records: messages.map(recordOf) } : input;
      const answer = await callHandler(handler, event, { requestId: 'simulated', remainingMs });
      return mutation.answered === undefined ? answer : mutation.answered(name, answer);
    },
  };
  return sandbox;
}

/** A message as SQS hands it to Lambda. */
function recordOf({ messageId, body, sentAt, receives, group, senderId }: SimulatedMessage): SQSRecord {
  return sqsRecord(messageId, body, {
    SentTimestamp: String(sentAt),
    ApproximateReceiveCount: String(receives),
    SenderId: senderId,
    ...(group === undefined ? {} : { MessageGroupId: group }),
  });
}
