import * as z from 'zod/mini';
import type { Clock } from '../contracts/clock.ts';
import { DeviceSuspension } from '../contracts/device-suspension.ts';
import { DspChange } from '../contracts/dsp-change.ts';
import type { DspRefusal } from '../contracts/lane-command.ts';
import type { BatchOutcome, QueueMessage } from '../contracts/queue.ts';
import { elapsedHours } from '../domain/incidents/deadline.ts';
import { dspRefusal } from '../domain/cpl/dsp-validation.ts';
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
export async function applyChanges(
  messages: readonly QueueMessage[],
  ports: DspIngestionPorts,
): Promise<BatchOutcome<'dsp-ingestion'>> {
  const groups = Map.groupBy(messages, (message) => message.messageGroupId ?? message.messageId);
  const results = await Promise.all([...groups.values()].map((group) => applyInOrder(group, ports)));
  const uploadHours = results.flatMap((result) => result.uploadHours);
  const applied = uploadHours.length;
  const stale = results.reduce((sum, result) => sum + result.stale, 0);
  const refused = results.reduce((sum, result) => sum + result.refused, 0);
  const suspended = results.reduce((sum, result) => sum + result.suspended, 0);
  return {
    retry: results.flatMap((result) => result.retry),
    summary: { applied, stale, refused, suspended, ...faults(results.flatMap((result) => result.faults)) },
    metrics: { ChangesApplied: applied, ChangesStale: stale, ChangesRefused: refused, UploadHours: uploadHours },
  };
}

type GroupResult = {
  /** Hours from publication to the DSP, of each change that was applied. */
  readonly uploadHours: readonly number[];
  readonly stale: number;
  readonly refused: number;
  readonly suspended: number;
  readonly retry: readonly string[];
  readonly faults: readonly unknown[];
};

async function applyInOrder(group: readonly QueueMessage[], ports: DspIngestionPorts): Promise<GroupResult> {
  const uploadHours: number[] = [];
  const counts = { stale: 0, refused: 0, suspended: 0 };
  for (const [index, message] of group.entries()) {
    try {
      const outcome = await applyOne(message, ports);
      if (typeof outcome === 'number') uploadHours.push(outcome);
      else counts[outcome] += 1;
    } catch (fault) {
      return { uploadHours, ...counts, retry: group.slice(index).map(({ messageId }) => messageId), faults: [fault] };
    }
  }
  return { uploadHours, ...counts, retry: [], faults: [] };
}

/** Applies one change; the hours it took from publication, or what became of it instead. */
async function applyOne(
  message: QueueMessage,
  ports: DspIngestionPorts,
): Promise<number | 'stale' | 'refused' | 'suspended'> {
  const { deviceModels, lane, clock } = ports;
  const change = DspMessage.parse(JSON.parse(message.body));
  if (change.contract === 'device-suspension/1') return suspendDevice(change, ports);
  const reason = dspRefusal(change.entry, change.gbcsVersion);
  if (reason !== undefined) {
    await lane.ask({ command: 'dsp-refused', commandId: `dsp-refused-${change.order}`, change, reason });
    return 'refused';
  }
  const uploadedAt = clock.now();
  const outcome = await deviceModels.apply(change, { sentAt: message.sentAt, uploadedAt });
  return outcome === 'stale' ? outcome : elapsedHours(change.publishedAt, uploadedAt);
}

/** The first fault goes into the summary line; SQS and the alarm on the dead-letter queue do the rest. */
function faults(all: readonly unknown[]): Readonly<Record<string, string>> {
  const [first] = all;
  if (first === undefined) return {};
  return { fault: first instanceof Error ? `${first.name}: ${first.message}` : 'something that is not an Error' };
}
