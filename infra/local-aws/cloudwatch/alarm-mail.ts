import type { Topology } from '../template/topology.ts';
import type { AlarmState } from './alarm-states.ts';

/** A mail as SNS writes it: plain text, to one subscriber. */
export type PlainMail = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};

const WORDS = { ok: 'OK', alarm: 'ALARM', 'not-evaluated': 'INSUFFICIENT_DATA' } as const;

/** SNS cuts longer subjects off. */
const MOST_SUBJECT = 100;

/** The mails that notify the subscribers of an alarm's topics of its change: what AWS would send, without its links. */
export function alarmMails(
  before: AlarmState['state'],
  alarm: AlarmState,
  topics: readonly string[],
  { account, subscriptions }: Pick<Topology, 'account' | 'subscriptions'>,
): readonly PlainMail[] {
  const { name, description, state, value, since } = alarm;
  const reason =
    value === undefined ? 'The alarms it is made of changed, or data is missing.' : `The last value was ${value}.`;
  const text = [
    `You are receiving this email because your Amazon CloudWatch Alarm "${name}" in the ${account.region} region has entered the ${WORDS[state]} state, because "${reason}" at "${since ?? ''}".`,
    '',
    'Alarm Details:',
    `- Name: ${name}`,
    `- Description: ${description}`,
    `- State Change: ${WORDS[before]} -> ${WORDS[state]}`,
    `- Reason for State Change: ${reason}`,
    `- Timestamp: ${since ?? ''}`,
    `- AWS Account: ${account.accountId}`,
    '',
  ].join('\n');
  return subscriptions
    .filter(({ properties }) => properties.Protocol === 'email' && topics.includes(properties.TopicArn))
    .map(({ properties }) => ({
      from: 'AWS Notifications <no-reply@sns.amazonaws.com>',
      to: properties.Endpoint,
      subject: `${WORDS[state]}: "${name}" in ${account.region}`.slice(0, MOST_SUBJECT),
      text,
    }));
}
