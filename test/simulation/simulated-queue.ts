import { createHash } from 'node:crypto';
import { A_PERSON } from '../support/lane-senders.ts';

/** A message as a simulated queue keeps it. */
export type SimulatedMessage = {
  readonly messageId: string;
  readonly body: string;
  readonly sentAt: number;
  readonly group: string | undefined;
  readonly reason: string | undefined;
  readonly senderId: string;
  /** Where it lay in its queue. */
  readonly place: number;
  receives: number;
  visibleAt: number;
};

/** How a queue behaves. */
export type QueueShape = {
  readonly name: string;
  readonly fifo: boolean;
  readonly byContent: boolean;
  readonly visibilityMs: number;
  /** Receives after which a message becomes a dead letter; undefined for a dead-letter queue itself. */
  readonly maxReceives?: number;
  readonly deadLetters?: string;
};

const FIVE_MINUTES = 300_000;

/** One simulated queue: standard, with repeats and any order, or FIFO with its window and its locked groups. */
export class SimulatedQueue {
  readonly shape: QueueShape;
  readonly messages: SimulatedMessage[] = [];
  readonly #seen = new Map<string, number>();
  #count = 0;

  constructor(shape: QueueShape) {
    this.shape = shape;
  }

  /** Takes a message, unless it is a FIFO queue that has seen its id within five minutes. */
  send(
    message: { body: string; group?: string; id?: string; reason?: string; senderId?: string },
    now: number,
    delayMs = 0,
  ): void {
    const { body, group, reason, senderId = A_PERSON } = message;
    if (this.shape.fifo) {
      const id = message.id ?? (this.shape.byContent ? createHash('sha1').update(body).digest('hex') : undefined);
      if (id === undefined || group === undefined) throw new Error(`${this.shape.name} wants a group and an id`);
      const seen = this.#seen.get(id);
      if (seen !== undefined && now - seen < FIVE_MINUTES) return;
      this.#seen.set(id, now);
    }
    this.#count += 1;
    this.messages.push({
      messageId: `${this.shape.name}-${this.#count}`,
      body,
      sentAt: now,
      group: this.shape.fifo ? group : undefined,
      reason,
      senderId,
      place: this.#count,
      receives: 0,
      visibleAt: this.shape.fifo ? now : now + delayMs,
    });
  }

  /** How many messages it took. */
  get sent(): number {
    return this.#count;
  }

  /** All that what comes of it depends on: what it holds, how much it took, and the ids it still knows. */
  content(now: number): unknown {
    const known = [...this.#seen].flatMap(([id, at]) => (now - at < FIVE_MINUTES ? `${id} ${at}` : []));
    return [this.messages, this.#count, known.toSorted()];
  }

  /** What can be received now: of a FIFO group only while none of it is in flight, from its front. */
  visible(now: number): SimulatedMessage[] {
    if (this.messages.length === 0) return [];
    if (!this.shape.fifo) return this.messages.filter(({ visibleAt }) => visibleAt <= now);
    const locked = new Set(this.messages.filter(({ visibleAt }) => visibleAt > now).map(({ group }) => group));
    return this.messages.filter(({ group }) => !locked.has(group));
  }

  /** Takes messages away for good. */
  delete(messageIds: ReadonlySet<string>): void {
    for (let at = this.messages.length - 1; at >= 0; at -= 1) {
      if (messageIds.has(this.messages[at]?.messageId ?? '')) this.messages.splice(at, 1);
    }
  }

  /** When the next hidden message comes back. */
  nextReturn(now: number): number {
    return this.messages.reduce(
      (next, { visibleAt }) => (visibleAt > now ? Math.min(next, visibleAt) : next),
      Infinity,
    );
  }
}
