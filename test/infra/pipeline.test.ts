import { beforeAll, describe, expect, test } from 'vitest';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import { STACK_OUTPUTS } from '../../functions/contracts/outputs.ts';
import { AWS_PATIENCE } from '../../functions/operator/wait-for-fact.ts';
import { named } from '../support/synthesized-policies.ts';
import { type Synthesized, type SynthesizedResource, synthesize } from '../support/synthesized.ts';

let stage: Synthesized;
beforeAll(async () => {
  stage = await synthesize('dev');
});

const CONSTRUCTS = {
  intake: 'Intake',
  'dsp-ingestion': 'DspIngestion',
  'srv-events': 'SrvEvents',
  watch: 'Watch',
  reports: 'Reports',
} as const satisfies Readonly<Record<keyof typeof ENVIRONMENT, string>>;

describe('a stage', () => {
  test('is plain CloudFormation: no custom resource, no container image, nothing that only CDK understands', () => {
    for (const { type, properties } of stage.all) {
      expect(type).toMatch(/^AWS::/);
      expect(type).not.toBe('AWS::CloudFormation::CustomResource');
      expect(properties).not.toHaveProperty('ServiceToken');
      expect(properties).not.toHaveProperty('PackageType');
    }
    for (const { text } of [stage.storage, stage.pipeline]) expect(JSON.parse(text)).not.toHaveProperty('Parameters');
  });

  test('has the outputs that the local run, the operator and the tests find it by', () => {
    expect([...stage.storage.outputs, ...stage.pipeline.outputs].sort()).toEqual([...STACK_OUTPUTS].sort());
  });

  test('keeps state out of the stack that can be thrown away', () => {
    const types = new Set(stage.pipeline.resources.map(({ type }) => type));
    expect([...types].filter((type) => /S3|DynamoDB|SES|SNS|KMS/.test(type))).toEqual([]);
    expect(stage.pipeline.ofType('AWS::SQS::Queue').map(({ path }) => path)).toEqual(['pipeline/LostRuns/Resource']);
  });

  test('is synthesized the same each time', async () => {
    const again = await synthesize('dev');
    expect(JSON.parse(again.storage.text)).toEqual(JSON.parse(stage.storage.text));
    expect(JSON.parse(again.pipeline.text)).toEqual(JSON.parse(stage.pipeline.text));
  });
});

/** Seconds and megabytes of each function; the timeout of a worker is what its queue was made for. */
const SIZES: Readonly<Record<string, { readonly Timeout: number; readonly MemorySize: number }>> = {
  intake: { Timeout: 120, MemorySize: 1769 },
  'dsp-ingestion': { Timeout: 30, MemorySize: 512 },
  'srv-events': { Timeout: 60, MemorySize: 1024 },
  watch: { Timeout: 300, MemorySize: 1024 },
  reports: { Timeout: 900, MemorySize: 1769 },
};

describe.each(Object.entries(CONSTRUCTS))('the function %s', (name, construct) => {
  const properties = (): SynthesizedResource['properties'] =>
    stage.pipeline.at('AWS::Lambda::Function', construct).properties;

  test('has exactly the environment that its contract lists', () => {
    const expected = Object.entries(ENVIRONMENT).find(([key]) => key === name)?.[1] ?? [];
    expect(Object.keys(properties().Environment.Variables).sort()).toEqual([...expected].sort());
  });

  test('has a role of its own, and the time and memory that are set for it', () => {
    const role = stage.pipeline.at('AWS::IAM::Role', construct);
    expect(properties()).toMatchObject({ ...SIZES[name], Role: { 'Fn::GetAtt': [role.id, 'Arn'] } });
  });

  test('runs the newest Node on arm64', () => {
    expect(properties()).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
  });

  test('has a log of its own, which does not grow for ever, with lines of Lambda only where runs are few', () => {
    const log = stage.pipeline.at('AWS::Logs::LogGroup', construct);
    expect(log.properties.RetentionInDays).toBe(30);
    expect(properties().LoggingConfig).toEqual({
      ApplicationLogLevel: 'INFO',
      LogFormat: 'JSON',
      LogGroup: { Ref: log.id },
      SystemLogLevel: ['srv-events', 'dsp-ingestion'].includes(name) ? 'WARN' : 'INFO',
    });
  });
});

describe('the work of the queues', () => {
  const source = (path: string): SynthesizedResource['properties'] =>
    stage.pipeline.at('AWS::Lambda::EventSourceMapping', path).properties;

  test.each([
    ['WorkOffLane', 'LaneQueue', 'Intake', { BatchSize: 1 }],
    ['WorkOffDspUpdates', 'DspUpdatesQueue', 'DspIngestion', { BatchSize: 10 }],
    [
      'WorkOffSrvEvents',
      'SrvEventsQueue',
      'SrvEvents',
      { BatchSize: 100, MaximumBatchingWindowInSeconds: 5, ScalingConfig: { MaximumConcurrency: 10 } },
    ],
  ])('%s hands messages of %s to %s, and takes back those that failed', (path, queue, construct, figures) => {
    expect(named(source(path).EventSourceArn)).toBe(queue);
    expect(source(path)).toMatchObject({
      ...figures,
      FunctionName: { Ref: stage.pipeline.at('AWS::Lambda::Function', construct).id },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test.each([
    ['Lane', 'Intake'],
    ['DspUpdates', 'DspIngestion'],
    ['SrvEvents', 'SrvEvents'],
  ])('a message of %s stays hidden for longer than its function may run', (queue, construct) => {
    const { VisibilityTimeout } = stage.storage.at('AWS::SQS::Queue', `${queue}/Queue`).properties;
    const { Timeout } = stage.pipeline.at('AWS::Lambda::Function', construct).properties;
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(Timeout + 30);
  });

  test('the operator waits for a decision for longer than two deliveries of the lane that fail, and looks once a second', () => {
    const { VisibilityTimeout } = stage.storage.at('AWS::SQS::Queue', 'Lane/Queue').properties;
    expect(AWS_PATIENCE.ms).toBeGreaterThan(2 * VisibilityTimeout * 1000);
    expect(AWS_PATIENCE.everyMs).toBeGreaterThanOrEqual(1000);
  });

  test('no function reserves copies, which a new account has too few of; a first list and a burst are limited otherwise', () => {
    for (const { properties } of stage.pipeline.ofType('AWS::Lambda::Function')) {
      expect(properties.ReservedConcurrentExecutions).toBeUndefined();
    }
    const most = (path: string): unknown => source(path).ScalingConfig?.MaximumConcurrency;
    expect([most('WorkOffLane/Source'), most('WorkOffDspUpdates/Source'), most('WorkOffSrvEvents/Source')]).toEqual([
      undefined,
      20,
      10,
    ]);
  });
});

describe('the schedules', () => {
  const lostRuns = () => ({ 'Fn::GetAtt': [stage.pipeline.at('AWS::SQS::Queue', 'LostRuns').id, 'Arn'] });

  test.each([
    ['RunWatch/Watch', 'Watch', 'rate(15 minutes)', 'Etc/UTC', {}],
    ['RunReports/SscReport', 'Reports', 'cron(0 7 ? * MON *)', 'Europe/London', { report: 'ssc' }],
    ['RunReports/Esi034', 'Reports', 'cron(40 3-8 * * ? *)', 'Europe/London', { report: 'esi-034' }],
    ['RunReports/Esi034i', 'Reports', 'cron(0 3-8 * * ? *)', 'Europe/London', { report: 'esi-034i' }],
    ['RunReports/OprExclusions', 'Reports', 'cron(20 3-8 * * ? *)', 'Europe/London', { report: 'opr' }],
  ])('[R65] %s starts %s in time', (path, construct, expression, zone, input) => {
    const { properties } = stage.pipeline.at('AWS::Scheduler::Schedule', path);
    expect(properties).toMatchObject({
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: zone,
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        RoleArn: { 'Fn::GetAtt': [stage.pipeline.at('AWS::IAM::Role', path.replace(/\/.*/, '')).id, 'Arn'] },
        Arn: { 'Fn::GetAtt': [stage.pipeline.at('AWS::Lambda::Function', construct).id, 'Arn'] },
        DeadLetterConfig: { Arn: lostRuns() },
        RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 },
      },
    });
    expect(JSON.parse(properties.Target.Input)).toEqual({ ...input, scheduledTime: '<aws.scheduler.scheduled-time>' });
  });

  test('[R70] the function of reports is started for that of the SSC and three inventory reports, and for no other', () => {
    const { id } = stage.pipeline.at('AWS::Lambda::Function', 'Reports');
    const starts = stage.pipeline
      .ofType('AWS::Scheduler::Schedule')
      .map(({ properties }) => properties.Target)
      .filter(({ Arn }) => Arn['Fn::GetAtt'][0] === id);
    const reports = new Set(starts.map(({ Input }) => JSON.parse(Input).report));
    expect([starts.length, reports]).toEqual([4, new Set(['ssc', 'esi-034', 'esi-034i', 'opr'])]);
  });

  test.each([
    ['RunWatch', 'Watch'],
    ['RunReports', 'Reports'],
  ])('a run of %s that fails three times, or for an hour, is not lost without a trace', (path, construct) => {
    expect(stage.pipeline.at('AWS::Lambda::EventInvokeConfig', path).properties).toEqual({
      FunctionName: { Ref: stage.pipeline.at('AWS::Lambda::Function', construct).id },
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 3600,
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: lostRuns() } },
    });
  });

  test('lost runs wait for 14 days, encrypted, as every dead letter does', () => {
    expect(stage.pipeline.at('AWS::SQS::Queue', 'LostRuns').properties).toEqual({
      MessageRetentionPeriod: 14 * 86_400,
      SqsManagedSseEnabled: true,
    });
  });
});
