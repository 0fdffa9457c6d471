import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { LocalRun } from '../../functions/contracts/local-run.ts';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { A_MONDAY } from './chosen-instant.ts';
import { handlerFunction, type Note, notebook, smallAssembly, temporaryFolder } from './small-assembly.ts';

/** What the emulator reports a queue. */

/** A pipeline of one queue with its dead-letter queue and one function that notes what it gets. */
export type QueuePipeline = LocalPipeline & {
  readonly notes: () => readonly Note[];
  readonly send: (body: string, more?: Partial<SendMessageCommandInput>) => Promise<string>;
  /** Sends up to ten messages in one request. */
  readonly sendTogether: (bodies: readonly string[]) => Promise<void>;
  /** Bodies of the messages in the dead-letter queue. */
  readonly deadLetters: () => Promise<readonly string[]>;
};

/** What differs from one test to the next. */
export type QueuePipelineOptions = {
  readonly queue?: Readonly<Record<string, unknown>>;
  readonly mapping?: Readonly<Record<string, unknown>>;
  readonly worker?: Readonly<Record<string, unknown>>;
  readonly handler?: 'notebook' | 'broken';
};

/** Starts a pipeline of one queue and one function, in a folder of its own. */
export async function queuePipeline(options: QueuePipelineOptions = {}): Promise<QueuePipeline> {
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
      Outputs: { LaneQueueUrl: { Value: { Ref: 'Waiting' } }, LaneDeadLettersUrl: { Value: { Ref: 'Dead' } } },
    },
  });
  const pipeline = await startPipeline({ directory: temporaryFolder(), port: 0, clockFrom: A_MONDAY, assembly });
  const { run } = pipeline;
  const sqs = new SQSClient({ region: run.region, endpoint: run.endpoints.sqs, credentials: run.credentials });
  return {
    ...pipeline,
    notes,
    send: async (body, more = {}) => {
      const QueueUrl = run.resources.laneQueueUrl;
      const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body, ...more }));
      return MessageId ?? '';
    },
    sendTogether: async (bodies) => {
      const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl: run.resources.laneQueueUrl, Entries }));
    },
    deadLetters: () => bodiesIn(run, run.resources.laneDeadLettersUrl),
  };
}

/** The bodies of the first messages of a queue, which they leave for a moment only. */
export async function bodiesIn({ region, endpoints, credentials }: LocalRun, QueueUrl: string): Promise<string[]> {
  const sqs = new SQSClient({ region, endpoint: endpoints.sqs, credentials });
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  sqs.destroy();
  return Messages.map(({ Body = '' }) => Body);
}
