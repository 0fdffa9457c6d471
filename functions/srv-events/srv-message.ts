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
import { readDuisRequest } from './duis-request.ts';
import { UnreadableRequest } from './duis-xml.ts';

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

/**
 * Reads one message of the srv-events queue: a CloudEvents 1.0 envelope in JSON, or bare DUIS XML, whose id is its
 * RequestID and whose time is the queue's sent time. Never throws for what a sender did: that is `poison`.
 *
 * @param sentAt ISO instant at which the queue took the message
 */
export function readSrvMessage(body: string, sentAt: string): SrvMessage {
  // A UTF-16 unit has at most three bytes in UTF-8: most messages need not be counted.
  if (body.length * 3 > MAX_SRV_MESSAGE_BYTES && Buffer.byteLength(body) > MAX_SRV_MESSAGE_BYTES) {
    return poison(`The message has more than ${MAX_SRV_MESSAGE_BYTES} bytes`);
  }
  const text = body.trimStart();
  try {
    if (text.startsWith('<')) return readBareRequest(text, sentAt);
    if (text.startsWith('{')) return readEnvelope(text);
  } catch (error) {
    if (error instanceof UnreadableRequest) return poison(error.message);
    throw error;
  }
  return poison('The message is neither a CloudEvents envelope in JSON nor DUIS XML');
}

function readEnvelope(text: string): SrvMessage {
  const json = parseJson(text);
  if (json === undefined) return poison('Not well-formed JSON');
  const parsed = Envelope.safeParse(json);
  if (!parsed.success) return poison(`Not a CloudEvents 1.0 envelope: ${firstIssue(parsed.error)}`);
  const envelope = parsed.data;
  const at = new Date(envelope.time).toISOString();
  switch (envelope.type) {
    case SRV_EVENT_TYPES.request:
      if (typeof envelope.data !== 'string') return poison('The data of a request is not its DUIS XML as text');
      return readRequest(envelope.data.trimStart(), { id: envelope.id, at });
    case SRV_EVENT_TYPES.firmwareChanged:
      return readFirmwareChanged(envelope, at);
    case SRV_EVENT_TYPES.statusChanged:
      return readStatusChanged(envelope, at);
    case SRV_EVENT_TYPES.reevaluate: {
      const data = Reevaluate.safeParse(envelope.data);
      if (!data.success) return poison(`Not a request to judge devices again: ${firstIssue(data.error)}`);
      return { outcome: 'reevaluate', deviceIds: data.data.deviceIds };
    }
    default:
      return { outcome: 'ignored', what: 'type' };
  }
}

function readBareRequest(xml: string, sentAt: string): SrvMessage {
  return readRequest(xml, { id: undefined, at: sentAt });
}

function readRequest(xml: string, { id, at }: { id: string | undefined; at: string }): SrvMessage {
  const request = readDuisRequest(xml);
  if (request.service === 'other') return { outcome: 'ignored', what: 'service' };
  if (request.change === undefined) return { outcome: 'ignored', what: 'mpxn' };
  return event(request.service, request.deviceId, { id: id ?? request.requestId, at, change: request.change });
}

function readFirmwareChanged({ id, data }: Envelope, at: string): SrvMessage {
  const triggered = Trigger.safeParse(data);
  if (!triggered.success) return poison(`Not a firmware change: ${firstIssue(triggered.error)}`);
  const meaning = firmwareTrigger(triggered.data.trigger);
  if (meaning === undefined) return { outcome: 'ignored', what: 'trigger' };
  const parsed = FirmwareChanged.safeParse(data);
  if (!parsed.success) return poison(`Not a firmware change: ${firstIssue(parsed.error)}`);
  const { deviceId, firmwareVersion } = parsed.data;
  return event('firmware', deviceId, { id, at, change: { kind: 'firmware', firmwareVersion, ...meaning } });
}

function readStatusChanged({ id, data }: Envelope, at: string): SrvMessage {
  const parsed = StatusChanged.safeParse(data);
  if (!parsed.success) return poison(`Not a change of status: ${firstIssue(parsed.error)}`);
  return event('status', parsed.data.deviceId, { id, at, change: changeOfStatus(parsed.data.status) });
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

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // The text of JSON.parse's error repeats the message's content: the reason does not need it.
    return undefined;
  }
}

function firstIssue(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'unknown' : `${issue.path.join('.') || 'data'}: ${issue.message}`;
}
