import type { Clock } from '../contracts/clock.ts';
import { DspChange } from '../contracts/dsp-change.ts';
import type { BatchOutcome, QueueMessage } from '../contracts/queue.ts';
import { elapsedHours } from '../domain/deadline.ts';

/** What DSP ingestion needs of the world. */
export type DspIngestionPorts = {
  readonly deviceModels: {
    /** Puts a change into effect unless one as new is there already. */
    readonly apply: (
      change: DspChange,
      reached: { sentAt: string; uploadedAt: string },
    ) => Promise<'applied' | 'stale'>;
  };
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
  return {
    retry: results.flatMap((result) => result.retry),
    summary: { applied, stale, ...faults(results.flatMap((result) => result.faults)) },
    metrics: { ChangesApplied: applied, ChangesStale: stale, UploadHours: uploadHours },
  };
}

async function applyInOrder(group: readonly QueueMessage[], { deviceModels, clock }: DspIngestionPorts) {
  const uploadHours: number[] = [];
  let stale = 0;
  for (const [index, message] of group.entries()) {
    try {
      const change = DspChange.parse(JSON.parse(message.body));
      const uploadedAt = clock.now();
      const outcome = await deviceModels.apply(change, { sentAt: message.sentAt, uploadedAt });
      if (outcome === 'applied') uploadHours.push(elapsedHours(change.publishedAt, uploadedAt));
      else stale += 1;
    } catch (fault) {
      return { uploadHours, stale, retry: group.slice(index).map(({ messageId }) => messageId), faults: [fault] };
    }
  }
  return { uploadHours, stale, retry: [], faults: [] };
}

/** The first fault goes into the summary line; SQS and the alarm on the dead-letter queue do the rest. */
function faults(all: readonly unknown[]): Readonly<Record<string, string>> {
  const [first] = all;
  if (first === undefined) return {};
  return { fault: first instanceof Error ? `${first.name}: ${first.message}` : 'something that is not an Error' };
}
