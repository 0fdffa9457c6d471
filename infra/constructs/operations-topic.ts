import { Stack } from 'aws-cdk-lib/core';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { removalOf } from './private-bucket.ts';

/** Where someone is called day and night: a telephone number (`sms`), an address (`email`) or a pager's URL (`https`). */
export type OnCall = { readonly protocol: 'sms' | 'email' | 'https'; readonly endpoint: string };

/** What the operations topic may be reported. */
export interface OperationsTopicProps {
  /** Addresses that are asked, once, to confirm that they want the notifications. */
  readonly subscribers: readonly string[];
  /** Who is called day and night, by what SNS can deliver to: a telephone, a pager's address. */
  readonly onCall: readonly OnCall[];
  /**
   * Whether the key outlives its stack.
   * @default true
   */
  readonly keep?: boolean;
}

/**
 * The topics on which DCC operations hear: of alarms, bounces and complaints in working hours, and of what cannot wait
 * day and night.
 *
 * Encrypted with a key of its own: a bounce names people's addresses, and CloudWatch and SES cannot publish to a
 * topic under the key that AWS manages.
 */
export class OperationsTopic extends Construct {
  readonly topic: Topic;
  readonly onCall: Topic;

  constructor(scope: Construct, id: string, props: OperationsTopicProps) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      description: 'Notifications for DCC operations',
      enableKeyRotation: true,
      removalPolicy: removalOf(props.keep ?? true),
    });
    const safe = { masterKey: key, enforceSSL: true };
    this.topic = new Topic(this, 'Topic', { ...safe, displayName: 'CPL pipeline operations' });
    this.onCall = new Topic(this, 'OnCall', { ...safe, displayName: 'CPL pipeline' });
    const alarms = new ServicePrincipal('cloudwatch.amazonaws.com');
    const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    for (const topic of [this.topic, this.onCall]) {
      topic.addToResourcePolicy(
        new PolicyStatement({
          principals: [alarms],
          actions: ['sns:Publish'],
          resources: [topic.topicArn],
          conditions,
        }),
      );
    }
    // Which configuration set may publish, the mailer adds itself.
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [alarms, new ServicePrincipal('ses.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        // In a key's policy this means the key.
        resources: ['*'],
        conditions,
      }),
    );
    const byMail = props.subscribers.map((endpoint): OnCall => ({ protocol: 'email', endpoint }));
    this.subscribe('Subscriber', this.topic, byMail);
    this.subscribe('OnCallSubscriber', this.onCall, props.onCall);
  }

  private subscribe(id: string, { topicArn }: Topic, subscribers: readonly OnCall[]): void {
    for (const [index, { protocol, endpoint }] of subscribers.entries()) {
      const subscription = new CfnSubscription(this, `${id}${index + 1}`, { topicArn, protocol, endpoint });
      acknowledge(subscription, 'Serverless-SNSRedrivePolicy', STATE_IS_ELSEWHERE);
    }
  }
}

const STATE_IS_ELSEWHERE =
  'A mail that does not arrive loses nothing: the alarm stays in its state in CloudWatch until its cause is gone.';
