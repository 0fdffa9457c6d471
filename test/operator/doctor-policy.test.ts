import { expect, test } from 'vitest';
import { examineStage } from '../../functions/operator/doctor/stage-checks.ts';
import { AccessGate } from '../../infra/local-aws/access/access-gate.ts';
import { arn } from '../../infra/local-aws/template/resource-kind.ts';
import { nameOfArn } from '../../infra/local-aws/template/topology.ts';
import { outputsOf, soundAnswers, stageAnswering } from '../support/sound-stage.ts';
import { synthesizedTopology } from '../support/synthesized-topology.ts';
import { synthesize } from '../support/synthesized.ts';

/** Requests that need no leave at all, and those whose leave has another name. */
const NEEDS_NOTHING = new Set(['GetCallerIdentity']);
const NAMES: Readonly<Record<string, string>> = {
  GetBucketEncryption: 's3:GetEncryptionConfiguration',
  GetPublicAccessBlock: 's3:GetBucketPublicAccessBlock',
  GetBucketVersioning: 's3:GetBucketVersioning',
};

test('the doctor asks for nothing that its policy does not allow, and the policy allows nothing that it does not ask for', async () => {
  const [stage, topology] = [await synthesize('dev'), await synthesizedTopology('dev')];
  const gate = new AccessGate();
  gate.enforce(topology);
  const doctor = gate.principalOf(nameOfArn(topology.outputs.get('DoctorPolicyArn') ?? '').replace(/^policy\//, ''));
  expect(doctor).toBeDefined();

  const { account } = topology;
  const of = (resources: readonly { readonly logicalId: string; readonly name: string }[], id: string): string =>
    resources.find(({ logicalId }) => logicalId === id)?.name ?? id;
  /** What a request is about. The simulated stage calls each resource by its id in the template. */
  const resourceOf: Readonly<Record<string, (input: Readonly<Record<string, string>>) => string>> = {
    DescribeStacks: ({ StackName }) => arn('cloudformation', account, `stack/${StackName}/uuid`),
    ListStackResources: ({ StackName }) => arn('cloudformation', account, `stack/${StackName}/uuid`),
    GetFunctionConfiguration: ({ FunctionName = '' }) =>
      arn('lambda', account, `function:${of(topology.functions, FunctionName)}`),
    ListSubscriptionsByTopic: ({ TopicArn = '' }) => arn('sns', account, of(topology.topics, TopicArn)),
    GetTopicAttributes: ({ TopicArn = '' }) => arn('sns', account, of(topology.topics, TopicArn)),
    GetEmailIdentity: ({ EmailIdentity = '' }) =>
      arn('ses', account, `identity/${of(topology.emailIdentities, EmailIdentity)}`),
    GetSchedule: ({ Name = '' }) => arn('scheduler', account, `schedule/default/${of(topology.schedules, Name)}`),
    DescribeTable: ({ TableName = '' }) => arn('dynamodb', account, `table/${of(topology.tables, TableName)}`),
    DescribeContinuousBackups: ({ TableName = '' }) =>
      arn('dynamodb', account, `table/${of(topology.tables, TableName)}`),
    GetQueueAttributes: ({ QueueUrl = '' }) => arn('sqs', account, of(topology.queues, QueueUrl)),
    GetBucketEncryption: ({ Bucket = '' }) => bucket(Bucket),
    GetBucketVersioning: ({ Bucket = '' }) => bucket(Bucket),
    GetPublicAccessBlock: ({ Bucket = '' }) => bucket(Bucket),
  };
  const bucket = (output: string): string =>
    `arn:aws:s3:::${topology.outputs.get(output.replace(/^the-/, '')) ?? output}`;
  const SERVICE: readonly (readonly [RegExp, string])[] = [
    [/Stack/, 'cloudformation'],
    [/Function|AccountSettings|EventSource/, 'lambda'],
    [/Topic/, 'sns'],
    [/EmailIdentity|^GetAccount$/, 'ses'],
    [/Schedule/, 'scheduler'],
    [/Table|Backups/, 'dynamodb'],
    [/Queue/, 'sqs'],
    [/Alarms/, 'cloudwatch'],
  ];
  const points = await examineStage(
    { region: {}, outputs: outputsOf(stage) },
    stageAnswering(soundAnswers(stage), (request, input) => {
      if (NEEDS_NOTHING.has(request)) return;
      const service = SERVICE.find(([of]) => of.test(request))?.[1];
      const action = NAMES[request] ?? `${service}:${request}`;
      const resource = resourceOf[request]?.(input) ?? '*';
      gate.pass(doctor, [{ action, resource }]);
    }),
  );
  expect(points.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  const unusedGrants = gate.unusedGrants().filter(({ policy }) => policy.startsWith('DoctorPolicy'));
  expect(unusedGrants.map(({ action, resource }) => `${action} on ${resource}`)).toEqual([]);
});
