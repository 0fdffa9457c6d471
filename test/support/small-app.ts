import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type RunningApp, startApp } from '../../infra/local-aws/app.ts';
import { readAssembly } from '../../infra/local-aws/template/assembly.ts';
import { A_MONDAY } from './chosen-instant.ts';
import { handlerFunction, type Note, notebook, smallAssembly, temporaryFolder } from './small-assembly.ts';

/** Region and account of an app of a test. */
const REGION = 'eu-west-2';
const ACCOUNT_ID = '000000000000';

/** Runs a small cloud assembly, in a folder of its own. */
export function startSmallApp(assembly: string): Promise<RunningApp> {
  return startApp({
    directory: temporaryFolder(),
    region: REGION,
    accountId: ACCOUNT_ID,
    stacks: readAssembly(assembly),
    clockFrom: A_MONDAY,
  });
}

/** An app of one queue with its dead-letter queue and one function that notes what it gets. */
export type QueueApp = RunningApp & {
  readonly notes: () => readonly Note[];
  readonly send: (body: string, more?: Partial<SendMessageCommandInput>) => Promise<string>;
  /** Sends up to ten messages in one request. */
  readonly sendTogether: (bodies: readonly string[]) => Promise<void>;
  /** Bodies of the messages in the dead-letter queue. */
  readonly deadLetters: () => Promise<readonly string[]>;
};

/** What differs from one test to the next. */
export type QueueAppOptions = {
  readonly queue?: Readonly<Record<string, unknown>>;
  readonly mapping?: Readonly<Record<string, unknown>>;
  readonly worker?: Readonly<Record<string, unknown>>;
  readonly handler?: 'notebook' | 'broken';
};

/** Starts an app of one queue and one function. */
export async function queueApp(options: QueueAppOptions = {}): Promise<QueueApp> {
  const { file, notes } = notebook();
  const fifo = options.queue?.['FifoQueue'] === true ? { FifoQueue: true } : {};
  const assembly = smallAssembly({
    app: {
      Resources: {
        Dead: { Type: 'AWS::SQS::Queue', Properties: fifo },
        Waiting: {
          Type: 'AWS::SQS::Queue',
          Properties: {
            VisibilityTimeout: 30,
            RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
            ...options.queue,
          },
        },
        Worker: handlerFunction(options.handler ?? 'notebook', {
          Environment: { Variables: { NOTEBOOK: file } },
          ...options.worker,
        }),
        Source: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            FunctionName: { Ref: 'Worker' },
            EventSourceArn: { 'Fn::GetAtt': ['Waiting', 'Arn'] },
            FunctionResponseTypes: ['ReportBatchItemFailures'],
            ...options.mapping,
          },
        },
      },
      Outputs: { WaitingUrl: { Value: { Ref: 'Waiting' } }, DeadUrl: { Value: { Ref: 'Dead' } } },
    },
  });
  const app = await startSmallApp(assembly);
  const { credentials, endpoints, topology } = app;
  const sqs = new SQSClient({ region: REGION, endpoint: endpoints.sqs, credentials });
  const urlOf = (output: string): string => topology.outputs.get(output) ?? '';
  return {
    ...app,
    notes,
    send: async (body, more = {}) => {
      const QueueUrl = urlOf('WaitingUrl');
      const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body, ...more }));
      return MessageId ?? '';
    },
    sendTogether: async (bodies) => {
      const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf('WaitingUrl'), Entries }));
    },
    deadLetters: () => bodiesIn(app, urlOf('DeadUrl')),
  };
}

/** The bodies of the first messages of a queue; the messages stay in it. */
export async function bodiesIn(
  { endpoints, credentials }: Pick<RunningApp, 'endpoints' | 'credentials'>,
  QueueUrl: string,
): Promise<string[]> {
  const sqs = new SQSClient({ region: REGION, endpoint: endpoints.sqs, credentials });
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  sqs.destroy();
  return Messages.map(({ Body = '' }) => Body);
}
