import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import { documentClient } from '../../functions/adapters/clients.ts';
import { s3Objects } from '../../functions/adapters/s3-objects.ts';
import type { FunctionName } from '../../functions/contracts/environment.ts';
import { LocalRun } from '../../functions/contracts/local-run.ts';
import { localClients, pipelineAccess, type QueueName, QUEUES } from '../../functions/operator/pipeline-access.ts';
import { Agenda } from '../../infra/local-aws/clock/agenda.ts';
import { mailbox } from '../../infra/local/console/mailbox.ts';
import type { FaultPlan } from '../../infra/local-aws/emulators/tables.ts';
import { objectCreated } from '../../infra/local-aws/events/object-created.ts';
import { ScheduleBook } from '../../infra/local-aws/events/schedule-book.ts';
import { resourcesOf } from '../../infra/local/run-file.ts';
import { createResources } from '../../infra/local-aws/system.ts';
import type { StageName } from '../../infra/stages.ts';
import { ACCOUNT, startedEmulators } from './started-emulators.ts';
import { synthesizedTopology } from './synthesized-topology.ts';

/**
 * The resources of a stage on the emulators, and this process in the place of one of its functions: with the environment
 * that the template gives it, and with no more leave than its role has. Nothing else runs: what the function sends to a
 * queue stays there to be looked at. The handler is the test's to call.
 *
 * @param now instant at which the time of this process stands
 */
export async function functionAtWork(
  name: FunctionName,
  now: string,
  { stage = 'dev', tableFaults }: { readonly stage?: StageName; readonly tableFaults?: FaultPlan } = {},
) {
  vi.useFakeTimers({ now: Date.parse(now), toFake: ['Date'] });
  const { emulators, outboxDir, gate, credentials } = await startedEmulators({ tableFaults });
  const topology = await synthesizedTopology(stage, emulators.queues.endpoint);
  await createResources(topology, emulators);
  gate.enforce(topology);
  const arrived: string[] = [];
  emulators.connect({
    schedules: new ScheduleBook(new Agenda(), async () => 'nothing is started'),
    onCreated: (created) => arrived.push(JSON.stringify(objectCreated(created, topology.account))),
  });
  const run = LocalRun.parse({
    ...ACCOUNT,
    consoleUrl: 'http://127.0.0.1:1',
    credentials: credentials.client,
    endpoints: emulators.endpoints,
    resources: resourcesOf(topology.outputs),
    outboxDir,
  });
  /** From here on this process is another function; what was connected as one stays so. */
  function takePlaceOf(other: FunctionName): void {
    const model = topology.functions.find(({ logicalId }) => logicalId.startsWith(LOGICAL_ID[other]));
    const { accessKeyId, secretAccessKey } = credentials.ofFunction(model?.name ?? '');
    for (const [variable, value] of Object.entries({
      ...model?.properties.Environment?.Variables,
      AWS_REGION: ACCOUNT.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_ENDPOINT_URL_S3: emulators.endpoints.s3,
      AWS_ENDPOINT_URL_SQS: emulators.endpoints.sqs,
      AWS_ENDPOINT_URL_DYNAMODB: emulators.endpoints.dynamodb,
      AWS_ENDPOINT_URL_SESV2: emulators.endpoints.sesv2,
    }))
      vi.stubEnv(variable, value);
  }
  takePlaceOf(name);
  const clients = localClients(run);
  const access = pipelineAccess(clients, run.resources, async () => now);
  const mails = mailbox(outboxDir);

  return {
    access,
    reports: s3Objects(clients.s3, run.resources.reportsBucket),
    gate,
    takePlaceOf,
    /** The addresses that SES sends from; without any it refuses every mail. */
    mailIdentities: emulators.mail.setup.identities,
    /** Puts a file into the inbox and gives the event that S3 sends of it. */
    async put(key: string, body: string): Promise<string> {
      await access.inbox.put(key, body, 'text/plain');
      return arrived.at(-1) ?? '';
    },
    /** Puts an item into a table as it is. */
    async putItem(
      table: 'devicesTable' | 'deviceModelsTable' | 'ledgerTable',
      Item: Readonly<Record<string, unknown>>,
    ) {
      await documentClient(clients.dynamodb).send(new PutCommand({ TableName: run.resources[table], Item }));
    },
    /** The bodies of the messages that lie in a queue, which they leave. */
    async sentTo(queue: QueueName): Promise<readonly string[]> {
      const QueueUrl = run.resources[QUEUES[queue][0]];
      const bodies: string[] = [];
      for (;;) {
        const { Messages = [] } = await clients.sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
        );
        if (Messages.length === 0) return bodies;
        bodies.push(...Messages.map(({ Body = '' }) => Body));
      }
    },
    /** Every mail that was sent, with whom it is from and to. */
    async mails() {
      const found = await Promise.all((await mails.list()).map(({ name: file }) => mails.mail(file)));
      return found.flatMap((mail) => (mail === undefined ? [] : [mail])).toReversed();
    },
    async stop(): Promise<void> {
      await emulators.close();
      vi.unstubAllEnvs();
      vi.useRealTimers();
    },
  };
}

export type FunctionAtWork = Awaited<ReturnType<typeof functionAtWork>>;

/** How the logical ids of the functions begin in the template. */
const LOGICAL_ID: Readonly<Record<FunctionName, string>> = {
  intake: 'Intake',
  'dsp-ingestion': 'DspIngestion',
  'srv-events': 'SrvEvents',
  watch: 'Watch',
  reports: 'Reports',
};
