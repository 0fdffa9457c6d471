import type { LaneCommand, ObjectCreated, OperatorCommand } from '../../contracts/lane-command.ts';
import type { QueueMessage } from '../../contracts/queue.ts';
import type { Inbox, LaneSenders } from '../ports.ts';

/** Minutes by which the clocks of S3 and SQS may differ. */
const CLOCKS_DIFFER_MINUTES = 5;
/** Hours that an upload in parts may take: S3 dates such an object by the beginning of its upload. */
const LONGEST_UPLOAD_HOURS = 24;

type FunctionName = keyof LaneSenders['roleIds'];
type CommandName = OperatorCommand['command'];

/** The commands that each function may send; people may send any of them, since they move dead letters back. */
const COMMANDS_OF: Readonly<Record<FunctionName, ReadonlySet<CommandName>>> = {
  'dsp-ingestion': new Set(['dsp-refused']),
  watch: new Set(['reconsider', 'suspend-trial']),
};

/**
 * Why a command is not taken from who sent it, as a sentence; undefined when it is. A function sends its own commands
 * and no others. The event of a file is taken if it is about our bucket, and about an object that came at that time: by
 * an event of another time an old file would pass for a new one, or a new one could not come after it.
 */
export async function senderTrouble(
  command: LaneCommand,
  message: Pick<QueueMessage, 'senderId' | 'sentAt'>,
  { senders, inbox }: { readonly senders: LaneSenders; readonly inbox: Pick<Inbox, 'facts'> },
): Promise<string | undefined> {
  const sender = functionOf(message.senderId, senders);
  if ('detail' in command) {
    if (sender !== undefined) return `Not taken from ${sender}: it may not send the event of a file`;
    return eventTrouble(command, message, senders, inbox);
  }
  return sender === undefined || COMMANDS_OF[sender].has(command.command)
    ? undefined
    : `Not taken from ${sender}: it may not send the command ${command.command}`;
}

/** The function that sent a message, if one of those that may send to the lane did. */
function functionOf(senderId: string, { roleIds }: LaneSenders): FunctionName | undefined {
  const [roleId] = senderId.split(':');
  return (['dsp-ingestion', 'watch'] as const).find((name) => roleIds[name] === roleId);
}

async function eventTrouble(
  { time, detail }: ObjectCreated,
  { sentAt }: Pick<QueueMessage, 'sentAt'>,
  { inboxBucket }: LaneSenders,
  inbox: Pick<Inbox, 'facts'>,
): Promise<string | undefined> {
  const { bucket, object } = detail;
  if (bucket.name !== inboxBucket) return `Not a file of the inbox: the event is about the bucket ${bucket.name}`;
  if (minutesBetween(sentAt, time) > CLOCKS_DIFFER_MINUTES) {
    return `The event is dated ${time}, after the queue took it at ${sentAt}`;
  }
  const facts = await inbox.facts(object.key, object['version-id']);
  // A file that is gone is answered as such.
  if (facts === undefined) return undefined;
  const after = minutesBetween(facts.lastModified, time);
  return after < -CLOCKS_DIFFER_MINUTES || after > LONGEST_UPLOAD_HOURS * 60
    ? `The event is dated ${time}, but the file came at ${facts.lastModified}`
    : undefined;
}

/** Minutes from one instant to another, less than none if the other is before it. */
function minutesBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000;
}
