import type { ObjectEmulator } from './emulators/objects/object-service.ts';
import type { QueueContents, QueueEmulator } from './emulators/queues.ts';
import type { EventBus } from './events/event-bus.ts';
import type { EventSourceMapping } from './lambda/event-source-mapping.ts';
import type { LocalFunction } from './lambda/local-function.ts';

const LOOK_AGAIN_MS = 2;

/** The parts of a pipeline in which something may be under way. */
export type BusyParts = {
  readonly bus: EventBus;
  readonly queues: QueueEmulator;
  readonly objects: ObjectEmulator;
  readonly functions: readonly LocalFunction[];
  readonly mappings: readonly EventSourceMapping[];
};

/** Knows when a pipeline has worked off all that it can work off now. */
export class Quiescence {
  readonly #parts: BusyParts;
  readonly #mappings: readonly EventSourceMapping[];
  #waiting = 0;

  constructor(parts: BusyParts) {
    this.#parts = parts;
    this.#mappings = parts.mappings.filter(({ enabled }) => enabled);
  }

  /**
   * Resolves when no upload, event or invocation is under way and every queue with a function behind it is drained,
   * except messages whose delivery failed and that wait out their visibility timeout. Batching windows are not waited for.
   */
  async quiet(): Promise<void> {
    this.#waiting += 1;
    this.#hurry(true);
    try {
      while (!(await this.#isQuiet())) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#hurry(false);
    }
  }

  /** When the next message that is hidden or delayed comes back to its queue, in milliseconds. */
  async nextReturn(): Promise<number | undefined> {
    const now = Date.now();
    const contents = await Promise.all(this.#mappings.map(({ queueName }) => this.#parts.queues.contents(queueName)));
    const returns = contents.flatMap(({ inflight, delayed }) => [
      ...inflight.map(({ visibilityDeadline }) => visibilityDeadline),
      ...delayed.flatMap(({ delayUntil }) => delayUntil ?? []),
    ]);
    const later = returns.filter((instant) => instant > now);
    return later.length === 0 ? undefined : Math.min(...later);
  }

  #hurry(hurried: boolean): void {
    for (const mapping of this.#mappings) mapping.hurried = hurried;
  }

  async #isQuiet(): Promise<boolean> {
    const { bus, queues, objects, functions } = this.#parts;
    const idle = (): boolean =>
      objects.writing() === 0 && bus.delivering === 0 && functions.every(({ running }) => running === 0);
    if (!idle()) return false;
    const depths = new Map((await queues.depths()).map((depth) => [depth.name, depth]));
    for (const mapping of this.#mappings) {
      const depth = depths.get(mapping.queueName);
      const empty = depth === undefined || (depth.visible === 0 && depth.inFlight === 0 && depth.delayed === 0);
      if (!empty && !isSettled(await queues.contents(mapping.queueName), mapping.returning)) return false;
      if (empty) mapping.returning.clear();
    }
    return idle();
  }
}

/** Whether all that a queue holds waits for a later time: failed messages, delayed ones, and groups behind either. */
function isSettled({ ready, delayed, inflight }: QueueContents, returning: Set<string>): boolean {
  const now = Date.now();
  const hidden = new Set(inflight.map(({ receiptHandle }) => receiptHandle));
  for (const handle of returning) if (!hidden.has(handle)) returning.delete(handle);
  const lockedGroups = new Set(inflight.map(({ message }) => message.messageGroupId));
  return (
    inflight.every(
      ({ receiptHandle, visibilityDeadline }) => returning.has(receiptHandle) && visibilityDeadline > now,
    ) &&
    delayed.every(({ delayUntil }) => (delayUntil ?? 0) > now) &&
    ready.every(({ messageGroupId }) => messageGroupId !== undefined && lockedGroups.has(messageGroupId))
  );
}
