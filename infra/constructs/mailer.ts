import { Stack } from 'aws-cdk-lib/core';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Permission } from './service-function.ts';

/** What the mailer may be reported. */
export interface MailerProps {
  /** Domain that SES signs for. */
  readonly domain: string;
  /** The only address that mail may come from. */
  readonly from: string;
  /** Where bounces and complaints are reported. */
  readonly operations: ITopic;
}

/** The identity and the rules by which mail leaves: TLS or not at all, and what comes back is reported to operations. */
export class Mailer extends Construct {
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;
  readonly from: string;

  constructor(scope: Construct, id: string, props: MailerProps) {
    super(scope, id);
    this.from = props.from;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
    });
    this.configurationSet.addEventDestination('Returned', {
      destination: EventDestination.snsTopic(props.operations),
      events: [
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    });
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(props.domain),
      configurationSet: this.configurationSet,
    });
  }

  /** Leave to send mail to these addresses and no others, as the one sender there is. */
  mayBeUsedFor(recipients: readonly string[]): Permission {
    const configurationSet = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSet.configurationSetName,
    });
    return {
      // SES checks some messages that it puts together itself under the second name; which, it does not document.
      actions: ['ses:SendEmail', 'ses:SendRawEmail'],
      on: [this.identity.emailIdentityArn, configurationSet],
      when: {
        StringEquals: { 'ses:FromAddress': this.from },
        'ForAllValues:StringEquals': { 'ses:Recipients': recipients },
      },
    };
  }
}
