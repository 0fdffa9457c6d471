import { Stack } from 'aws-cdk-lib/core';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { removalOf } from './private-bucket.ts';

/** What the operations topic may be told. */
export interface OperationsTopicProps {
  /** Addresses that are asked, once, to confirm that they want the notifications. */
  readonly subscribers: readonly string[];
  /**
   * Whether the key outlives its stack.
   * @default true
   */
  readonly keep?: boolean;
}

/**
 * The topic on which DCC operations hear of alarms, bounces and complaints.
 *
 * Encrypted with a key of its own: a bounce names people's addresses, and CloudWatch and SES cannot publish to a
 * topic under the key that AWS manages.
 */
export class OperationsTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: OperationsTopicProps) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      description: 'Notifications for DCC operations',
      enableKeyRotation: true,
      removalPolicy: removalOf(props.keep ?? true),
    });
    this.topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true, displayName: 'CPL pipeline operations' });
    const alarms = new ServicePrincipal('cloudwatch.amazonaws.com');
    const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [alarms],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions,
      }),
    );
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
    for (const [index, address] of props.subscribers.entries()) {
      const subscription = new CfnSubscription(this, `Subscriber${index + 1}`, {
        topicArn: this.topic.topicArn,
        protocol: 'email',
        endpoint: address,
      });
      acknowledge(subscription, 'Serverless-SNSRedrivePolicy', STATE_IS_ELSEWHERE);
    }
  }
}

const STATE_IS_ELSEWHERE =
  'A mail that does not arrive loses nothing: the alarm stays in its state in CloudWatch until its cause is gone.';
