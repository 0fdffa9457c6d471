import { inFigures } from '../domain/words/counted.ts';
import type * as z from 'zod/mini';
import {
  Envelope,
  FirmwareChanged,
  MAX_SRV_MESSAGE_BYTES,
  Reevaluate,
  SRV_EVENT_TYPES,
  StatusChanged,
  Trigger,
} from '../contracts/srv-event.ts';
import { type DeviceChange, type DeviceEvent, firmwareTrigger } from '../domain/devices/device-event.ts';
import { writtenTime } from '../domain/devices/written-time.ts';
import { originatorOf, readDuisRequest } from './duis-request.ts';
import { UnreadableRequest } from './duis-xml.ts';
import { encodedText, parseJson, wrappedJson, wrappedText } from './wrapped-message.ts';

/** What an event was, for counting. */
export type SrvEventKind = '12.2' | '8.4' | 'firmware' | 'status';

/** What a message on the srv-events queue turned out to be. */
export type SrvMessage =
  | {
      readonly outcome: 'event';
      readonly kind: SrvEventKind;
      readonly deviceId: string;
      readonly event: DeviceEvent;
    }
  | { readonly outcome: 'reevaluate'; readonly deviceIds: readonly string[] }
  /** Understood, and nothing of ours: counted and acknowledged. */
  | { readonly outcome: 'ignored'; readonly what: string }
  /** Can never succeed: belongs in the dead-letter queue, with the reason. */
  | { readonly outcome: 'poison'; readonly reason: string };

/** An event without what it changes: what makes it one and the same, and when it was. */
type Occurrence = Omit<DeviceEvent, 'change'>;

/**
 * Reads one message of the srv-events queue: a CloudEvents 1.0 envelope in JSON, or bare DUIS XML, whose id is its
 * RequestID, whose source is the originator in it and whose time is the queue's sent time. Never throws for what a sender did: that is `poison`.
 *
 * @param sentAt ISO instant at which the queue took the message
 */
export function readSrvMessage(body: string, sentAt: string): SrvMessage {
  // A UTF-16 unit has at most three bytes in UTF-8: most messages need not be counted.
  if (body.length * 3 > MAX_SRV_MESSAGE_BYTES && Buffer.byteLength(body) > MAX_SRV_MESSAGE_BYTES) {
    return poison(`The message has more than ${inFigures(MAX_SRV_MESSAGE_BYTES)} bytes`);
  }
  const text = body.trimStart();
  try {
    if (text.startsWith('<')) return readBareRequest(text, sentAt);
    if (text.startsWith('{')) return readEnvelope(text);
  } catch (error) {
    if (error instanceof UnreadableRequest) return poison(error.message);
    throw error;
  }
  return poison(wrappedText(text) ?? 'The message is neither a CloudEvents envelope in JSON nor DUIS XML');
}

function readEnvelope(text: string): SrvMessage {
  const json = parseJson(text);
  if (json === undefined) return poison(wrappedText(text) ?? 'Not well-formed JSON');
  const parsed = Envelope.safeParse(json, { reportInput: true });
  if (!parsed.success) {
    return poison(wrappedJson(json) ?? `Not a CloudEvents 1.0 envelope: ${firstIssue(parsed.error)}`);
  }
  const envelope = parsed.data;
  const { source = '', id, time, data } = envelope;
  const occurrence = { ...writtenTime(time), ...(source === '' ? {} : { source }), id };
  switch (envelope.type) {
    case SRV_EVENT_TYPES.request:
      if (typeof data !== 'string') return poison('The data of a request is not its DUIS XML as text');
      return readRequest(data.trimStart(), occurrence);
    case SRV_EVENT_TYPES.firmwareChanged:
      return readFirmwareChanged(data, occurrence);
    case SRV_EVENT_TYPES.statusChanged:
      return readStatusChanged(data, occurrence);
    case SRV_EVENT_TYPES.reevaluate: {
      const request = Reevaluate.safeParse(data);
      if (!request.success) return poison(`Not a request to evaluate devices again: ${firstIssue(request.error)}`);
      return { outcome: 'reevaluate', deviceIds: request.data.deviceIds };
    }
    default:
      return { outcome: 'ignored', what: 'type' };
  }
}

/** A bare request names who sent it and counts its requests; when it was sent, only the queue knows. */
function readBareRequest(xml: string, sentAt: string): SrvMessage {
  return readRequest(xml, (requestId) => ({
    at: sentAt,
    source: originatorOf(requestId),
    id: requestId,
    timedBy: 'queue',
  }));
}

function readRequest(xml: string, occurrence: Occurrence | ((requestId: string) => Occurrence)): SrvMessage {
  const encoded = encodedText(xml);
  if (encoded !== undefined) return poison(`The data of a request is not its DUIS XML as text. ${encoded}`);
  const request = readDuisRequest(xml);
  if (request.service === 'other') return { outcome: 'ignored', what: 'service' };
  if (request.change === undefined) return { outcome: 'ignored', what: 'mpxn' };
  const { service, deviceId, requestId, change } = request;
  return event(service, deviceId, {
    ...(typeof occurrence === 'function' ? occurrence(requestId) : occurrence),
    change,
  });
}

function readFirmwareChanged(data: unknown, occurrence: Occurrence): SrvMessage {
  const triggered = Trigger.safeParse(data);
  if (!triggered.success) return poison(`Not a firmware change: ${firstIssue(triggered.error)}`);
  const meaning = firmwareTrigger(triggered.data.trigger);
  if (meaning === undefined) return { outcome: 'ignored', what: 'trigger' };
  const parsed = FirmwareChanged.safeParse(data);
  if (!parsed.success) return poison(`Not a firmware change: ${firstIssue(parsed.error)}`);
  const { deviceId, firmwareVersion } = parsed.data;
  return event('firmware', deviceId, { ...occurrence, change: { kind: 'firmware', firmwareVersion, ...meaning } });
}

function readStatusChanged(data: unknown, occurrence: Occurrence): SrvMessage {
  const parsed = StatusChanged.safeParse(data);
  if (!parsed.success) return poison(`Not a change of status: ${firstIssue(parsed.error)}`);
  return event('status', parsed.data.deviceId, { ...occurrence, change: changeOfStatus(parsed.data.status) });
}

function changeOfStatus(status: StatusChanged['status']): DeviceChange {
  if (status === 'Deleted') return { kind: 'deleted' };
  if (status === 'Restored') return { kind: 'restored' };
  return { kind: 'status', status };
}

function event(kind: SrvEventKind, deviceId: string, event: DeviceEvent): SrvMessage {
  return { outcome: 'event', kind, deviceId, event };
}

function poison(reason: string): SrvMessage {
  return { outcome: 'poison', reason };
}

/** Where something is wrong, and what; a time as it is written, for what is wrong with it shows at once. */
function firstIssue({ issues: [issue] }: z.core.$ZodError): string {
  if (issue === undefined) return 'unknown';
  const path = issue.path.join('.');
  const written = path === 'time' && typeof issue.input === 'string' ? `: '${issue.input.slice(0, 40)}'` : '';
  return `${path || 'data'}: ${issue.message}${written}`;
}
