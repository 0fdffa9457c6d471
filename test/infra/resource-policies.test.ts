import { beforeAll, describe, expect, test } from 'vitest';
import { inWords } from '../support/synthesized-policies.ts';
import { type Synthesized, synthesize } from '../support/synthesized.ts';

let stage: Synthesized;
beforeAll(async () => {
  stage = await synthesize('dev');
});

/** What a bucket refuses to anyone: whatever does not come over TLS, and over TLS 1.2 or later. */
const overTls = (bucket: string): string[] => [
  `no s3:* on ${bucket}, ${bucket}/* for * if Bool aws:SecureTransport false`,
  `no s3:* on ${bucket}, ${bucket}/* for * if NumericLessThan s3:TlsVersion 1.2`,
];
const queueOverTls = (queue: string): string => `no sqs:* on ${queue} for * if Bool aws:SecureTransport false`;
const accessLog = (of: string, path: string): string =>
  `s3:PutObject on AccessLogs/${path}/* for logging.s3.amazonaws.com ` +
  `if ArnLike aws:SourceArn ${of} and StringEquals aws:SourceAccount AWS::AccountId`;

/** Everything that the policies of resources allow and forbid. A line that changes here is a decision, not a detail. */
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  AccessLogs: [
    ...overTls('AccessLogs'),
    accessLog('Archive', 'Archive'),
    accessLog('Reports', 'Reports'),
    accessLog('InboxBucket', 'Inbox-Bucket'),
  ],
  Archive: overTls('Archive'),
  Reports: overTls('Reports'),
  'Inbox/Bucket': overTls('InboxBucket'),
  'Lane/Queue': [
    queueOverTls('LaneQueue'),
    'sqs:GetQueueAttributes sqs:GetQueueUrl sqs:SendMessage on LaneQueue for events.amazonaws.com ' +
      'if ArnEquals aws:SourceArn InboxFileArrived',
  ],
  'Lane/DeadLetters': [queueOverTls('LaneDeadLetters')],
  'Inbox/Undelivered': [
    queueOverTls('InboxUndelivered'),
    'sqs:SendMessage on InboxUndelivered for events.amazonaws.com if ArnEquals aws:SourceArn InboxFileArrived',
  ],
  'DspUpdates/Queue': [queueOverTls('DspUpdatesQueue')],
  'DspUpdates/DeadLetters': [queueOverTls('DspUpdatesDeadLetters')],
  'SrvEvents/Queue': [queueOverTls('SrvEventsQueue')],
  'SrvEvents/DeadLetters': [queueOverTls('SrvEventsDeadLetters')],
  LostRuns: [queueOverTls('LostRuns')],
  'Operations/Topic': [
    'no sns:Publish on OperationsTopic for * if Bool aws:SecureTransport false',
    'sns:Publish on OperationsTopic for cloudwatch.amazonaws.com if StringEquals aws:SourceAccount AWS::AccountId',
    'sns:Publish on OperationsTopic for ses.amazonaws.com ' +
      'if StringEquals AWS:SourceAccount AWS::AccountId and StringEquals AWS:SourceArn MailerConfigurationSet',
  ],
  'Operations/OnCall': [
    'no sns:Publish on OperationsOnCall for * if Bool aws:SecureTransport false',
    'sns:Publish on OperationsOnCall for cloudwatch.amazonaws.com if StringEquals aws:SourceAccount AWS::AccountId',
  ],
  'Operations/Key': [
    // Whoever of the account has leave of their own: without it nobody could ever change the key.
    'kms:* on * for arn:aws:iam::AWS::AccountId:root',
    'kms:Decrypt kms:GenerateDataKey on * for cloudwatch.amazonaws.com, ses.amazonaws.com ' +
      'if StringEquals aws:SourceAccount AWS::AccountId',
  ],
};

describe('what a resource lets others do, and what it refuses to all', () => {
  const saidIn = (stage: Synthesized): Map<string, string[]> =>
    new Map(
      stage.all
        .filter(({ type }) => /^AWS::(?:KMS::Key|(?:S3|SQS|SNS)::\w+Policy)$/.test(type))
        .map(({ path, properties }) => [
          path.replace(/^\w+\//, '').replace(/(?:\/Policy)?\/Resource$/, ''),
          (properties.PolicyDocument ?? properties.KeyPolicy).Statement.map(inWords),
        ]),
    );

  test.each(Object.entries(POLICIES))('%s', (resource, expected) => {
    expect(saidIn(stage).get(resource)).toEqual(expected);
  });

  test('no other resource says anything', () => {
    expect([...saidIn(stage).keys()].toSorted()).toEqual(Object.keys(POLICIES).toSorted());
  });
});
