import { expect, test } from 'vitest';
import { readAssembly } from '../../infra/local-aws/template/assembly.ts';
import { readTopology } from '../../infra/local-aws/template/topology.ts';
import { handlerFunction, smallAssembly } from '../support/small-assembly.ts';

const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000', sqsEndpoint: 'http://127.0.0.1:1' };

type Stacks = Parameters<typeof smallAssembly>[0];

async function topologyOf(stacks: Stacks) {
  return readTopology(await readAssembly(smallAssembly(stacks)), ACCOUNT);
}

const queueWith = (properties: Record<string, unknown>): Stacks => ({
  app: { Resources: { Waiting: { Type: 'AWS::SQS::Queue', Properties: properties } } },
});

test('a resource type that is not understood is an error that names stack, resource and type', async () => {
  const stacks = { app: { Resources: { Stream: { Type: 'AWS::Kinesis::Stream' } } } };
  await expect(topologyOf(stacks)).rejects.toThrow(
    'Stack app, resource Stream: type AWS::Kinesis::Stream is not understood',
  );
});

test('a property that is not understood is an error that names resource, type and property', async () => {
  await expect(topologyOf(queueWith({ Colour: 'red' }))).rejects.toThrow(
    'Stack app, resource Waiting (AWS::SQS::Queue): property Colour is not understood',
  );
});

test('a property within a property that is not understood is an error too', async () => {
  const redrive = { deadLetterTargetArn: 'arn:aws:sqs:eu-west-2:000000000000:dead', maxReceiveCount: 3, slowly: true };
  await expect(topologyOf(queueWith({ RedrivePolicy: redrive }))).rejects.toThrow(
    'property RedrivePolicy.slowly is not understood',
  );
});

test('a value that is not understood is an error', async () => {
  await expect(topologyOf(queueWith({ VisibilityTimeout: 'long' }))).rejects.toThrow('property VisibilityTimeout');
});

test('an intrinsic function that is not understood is an error', async () => {
  await expect(topologyOf(queueWith({ QueueName: { 'Fn::Transform': {} } }))).rejects.toThrow(
    'Intrinsic function Fn::Transform is not understood',
  );
});

test('a macro at the top of a template is an error', async () => {
  const stacks = { app: { Resources: {}, Transform: 'AWS::Serverless-2016-10-31' } };
  await expect(topologyOf(stacks)).rejects.toThrow('Transform');
});

test('a property that means nothing on one machine is set aside', async () => {
  const { queues } = await topologyOf(queueWith({ SqsManagedSseEnabled: true, VisibilityTimeout: '30' }));
  expect(queues).toMatchObject([{ name: 'app-Waiting', properties: { VisibilityTimeout: 30 } }]);
});

test('a stack uses what another exports, and every function that CloudFormation has for texts', async () => {
  const { functions, outputs } = await topologyOf({
    storage: {
      Resources: { Waiting: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } },
      Outputs: {
        QueueArn: {
          Value: { 'Fn::GetAtt': ['Waiting', 'Arn'] },
          Export: { Name: { 'Fn::Sub': '${AWS::StackName}:arn' } },
        },
      },
    },
    work: {
      Resources: {
        Worker: handlerFunction('notebook', {
          Environment: {
            Variables: {
              ARN: { 'Fn::ImportValue': 'storage:arn' },
              NAME: { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::ImportValue': 'storage:arn' }] }] },
              JOINED: { 'Fn::Join': ['-', [{ Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }]] },
              SUBSTITUTED: { 'Fn::Sub': ['${a} ${!b} ${AWS::Partition}', { a: 'A' }] },
              ABSENT: { Ref: 'AWS::NoValue' },
            },
          },
        }),
      },
      Outputs: { WatchFunction: { Value: { Ref: 'Worker' } } },
    },
  });
  expect(functions[0]?.properties.Environment?.Variables).toEqual({
    ARN: 'arn:aws:sqs:eu-west-2:000000000000:storage-Waiting.fifo',
    NAME: 'storage-Waiting.fifo',
    JOINED: 'eu-west-2-000000000000',
    SUBSTITUTED: 'A ${b} aws',
  });
  expect(outputs.get('WatchFunction')).toBe('work-Worker');
});

test('a condition that does not hold takes its resource away, and chooses among values', async () => {
  const stacks = {
    app: {
      Conditions: { Big: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } },
      Resources: {
        Only: { Type: 'AWS::SQS::Queue', Condition: 'Big' },
        Always: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: { 'Fn::If': ['Big', 60, 20] } } },
      },
    },
  };
  const { queues } = await topologyOf(stacks);
  expect(queues).toMatchObject([{ logicalId: 'Always', properties: { VisibilityTimeout: 20 } }]);
});

test('a reference to what no stack has is an error', async () => {
  await expect(topologyOf(queueWith({ QueueName: { 'Fn::ImportValue': 'nowhere' } }))).rejects.toThrow(
    'no stack exports nowhere',
  );
  await expect(topologyOf(queueWith({ QueueName: { Ref: 'Nothing' } }))).rejects.toThrow('Nothing');
});
