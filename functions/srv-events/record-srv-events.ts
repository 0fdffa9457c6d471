import type { MetricValues } from '../contracts/metrics.ts';
import type { BatchOutcome, Invocation, QueueMessage } from '../contracts/queue.ts';
import { withoutAhead } from './ahead-of-time.ts';
import type { DeadLetters, SrvEventPorts } from './ports.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';
import { type DeviceOutcome, type EvaluationRules, evaluationRules, recordDevice, sameRules } from './record-device.ts';
import { type DeadLetter, type DeviceMail, type SortedBatch, sortMessages } from './sort-messages.ts';

/** Devices that are written at the same time. */
const CONCURRENT_WRITES = 32;
/** No new write begins when the invocation has less than this left. */
const RESERVE_MS = 3_000;
/** The rules may change this often while a batch is evaluated; more often, and the batch is delivered again. */
const ROUNDS = 3;

type Results = {
  readonly recorded: DeviceOutcome[];
  readonly ahead: DeadLetter[];
  readonly retry: Set<string>;
  readonly faults: unknown[];
};

/**
 * Records a batch of SRV events (R51–R60, ARCHITECTURE "Devices"): one small read of the rules, one read and at most one
 * conditional write for each device. A message that can never succeed goes to the dead-letter queue with its reason,
 * as does one that is dated too far ahead, or whose source and id were counted with another content; one whose device cannot be recorded now is delivered again; neither holds up any other.
 *
 * After the writes the rules are read once more. Whoever changes them first makes them active and then asks for the
 * affected devices to be re-evaluated, so a device that was written meanwhile by the old rules is either seen by that
 * request or re-evaluated here (invariant 4).
 */
export async function recordSrvEvents(
  messages: readonly QueueMessage[],
  ports: SrvEventPorts,
  invocation: Invocation,
): Promise<BatchOutcome<'srv-events'>> {
  const batch = sortMessages(messages);
  const results: Results = { recorded: [], ahead: [], retry: new Set(), faults: [] };
  await setAside(batch.poison, ports.deadLetters, results);
  try {
    if (batch.devices.size > 0) await recordUntilRulesStand(batch, ports, invocation, results);
  } catch (fault) {
    // The rules could not be read: what was set aside stays so, all else is delivered again.
    retryAll(batch.devices.values(), results);
    results.faults.push(fault);
  }
  // Only now: what they are in conflict with is recorded.
  await setAside(
    results.recorded.flatMap(({ conflicts }) => conflicts),
    ports.deadLetters,
    results,
  );
  const summary = summaryOf(batch, results);
  return {
    retry: [...results.retry],
    summary: { ...summary, ...faultsOf(results) },
    metrics: metricsOf(summary, results),
  };
}

async function setAside(
  messages: readonly DeadLetter[],
  deadLetters: DeadLetters,
  { retry, faults }: Results,
): Promise<void> {
  await eachAtMost(CONCURRENT_WRITES, messages, async ({ message, reason }) => {
    try {
      await deadLetters.send(message, reason);
    } catch (fault) {
      retry.add(message.messageId);
      faults.push(fault);
    }
  });
}

async function recordUntilRulesStand(
  batch: SortedBatch,
  ports: SrvEventPorts,
  invocation: Invocation,
  results: Results,
): Promise<void> {
  let evaluation = evaluationRules(await ports.trialRules.current(), batch.now);
  const { devices, ahead } = withoutAhead([...batch.devices.values()], evaluation.rules.eventClockAheadHours);
  results.ahead.push(...ahead);
  await setAside(ahead, ports.deadLetters, results);
  let pending = devices;
  for (let round = 1; round <= ROUNDS; round += 1) {
    await recordAll(pending, evaluation, ports, invocation, results);
    if (!results.recorded.some((device) => device.written)) return;
    const rules = await ports.trialRules.current();
    if (sameRules(rules, evaluation.rules)) return;
    evaluation = evaluationRules(rules, batch.now);
    pending = devices.map((mail) => ({ ...mail, arrivals: [] }));
  }
  retryAll(pending, results);
}

async function recordAll(
  devices: readonly DeviceMail[],
  evaluation: EvaluationRules,
  ports: SrvEventPorts,
  invocation: Invocation,
  results: Results,
): Promise<void> {
  const found = await findTogether(devices, ports.devices);
  await eachAtMost(CONCURRENT_WRITES, devices, async (mail) => {
    if (invocation.remainingMs() < RESERVE_MS) {
      retryAll([mail], results);
      return;
    }
    try {
      const { deviceId } = mail;
      const record = (found ?? (await ports.devices.findMany([deviceId]))).get(deviceId);
      results.recorded.push(await recordDevice(mail, record, evaluation, ports.devices));
    } catch (fault) {
      retryAll([mail], results);
      results.faults.push(fault);
    }
  });
}

/** The records of all devices by one read; undefined when that fails, and each is to be read by itself. */
async function findTogether(
  mails: readonly DeviceMail[],
  devices: SrvEventPorts['devices'],
): Promise<ReadonlyMap<string, DeviceRecord> | undefined> {
  try {
    return await devices.findMany(mails.map(({ deviceId }) => deviceId));
  } catch {
    // One record that cannot be read must not send the neighbours of its messages to the dead-letter queue with them.
    return undefined;
  }
}

function retryAll(devices: Iterable<DeviceMail>, { retry }: Results): void {
  for (const { messageIds } of devices) for (const id of messageIds) retry.add(id);
}

function summaryOf(batch: SortedBatch, { recorded, ahead }: Results) {
  const count = (claim: (device: DeviceOutcome) => boolean): number => recorded.filter(claim).length;
  const sum = (number: (device: DeviceOutcome) => number): number =>
    recorded.reduce((all, one) => all + number(one), 0);
  return {
    srv122: batch.events['12.2'],
    srv84: batch.events['8.4'],
    firmware: batch.events.firmware,
    status: batch.events.status,
    reevaluations: batch.reevaluations,
    ignored: batch.ignored,
    poison: batch.poison.length,
    ahead: ahead.length,
    conflicts: sum((device) => device.conflicts.length),
    devices: batch.devices.size,
    writes: count((device) => device.written),
    repeats: sum((device) => device.repeats),
    late: sum((device) => device.late),
    shadows: count((device) => device.shadow),
    flagged: count((device) => device.flagged),
    cleared: count((device) => device.cleared),
    trialEvents: sum((device) => device.trialEvents),
  };
}

function faultsOf({ faults }: Results): Readonly<Record<string, string | number>> {
  return faults.length === 0 ? {} : { faults: faults.length, fault: String(faults[0]) };
}

function metricsOf(summary: ReturnType<typeof summaryOf>, { recorded }: Results): MetricValues<'srv-events'> {
  return {
    PreNotifications: summary.srv122,
    DetailUpdates: summary.srv84,
    FirmwareChanges: summary.firmware,
    StatusChanges: summary.status,
    EventsIgnored: summary.ignored,
    EventsRepeated: summary.repeats,
    EventsConflicting: summary.conflicts,
    EventsAhead: summary.ahead,
    ShadowsWritten: summary.shadows,
    DevicesFlagged: summary.flagged,
    DevicesCleared: summary.cleared,
    TrialEvents: summary.trialEvents,
    TrialDeviceEvents: recorded
      .map(({ trialEvents }) => trialEvents)
      .filter((events) => events > 0)
      .sort((a, b) => b - a),
    PoisonMessages: summary.poison,
  };
}

async function eachAtMost<T>(concurrent: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrent, items.length) }, worker));
}
