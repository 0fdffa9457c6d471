import * as z from 'zod/mini';
import type { Clock } from '../contracts/clock.ts';
import { DeviceSuspension } from '../contracts/device-suspension.ts';
import { DspChange } from '../contracts/dsp-change.ts';
import type { DspRefusal } from '../contracts/lane-command.ts';
import type { BatchOutcome, QueueMessage } from '../contracts/queue.ts';
import { dspRefusal } from '../domain/dsp-validation.ts';
import { suspendDevice, type SuspensionPorts } from './suspend-device.ts';

/** A message on the dsp-updates queue. */
const DspMessage = z.discriminatedUnion('contract', [DspChange, DeviceSuspension]);

/** What DSP ingestion needs of the world. */
export type DspIngestionPorts = SuspensionPorts & {
  readonly deviceModels: {
    /** Puts a change into effect unless one as new is there already. */
    readonly apply: (
      change: DspChange,
      reached: { sentAt: string; uploadedAt: string },
    ) => Promise<'applied' | 'stale'>;
  };
  /** The lane, to which a change goes back that the DSP itself refuses. */
  readonly lane: { readonly ask: (command: DspRefusal) => Promise<void> };
  readonly clock: Clock;
};

/**
 * Puts a batch of changes into effect (R7, invariant 1). Changes of one Device Model are applied one after the
 * other; when one fails, it and those behind it are delivered again, so that the order holds. Different models do
 * not wait for each other.
 */
export async function applyChanges(messages: readonly QueueMessage[], ports: DspIngestionPorts): Promise<BatchOutcome> {
  const groups = Map.groupBy(messages, (message) => message.messageGroupId ?? message.messageId);
  const results = await Promise.all([...groups.values()].map((group) => applyInOrder(group, ports)));
  return {
    retry: results.flatMap((result) => result.retry),
    summary: {
      applied: results.reduce((sum, result) => sum + result.applied, 0),
      stale: results.reduce((sum, result) => sum + result.stale, 0),
      refused: results.reduce((sum, result) => sum + result.refused, 0),
      suspended: results.reduce((sum, result) => sum + result.suspended, 0),
      ...faults(results.flatMap((result) => result.faults)),
    },
  };
}

type GroupResult = {
  readonly applied: number;
  readonly stale: number;
  readonly refused: number;
  readonly suspended: number;
  readonly retry: readonly string[];
  readonly faults: readonly unknown[];
};

async function applyInOrder(group: readonly QueueMessage[], ports: DspIngestionPorts): Promise<GroupResult> {
  const counts = { applied: 0, stale: 0, refused: 0, suspended: 0 };
  for (const [index, message] of group.entries()) {
    try {
      counts[await applyOne(message, ports)] += 1;
    } catch (fault) {
      return { ...counts, retry: group.slice(index).map(({ messageId }) => messageId), faults: [fault] };
    }
  }
  return { ...counts, retry: [], faults: [] };
}

async function applyOne(
  message: QueueMessage,
  ports: DspIngestionPorts,
): Promise<'applied' | 'stale' | 'refused' | 'suspended'> {
  const { deviceModels, lane, clock } = ports;
  const change = DspMessage.parse(JSON.parse(message.body));
  if (change.contract === 'device-suspension/1') return suspendDevice(change, ports);
  const reason = dspRefusal(change.entry, change.gbcsVersion);
  if (reason === undefined) {
    return deviceModels.apply(change, { sentAt: message.sentAt, uploadedAt: clock.now() });
  }
  await lane.ask({ command: 'dsp-refused', commandId: `dsp-refused-${change.order}`, change, reason });
  return 'refused';
}

/** The first fault goes into the summary line; SQS and the alarm on the dead-letter queue do the rest. */
function faults(all: readonly unknown[]): Readonly<Record<string, string>> {
  const [first] = all;
  if (first === undefined) return {};
  return { fault: first instanceof Error ? `${first.name}: ${first.message}` : 'something that is not an Error' };
}
