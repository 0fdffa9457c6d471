import type { QueueEmulator } from '../emulators/queues.ts';
import { nameOfArn, type Topology } from '../template/topology.ts';
import { type EventMatch, eventPattern } from './event-pattern.ts';

type Rule = Topology['rules'][number]['properties'];

/** EventBridge's default bus on one machine: delivers events to the queues of the rules they match, in order. */
export class EventBus {
  readonly #rules: readonly { readonly matches: EventMatch; readonly targets: Rule['Targets'] }[];
  readonly #queues: QueueEmulator;
  readonly #onFault: (fault: unknown) => void;
  #delivering = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(
    rules: readonly { readonly properties: Rule }[],
    queues: QueueEmulator,
    onFault: (fault: unknown) => void,
  ) {
    this.#onFault = onFault;
    this.#rules = rules
      .filter(({ properties }) => properties.State === 'ENABLED')
      .map(({ properties }) => ({ matches: eventPattern(properties.EventPattern), targets: properties.Targets }));
    this.#queues = queues;
  }

  /** Events accepted and not yet in their queues. */
  get delivering(): number {
    return this.#delivering;
  }

  /** Takes an event; it is delivered after those before it. */
  put(event: object): void {
    this.#delivering += 1;
    this.#last = this.#last
      .then(() => this.#deliver(event))
      .catch(this.#onFault)
      .finally(() => {
        this.#delivering -= 1;
      });
  }

  async #deliver(event: object): Promise<void> {
    const targets = this.#rules.filter(({ matches }) => matches(event)).flatMap((rule) => rule.targets);
    for (const { Arn, SqsParameters, DeadLetterConfig } of targets) {
      const send = (arn: string): Promise<unknown> =>
        this.#queues.call(
          'SendMessage',
          { QueueUrl: this.#queues.queueUrl(nameOfArn(arn)), MessageBody: JSON.stringify(event), ...SqsParameters },
          'event-bus',
        );
      try {
        await send(Arn);
      } catch (cause) {
        // A rule without a dead-letter queue would lose the event; on one machine that must be heard.
        if (DeadLetterConfig === undefined) throw new Error(`An event did not reach ${Arn}`, { cause });
        await send(DeadLetterConfig.Arn);
      }
    }
  }
}
