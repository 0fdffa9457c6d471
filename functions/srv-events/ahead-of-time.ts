import { counted } from '../domain/words/counted.ts';
import { eventInWords } from '../domain/devices/event-identity.ts';
import type { Arrival, DeadLetter, DeviceMail } from './sort-messages.ts';

const HOUR_MS = 60 * 60 * 1000;

/**
 * What came for devices without the events that are dated more than some hours after the queue took them: a slip in a
 * year must not outlast every true event. What is dated ahead by less is a clock that is ahead, and counts at once.
 */
export function withoutAhead(
  devices: readonly DeviceMail[],
  atMostHours: number,
): { readonly devices: readonly DeviceMail[]; readonly ahead: readonly DeadLetter[] } {
  const early = devices.flatMap(({ arrivals }) => arrivals.filter((arrival) => isAhead(arrival, atMostHours)));
  const gone = new Set(early.map(({ message }) => message.messageId));
  const left = devices.map(({ deviceId, arrivals, messageIds }) => ({
    deviceId,
    arrivals: arrivals.filter(({ message }) => !gone.has(message.messageId)),
    messageIds: messageIds.filter((id) => !gone.has(id)),
  }));
  return {
    devices: left.filter(({ messageIds }) => messageIds.length > 0),
    ahead: early.map((arrival) => ({ message: arrival.message, reason: reasonOf(arrival, atMostHours) })),
  };
}

function isAhead({ event, message }: Arrival, atMostHours: number): boolean {
  const latest = Date.parse(message.sentAt) + atMostHours * HOUR_MS;
  const at = Date.parse(event.at);
  return at > latest || (at === latest && event.beyondMillis !== undefined);
}

function reasonOf({ event, message }: Arrival, atMostHours: number): string {
  const allowed = `${counted(atMostHours, 'hour')} (setting eventClockAheadHours)`;
  return (
    `The event is dated more than ${allowed} after the queue took it at ${message.sentAt}: ` +
    `correct its time and send it again. It says ${eventInWords(event)}`
  );
}
