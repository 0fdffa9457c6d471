import { beforeAll, describe, expect, test, vi } from 'vitest';
import { doctor } from '../../functions/operator/commands/doctor.ts';
import { examine } from '../../functions/operator/doctor/examine.ts';
import { PIPELINE_CHECKS } from '../../functions/operator/doctor/pipeline-checks.ts';
import { examineStage } from '../../functions/operator/doctor/stage-checks.ts';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import { fakePipeline } from '../support/fake-pipeline.ts';
import { type Answers, outputsOf, soundAnswers, stageAnswering } from '../support/sound-stage.ts';
import { type Synthesized, synthesize } from '../support/synthesized.ts';

let stage: Synthesized;
beforeAll(async () => {
  stage = await synthesize('dev');
});

/** The points of a stage that is sound but for some answers of AWS. */
const pointsOf = (other: Answers = {}) =>
  examineStage({ region: {}, outputs: outputsOf(stage) }, stageAnswering({ ...soundAnswers(stage), ...other }));

/** Those that are not well, in words. */
const faultsOf = async (other: Answers = {}) =>
  (await pointsOf(other))
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ point, verdict, found, todo }) => `${verdict} ${point}: ${found} → ${todo}`);

const alarmsIn = (StateValue: string, ActionsEnabled = true): Answers => ({
  DescribeAlarms: ({ AlarmNames }) => ({
    MetricAlarms: AlarmNames.map((AlarmName: string) => ({ AlarmName, StateValue, ActionsEnabled })),
  }),
});
const mailAccount = (account: object): Answers => ({
  GetAccount: () => ({ ProductionAccessEnabled: true, SendingEnabled: true, EnforcementStatus: 'HEALTHY', ...account }),
});
const functionIs = (configuration: object): Answers => ({
  GetFunctionConfiguration: () => ({ State: 'Active', LastUpdateStatus: 'Successful', ...configuration }),
});
const queueHas = (Attributes: object): Answers => ({
  GetQueueAttributes: () => ({ Attributes: { KmsMasterKeyId: 'k', MessageRetentionPeriod: '1209600', ...Attributes } }),
});

describe('the doctor of a deployed stage', () => {
  test('finds nothing wrong with a sound one, and says what it looked at', async () => {
    const points = await pointsOf();
    expect(points.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    const of = (point: string) => points.find((each) => each.point === point)?.found;
    expect(of('Account')).toContain('123456789012');
    expect(of('Alarms')).toBe(`all ${stage.pipeline.ofType('AWS::CloudWatch::Alarm').length + 1}`);
    expect(of('Schedules')).toBe('all 5');
    expect(of('Event sources')).toBe('all 3');
    expect(of('Tables')).toBe('all 3');
    expect(of('Queues')).toBe(`all ${stage.all.filter(({ type }) => type === 'AWS::SQS::Queue').length}`);
    expect(of('Functions')).toBe('all 5');
  });

  test.each<[string, Answers, RegExp]>([
    [
      'credentials of another account',
      { GetCallerIdentity: () => ({ Account: '999999999999', Arn: 'a' }) },
      /^wrong Account: the outputs are of 123456789012, you are signed in to 999999999999/,
    ],
    [
      'a new account with few copies',
      { GetAccountSettings: () => ({ AccountLimit: { ConcurrentExecutions: 10 } }) },
      /^wrong Lambda concurrency: 10 copies at once.*L-B99A9384/,
    ],
    ['the sandbox of SES', mailAccount({ ProductionAccessEnabled: false }), /^wrong SES account: in the sandbox/],
    ['sending that was stopped', mailAccount({ SendingEnabled: false }), /^wrong SES account: sending is off/],
    ['an account under review', mailAccount({ EnforcementStatus: 'PROBATION' }), /^look SES account: PROBATION/],
    [
      'a quota of mail that is nearly used up',
      mailAccount({ SendQuota: { Max24HourSend: 200, SentLast24Hours: 190 } }),
      /^look SES account: 190 of 200/,
    ],
    [
      'DKIM records that nobody published',
      {
        GetEmailIdentity: () => ({
          VerifiedForSendingStatus: false,
          DkimAttributes: { Status: 'PENDING', Tokens: ['t1'] },
        }),
      },
      /DKIM is PENDING → have these records published: t1\._domainkey\.\S+ CNAME t1\.dkim\.amazonses\.com/,
    ],
    [
      'a function that is not ready',
      functionIs({ State: 'Pending', Environment: { Variables: { MAIL_FROM: 'a@b.test' } } }),
      /^wrong Functions: .*Intake\w*: Pending, Successful/,
    ],
    [
      'recipients that are placeholders',
      functionIs({ Environment: { Variables: { SSC_RECIPIENTS: 'ssc@example.org,real@ssc.test' } } }),
      /^wrong Addresses of mail: ssc@example\.org → /,
    ],
    [
      'somebody who has not confirmed',
      {
        ListSubscriptionsByTopic: () => ({
          Subscriptions: [{ SubscriptionArn: 'PendingConfirmation', Endpoint: '+44' }],
        }),
      },
      /^wrong Topic \w+: not confirmed: \+44/,
    ],
    ['a topic that nobody hears', { ListSubscriptionsByTopic: () => ({}) }, /^wrong Topic \w+: nobody is subscribed/],
    [
      'a topic that is not encrypted',
      { GetTopicAttributes: () => ({ Attributes: {} }) },
      /^wrong Topic \w+: not encrypted/,
    ],
    ['alarms that are gone', { DescribeAlarms: () => ({}) }, /^wrong Alarms: .* is gone/],
    ['alarms that were silenced', alarmsIn('OK', false), /^wrong Alarms: .* notifies nobody/],
    ['alarms that are on', alarmsIn('ALARM'), /^wrong Alarms that are on: .* → work through their headings/],
    ['alarms without data', alarmsIn('INSUFFICIENT_DATA'), /^look Alarms without data: /],
    ['schedules that were disabled', { GetSchedule: () => ({ State: 'DISABLED' }) }, /^wrong Schedules: .*: DISABLED/],
    [
      'queues that are not worked off',
      { GetEventSourceMapping: () => ({ State: 'Disabled', StateTransitionReason: 'USER_INITIATED' }) },
      /^wrong Event sources: .*: Disabled USER_INITIATED/,
    ],
    [
      'tables that cannot be restored',
      { DescribeContinuousBackups: () => ({}) },
      /^wrong Tables: .*no point-in-time recovery/,
    ],
    [
      'an index that is being built',
      {
        DescribeTable: () => ({
          Table: { TableStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ IndexStatus: 'CREATING' }] },
        }),
      },
      /^wrong Tables: .*not ready/,
    ],
    [
      'a bucket that may be made public',
      { GetPublicAccessBlock: () => ({ PublicAccessBlockConfiguration: {} }) },
      /^wrong Buckets: InboxBucket: may be made public/,
    ],
    ['a bucket without encryption', { GetBucketEncryption: () => ({}) }, /^wrong Buckets: InboxBucket: not encrypted/],
    [
      'a bucket without versions',
      { GetBucketVersioning: () => ({ Status: 'Suspended' }) },
      /^wrong Buckets: InboxBucket: keeps no earlier versions/,
    ],
    [
      'queues without encryption',
      { GetQueueAttributes: () => ({ Attributes: { RedrivePolicy: '{}' } }) },
      /^wrong Queues: .*not encrypted/,
    ],
    ['dead letters that go too soon', queueHas({ MessageRetentionPeriod: '345600' }), /: keeps messages 4 days only/],
    ['dead letters', queueHas({ ApproximateNumberOfMessages: '3' }), /^look Dead letters: .*: 3/],
    [
      'a stack that rolled back',
      { DescribeStacks: () => ({ Stacks: [{ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' }] }) },
      /^wrong Stack cpl-dev-storage: UPDATE_ROLLBACK_COMPLETE/,
    ],
    [
      'an outputs file of an earlier deployment',
      { DescribeStacks: () => ({ Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] }) },
      /^wrong Stack cpl-dev-storage: the outputs file is of an earlier deployment: InboxBucket/,
    ],
    ['a stage without resources', { ListStackResources: () => ({}) }, /^wrong Schedules: there is none/],
  ])('finds %s, and says what to do', async (_, answers, words) => {
    const faults = await faultsOf(answers);
    expect(faults.filter((fault) => words.test(fault))).not.toEqual([]);
    // One fault is not taken for others: what it does not concern stays as it is.
    const point = /^\w+ (\w+)/.exec(faults[0] ?? '')?.[1];
    if (answers['ListStackResources'] === undefined)
      expect(faults.every((fault) => fault.includes(` ${point}`))).toBe(true);
  });

  test('what cannot be read is a point of its own, and hides no other', async () => {
    const denied = new Error('User: x is not authorized to perform: ses:GetAccount on resource: *');
    const points = await pointsOf({
      GetAccount: () => {
        throw denied;
      },
    });
    expect(points.filter(({ verdict }) => verdict !== 'ok')).toEqual([
      { point: 'SES account', verdict: 'unknown', found: denied.message, todo: 'look again once it can be read' },
    ]);
  });
});

test('the doctor looks at all that a stage is made of where the pipeline was deployed, and hides nothing it cannot read', async () => {
  // No region, and nowhere to find one: no client gets as far as to ask AWS.
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nowhere');
  const { text, exitCode } = await fakePipeline({}, { deployment: { region: {}, outputs: outputsOf(stage) } }).run(
    doctor,
    [],
  );
  vi.unstubAllEnvs();
  expect(exitCode).toBe(1);
  for (const about of ['Account', 'SES account', 'Schedules'])
    expect(text).toMatch(new RegExp(`UNKNOWN +${about}: No AWS region`));
  expect(text).not.toContain('cpl -- doctor --aws');
});

describe('the doctor of any pipeline', () => {
  const of = async (seen: Parameters<typeof fakePipeline>[0]) => examine(fakePipeline(seen).access, PIPELINE_CHECKS);

  test('says which governance files are missing, and that a decision is on its way', async () => {
    expect(await of({})).toMatchObject([
      { point: 'Lane', verdict: 'ok', found: 'no list accepted yet' },
      {
        point: 'Governance files',
        verdict: 'look',
        found: expect.stringContaining('agreed-list.csv, gbcs-register.csv'),
      },
    ]);
    const pending = { sequence: 1, effectsKey: 'k', offset: 0, since: '2026-11-02T09:00:00.000Z', facts: EMPTY_LANE };
    expect(await of({ lane: [{ ...EMPTY_LANE, pending }] })).toMatchObject([{ point: 'Lane', verdict: 'look' }, {}]);
  });

  test('on one machine says what it looked at, what only AWS has, and that a run which does not answer is wrong', async () => {
    const alarms = async () => [{ name: 'Lane stuck', state: 'alarm' }];
    const clock = async () => ({ now: '2026-11-02T09:00:00.000Z' });
    const sound = { answers: async () => true, alarms: async () => [], clock };
    const { text, exitCode } = await fakePipeline(
      { queues: [{ queue: 'lane', visible: 0, inFlight: 0, deadLetters: 0 }] },
      { console: sound },
    ).run(doctor, []);
    expect(exitCode).toBe(0);
    expect(text).toContain('ok       Local run: its time is 2026-11-02T09:00:00.000Z');
    expect(text).toContain('cpl -- doctor --aws');
    const ill = await fakePipeline({}, { console: { answers: async () => false, alarms, clock } }).run(doctor, []);
    expect(ill).toMatchObject({
      exitCode: 1,
      json: {
        verdict: 'not-sound',
        points: expect.arrayContaining([
          { point: 'Local run', verdict: 'wrong', found: 'nothing answers', todo: 'npm start' },
          expect.objectContaining({ point: 'Alarms that are on', found: 'Lane stuck' }),
        ]),
      },
    });
    expect(ill.text).toContain('3 points to put right.');
  });
});
