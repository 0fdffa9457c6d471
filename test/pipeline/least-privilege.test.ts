import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClients } from '../../functions/operator/pipeline-access.ts';
import { putAndWait } from '../../functions/operator/put-file.ts';
import type { Rule } from '../../infra/local-aws/access/statement.ts';
import { demoInput, loadDemo } from '../../infra/local/demo-inputs.ts';
import { demoAccess } from '../../infra/local/demo-outcome.ts';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { pipelineOfTheRun } from '../support/pipeline-of-the-run.ts';
import { demoIssues } from '../fixtures/demo/generator/issues.ts';
import { cplCsv, type CplRow } from '../support/cpl-csv.ts';
import type { ListLine } from '../support/list-history/cpl-list-csv.ts';
import { type ListCertificates, publishedCsv, syntheticCertificates } from '../support/list-history/published-csv.ts';
import { temporaryFolder } from '../support/small-assembly.ts';

/**
 * Grants that AWS needs and one machine cannot show to be needed, each with its reason. Any other grant that nothing
 * below needs is one too many.
 */
const ACKNOWLEDGED: readonly { readonly policy: RegExp; readonly grant: RegExp; readonly reason: string }[] = [
  {
    policy: /^Run(Watch|Reports)Starter/,
    grant: /^sqs:SendMessage on .*LostRuns/,
    reason:
      'EventBridge Scheduler hands a run over as lost when Lambda does not take it: the local Lambda always does.',
  },
  {
    policy: /^(?:Operator|Doctor|Backfill)Policy/,
    grant: /./,
    reason: 'These are for people: cli-on-aws.test.ts and doctor-policy.test.ts run exactly what they are for.',
  },
  { policy: /^AccessLogs/, grant: /^s3:PutObject on /, reason: 'S3 writes access logs; the local S3 keeps none.' },
  {
    policy: /^InboxUndelivered/,
    grant: /^sqs:SendMessage on .*InboxUndelivered/,
    reason:
      'EventBridge leaves an event there when it cannot reach the lane for a day: the local lane is always reached.',
  },
  {
    policy: /^LaneQueuePolicy/,
    grant: /^sqs:GetQueue(Attributes|Url) on .*Lane-Queue/,
    reason: 'CDK gives EventBridge these beside SendMessage when a queue is the target of a rule.',
  },
  {
    policy: /^ReportsPolicy/,
    grant: /^s3:AbortMultipartUpload on .*\/(esi-034i?|opr)\//,
    reason: 'Only an extract of more than 5 MiB that fails half-way takes its parts back; the inventory here is small.',
  },
];

const inWords = ({ action, resource }: Rule): string => `${action} on ${resource}`;
const isAcknowledged = (given: Rule): boolean =>
  ACKNOWLEDGED.some(({ policy, grant }) => policy.test(given.policy) && grant.test(inWords(given)));

/** The demo's register with further versions. */
const register = (...lines: readonly string[]): string =>
  `${demoInput('gbcs-register.csv').trim()}\n${lines.join('\n')}\n`;

/** Synthetic certificates; an entry of a trial has that of the trial. */
function certificatesOf(line: ListLine): ListCertificates {
  const certificates = syntheticCertificates(line);
  const ofTrial = new RegExp(`,${line.model},\\w{4},${line.firmware},([^,]+),`).exec(demoInput('agreed-list.csv'));
  const id = ofTrial?.[1];
  if (id === undefined || certificates.cpa === undefined) return certificates;
  return { ...certificates, cpa: { ...certificates.cpa, id } };
}

/** The demo's agreed list with the end of its first trial on a day, and without its last trial. */
function endingToday(list: string, today: string): string {
  const lines = list.split(/\r?\n/).filter((line) => !line.startsWith('SYN-TRIAL-3,'));
  return lines
    .map((line) => (line.startsWith('SYN-TRIAL-1,') ? line.replace(',2028-04-30,,', `,${today},suspend,`) : line))
    .join('\r\n');
}

/**
 * A Monday after 07:00, so that the clock is not moved over the schedule of the SSC report: the report that is to fail
 * below would then be the one of a day whose report is sent already, and would have nothing to do.
 */
const BEGINS = '2026-11-16T09:00:00Z';

let pipeline: LocalPipeline;

beforeAll(async () => {
  pipeline = await pipelineOfTheRun({ directory: temporaryFolder(), port: 0, clockFrom: BEGINS });
  await drive(pipeline);
});

afterAll(async () => {
  await pipeline.stop();
});

/** Everything the functions ever do, the ways in which things go wrong included. */
async function drive({ run, topology, clock, quiet, invoke, killSandbox }: LocalPipeline): Promise<void> {
  const clients = localClients(run);
  const access = demoAccess(run, () => clock.now());
  const put = (key: string, text: string | Buffer) => putAndWait(access, { key, bytes: Buffer.from(text) });
  const toLane = (id: string, body: string) =>
    clients.sqs.send(
      new SendMessageCommand({
        QueueUrl: run.resources.laneQueueUrl,
        MessageBody: body,
        MessageGroupId: 'lane',
        MessageDeduplicationId: id,
      }),
    );

  await loadDemo(run);
  await quiet();
  // The certificates of the list, one of them of a trial: devices under it are looked for.
  await put('cpl/published-2.312.csv', publishedCsv(demoIssues().at(-1)?.lines ?? [], certificatesOf));
  for (const report of ['ssc', 'esi-034', 'esi-034i', 'opr']) await invoke('ReportsFunction', { report });

  await invoke('ReportsFunction', { report: 'ssc', requestId: 'the past', at: clock.now() });

  // A trial that ends today, whose devices are to be suspended, and one that the list no longer has.
  await put('governance/agreed-list.csv', endingToday(demoInput('agreed-list.csv'), clock.now().slice(0, 10)));

  // A file that is gone before it is read, and what is no command at all.
  const object = { key: 'cpl/gone.csv', size: 1, 'version-id': 'no-such-version', sequencer: '1' };
  const detail = { bucket: { name: run.resources.inboxBucket }, object };
  const event = { id: 'gone', 'detail-type': 'Object Created', source: 'aws.s3', time: clock.now(), detail };
  await toLane('gone', JSON.stringify(event));
  await toLane('nonsense', 'not a command');

  // The switch off and on: every trial device is re-evaluated.
  await put('governance/settings.json', '{"trialFlagging": "off"}');
  const substituted = { removalGuardPercent: 50, signaturePolicy: 'warn', gbcsSubstitution: { '9.8': '4.1.2.3' } };
  await put('governance/settings.json', JSON.stringify(substituted));

  // A version the register knows and the DSP cannot hold, sent in the place of another, one that comes into force, and the release of what waited.
  const tomorrow = new Date(Date.parse(clock.now()) + 86_400_000).toISOString().slice(0, 10);
  const known = ['4.1.2.3,yes,,,4.1.2.3,test,high,', `9.9,yes,${tomorrow},,9.9,test,high,`];
  await put('governance/gbcs-register.csv', register(...known));
  const some = Array.from({ length: 60 }, (_, index): CplRow => ({ entry: index + 100 }));
  const rows = [{ entry: 1, gbcs: '9.8' }, { entry: 2, gbcs: '9.9' }, ...some];
  const shorter = await put('cpl/cpl-2.313.csv', cplCsv(rows, '2.313'));
  // It is without most of the demo's entries, so it is held.
  const approval = { command: 'approve', commandId: 'shorter', uploadId: shorter.upload.uploadId, reason: 'meant so' };
  await toLane('shorter', JSON.stringify({ ...approval, requestedBy: 'operations' }));
  await quiet();
  await clock.advance('PT30H');

  // So much that it is written in parts, and then held: the parts are taken back.
  await put('governance/settings.json', '{}');
  const many = Array.from({ length: 55_000 }, (_, index): CplRow => ({ entry: index + 1000 }));
  const { upload } = await put('cpl/cpl-2.314.csv', cplCsv(many, '2.314'));
  expect(upload.state).toBe('held');

  // Governance that cannot be read: watch and reports fail for good, and their runs are kept as lost.
  await clients.s3.send(
    new DeleteObjectCommand({ Bucket: run.resources.archiveBucket, Key: 'governance/settings/000003.json' }),
  );
  for (const name of ['WatchFunction', 'ReportsFunction']) while (killSandbox(name));
  const soon = new Date(Date.parse(clock.now()) + 600_000).toISOString().slice(0, 19);
  const weekly = topology.schedules.find(({ properties }) => properties.Target.Input?.includes('ssc'));
  await new SchedulerClient({ ...run, endpoint: run.endpoints.scheduler }).send(
    new CreateScheduleCommand({
      Name: 'report-soon',
      ScheduleExpression: `at(${soon})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: weekly?.properties.Target.Arn,
        RoleArn: weekly?.properties.Target.RoleArn,
        Input: '{"report":"ssc"}',
      },
    }),
  );
  await clock.advance('PT30M');
  await quiet();
}

describe('least privilege', () => {
  test('every function has permission for all that it does', () => {
    expect(pipeline.gate.refusals.filter((words) => !words.includes('s3:ListBucket'))).toEqual([]);
  });

  test('only who may not list the archive is refused to know what is missing there', () => {
    const refused = pipeline.gate.refusals.filter((words) => words.includes('s3:ListBucket'));
    for (const words of refused) expect(words).toContain('archive');
  });

  test('no function has a permission that it does not need: without any one of them something is refused', () => {
    const unusedGrants = pipeline.gate.unusedGrants().filter((grant) => !isAcknowledged(grant));
    expect(unusedGrants.map((grant) => `${grant.policy}: ${inWords(grant)}`)).toEqual([]);
  });

  test('each acknowledged grant is one that the templates have and nothing here needs', () => {
    const unusedGrants = pipeline.gate.unusedGrants();
    for (const { policy, grant, reason } of ACKNOWLEDGED) {
      expect(
        unusedGrants.some((each) => policy.test(each.policy) && grant.test(inWords(each))),
        reason,
      ).toBe(true);
    }
  });
});
