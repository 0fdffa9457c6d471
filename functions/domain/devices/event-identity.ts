import { comparePlaces, DETAIL_NAMES, type DeviceChange, type DeviceEvent, type Place } from './device-event.ts';

/** The names of all that a change says, `firmwareVersion` among the details; JSON writes them in this order. */
const CONTENT_NAMES = ['kind', 'status', 'restores', 'details', ...DETAIL_NAMES];

/** What makes an event one and the same wherever it turns up (CloudEvents 1.0): its source and its id, as one text. */
export function identityOf({ source = '', id }: Pick<Place, 'source' | 'id'>): string {
  // Neither has a control character in it.
  return `${source}\n${id}`;
}

/**
 * Whether two events of one identity say the same. The time that a sender wrote is part of what it says; the time at
 * which the queue took a message is not, because each copy has its own.
 */
export function saysTheSame(a: DeviceEvent, b: DeviceEvent): boolean {
  const isTimeSame =
    a.timedBy === 'queue' || b.timedBy === 'queue' || (a.at === b.at && a.beyondMillis === b.beyondMillis);
  return isTimeSame && contentOf(a.change) === contentOf(b.change);
}

/** Which of two events that say the same is kept: one with a written time, else the earlier; the first of two equal ones. */
export function whichCounts(first: DeviceEvent, second: DeviceEvent): DeviceEvent {
  if (first.timedBy !== second.timedBy) return first.timedBy === 'queue' ? second : first;
  return comparePlaces(second, first) < 0 ? second : first;
}

/** An event in words that fit behind "says": what it changes, and from when. */
export function eventInWords({ change, at, beyondMillis = '' }: DeviceEvent): string {
  return `${changeInWords(change)} from ${at.replace('Z', `${beyondMillis}Z`)}`;
}

function changeInWords(change: DeviceChange): string {
  switch (change.kind) {
    case 'prenotified':
      return `pre-notified with ${detailsInWords(change.details)}`;
    case 'details':
      return detailsInWords(change.details);
    case 'status':
      return `status ${change.status}`;
    case 'firmware':
      return `firmware ${change.firmwareVersion}${change.restores ? ' (by 11.2 or 11.3)' : ''}`;
    case 'deleted':
    case 'restored':
      return change.kind;
  }
}

function detailsInWords(details: Extract<DeviceChange, { details: unknown }>['details']): string {
  const carried = DETAIL_NAMES.flatMap((name) => (details[name] === undefined ? [] : [`${name} ${details[name]}`]));
  return carried.join(', ') || 'no details';
}

function contentOf(change: DeviceChange): string {
  return JSON.stringify(change, CONTENT_NAMES);
}
