import type { QueueMessage } from '../contracts/queue.ts';
import { readSrvMessage, type SrvEventKind } from './srv-message.ts';
import type { DeviceEvent } from '../domain/devices/device-event.ts';

/** An event and the message that brought it. */
export type Arrival = { readonly event: DeviceEvent; readonly message: QueueMessage };

/** What a batch brings for one device. */
export type DeviceMail = {
  readonly deviceId: string;
  /** In the order of the batch. */
  readonly arrivals: readonly Arrival[];
  /** Messages to be delivered again if the device cannot be recorded. */
  readonly messageIds: readonly string[];
};

/** A message that belongs in the dead-letter queue, and why. */
export type DeadLetter = { readonly message: QueueMessage; readonly reason: string };

/** A batch, sorted by what is to be done. */
export type SortedBatch = {
  readonly devices: ReadonlyMap<string, DeviceMail>;
  readonly poison: readonly DeadLetter[];
  readonly events: Readonly<Record<SrvEventKind, number>>;
  readonly reevaluations: number;
  readonly ignored: number;
  /** The latest instant at which the queue took one of the messages: it is later now. */
  readonly now: string;
};

type GrowingMail = DeviceMail & { readonly arrivals: Arrival[]; readonly messageIds: string[] };

/** Reads every message of a batch and groups by device what came for each. */
export function sortMessages(messages: readonly QueueMessage[]): SortedBatch {
  const devices = new Map<string, GrowingMail>();
  const poison: DeadLetter[] = [];
  const events: Record<SrvEventKind, number> = { '12.2': 0, '8.4': 0, firmware: 0, status: 0 };
  let reevaluations = 0;
  let ignored = 0;
  let now = '';
  const mailFor = (deviceId: string): GrowingMail => {
    const mail = devices.get(deviceId) ?? { deviceId, arrivals: [], messageIds: [] };
    devices.set(deviceId, mail);
    return mail;
  };
  for (const message of messages) {
    if (message.sentAt > now) now = message.sentAt;
    const read = readSrvMessage(message.body, message.sentAt);
    switch (read.outcome) {
      case 'event': {
        const mail = mailFor(read.deviceId);
        mail.arrivals.push({ event: read.event, message });
        mail.messageIds.push(message.messageId);
        events[read.kind] += 1;
        break;
      }
      case 'reevaluate':
        for (const deviceId of read.deviceIds) mailFor(deviceId).messageIds.push(message.messageId);
        reevaluations += 1;
        break;
      case 'ignored':
        ignored += 1;
        break;
      case 'poison':
        poison.push({ message, reason: read.reason });
    }
  }
  return { devices, poison, events, reevaluations, ignored, now };
}
