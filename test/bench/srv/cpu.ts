import { foldedLists } from '../../../functions/domain/trials/agreed-lists.ts';
import { SaxesParser } from 'saxes';
import type { QueueMessage } from '../../../functions/contracts/queue.ts';
import { EMPTY_AGREED_LIST } from '../../../functions/domain/trials/agreed-list.ts';
import { recordSrvEvents } from '../../../functions/srv-events/record-srv-events.ts';
import { fakeDevices } from '../../support/fake-devices.ts';
import { agreedList } from '../../support/srv-messages.ts';
import { TRIAL_FIRMWARE } from '../../support/trial-records.ts';
import { prenotifications, statusChanges } from './events.ts';

const DEVICES = 10_000;
const BATCH = 100;
/** Rounds of both by turns; the least time of each counts, since a busy machine only adds to it. */
const ROUNDS = 5;

const LISTS = [
  EMPTY_AGREED_LIST,
  agreedList(1, '2026-11-01T00:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }]),
];

/**
 * How often the processor time of saxes alone the whole use case takes: reading messages, folding them into records,
 * evaluating, turning records into items and back, and the collection of garbage. The calls of AWS themselves are left
 * out; the map that stands for the table counts, with what the collector has to do to keep 10,000 records in memory.
 */
export async function cpuOverSaxes(): Promise<number> {
  const bodies = [...prenotifications(DEVICES).messages, ...statusChanges(DEVICES).messages];
  const xml = bodies.map((body) => xmlOf(body));
  const ours: number[] = [];
  const saxes: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    saxes.push(await microseconds(async () => parseAll(xml)));
    ours.push(await microseconds(() => recordAll(bodies)));
  }
  const [mine, theirs] = [Math.min(...ours), Math.min(...saxes)];
  console.log(
    `${bodies.length} SRV messages: ${(mine / bodies.length).toFixed(1)} µs of processor time each; saxes alone ${(theirs / bodies.length).toFixed(1)} µs`,
  );
  return mine / theirs;
}

async function recordAll(bodies: readonly string[]): Promise<void> {
  const devices = fakeDevices();
  const ports = {
    devices,
    trialRules: {
      current: async () => ({ trialFlagging: 'on' as const, eventClockAheadHours: 24, lists: foldedLists(LISTS) }),
    },
    deadLetters: { send: async () => undefined },
  };
  for (let from = 0; from < bodies.length; from += BATCH) {
    const messages = bodies.slice(from, from + BATCH).map((body, index): QueueMessage => ({
      messageId: String(index),
      body,
      sentAt: '2026-11-02T10:00:00.000Z',
      receiveCount: 1,
      senderId: '',
      messageGroupId: undefined,
    }));
    const { retry } = await recordSrvEvents(messages, ports, { remainingMs: () => 60_000 });
    if (retry.length > 0) throw new Error('Events were not recorded');
  }
}

function parseAll(documents: readonly string[]): void {
  for (const document of documents) {
    const parser = new SaxesParser({ xmlns: true, position: false });
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(document).close();
  }
}

async function microseconds(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function xmlOf(body: string): string {
  const { data }: { readonly data: string } = JSON.parse(body);
  return data;
}
