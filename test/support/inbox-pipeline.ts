import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startPipeline } from '../../infra/local/pipeline.ts';
import { A_MONDAY } from './chosen-instant.ts';
import { handlerFunction, notebook, smallAssembly, temporaryFolder } from './small-assembly.ts';

/** An inbox whose new objects under `cpl/` go to the lane, and a function on the lane that notes them. */
export async function startInboxPipeline() {
  const { file, notes } = notebook();
  const assembly = smallAssembly({
    app: {
      Resources: {
        Inbox: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            VersioningConfiguration: { Status: 'Enabled' },
            NotificationConfiguration: { EventBridgeConfiguration: {} },
          },
        },
        Lane: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true, ContentBasedDeduplication: true } },
        Arrived: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventPattern: {
              source: ['aws.s3'],
              'detail-type': ['Object Created'],
              detail: { bucket: { name: [{ Ref: 'Inbox' }] }, object: { key: [{ prefix: 'cpl/' }] } },
            },
            Targets: [
              { Id: 'lane', Arn: { 'Fn::GetAtt': ['Lane', 'Arn'] }, SqsParameters: { MessageGroupId: 'lane' } },
            ],
          },
        },
        EventsMaySend: {
          Type: 'AWS::SQS::QueuePolicy',
          Properties: {
            Queues: [{ Ref: 'Lane' }],
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'sqs:SendMessage',
                  Resource: { 'Fn::GetAtt': ['Lane', 'Arn'] },
                  Principal: { Service: 'events.amazonaws.com' },
                  Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Arrived', 'Arn'] } } },
                },
              ],
            },
          },
        },
        Intake: handlerFunction('notebook', { Environment: { Variables: { NOTEBOOK: file } } }),
        Source: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            FunctionName: { Ref: 'Intake' },
            EventSourceArn: { 'Fn::GetAtt': ['Lane', 'Arn'] },
            BatchSize: 1,
          },
        },
      },
      Outputs: { InboxBucket: { Value: { Ref: 'Inbox' } } },
    },
  });
  const directory = temporaryFolder();
  const pipeline = await startPipeline({ directory, port: 0, clockFrom: A_MONDAY, assembly });
  const { run } = pipeline;
  const s3 = new S3Client({ region: run.region, endpoint: run.endpoints.s3, credentials: run.credentials });
  const upload = async (Key: string, Body: string) =>
    s3.send(new PutObjectCommand({ Bucket: run.resources.inboxBucket, Key, Body }));
  return { pipeline, directory, notes, upload };
}
