import type { AccessGate } from '../access/access-gate.ts';
import type { QueueEmulator } from '../emulators/queues.ts';
import { RULE } from '../template/readers/compute.ts';
import { nameOfArn, type Topology } from '../template/topology.ts';
import { type EventMatch, eventPattern } from './event-pattern.ts';

type Rule = Topology['rules'][number];

/** EventBridge delivers in its own name; the policy of a queue says for which rules it may. */
const EVENTS = { kind: 'service', name: 'events.amazonaws.com' } as const;

/** EventBridge's default bus on one machine: delivers events to the queues of the rules they match, in order. */
export class EventBus {
  readonly #rules: readonly {
    readonly matches: EventMatch;
    readonly arn: string;
    readonly targets: Rule['properties']['Targets'];
  }[];
  readonly #queues: QueueEmulator;
  readonly #gate: AccessGate;
  readonly #onFault: (fault: unknown) => void;
  #delivering = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(
    { rules, account }: Pick<Topology, 'rules' | 'account'>,
    queues: QueueEmulator,
    gate: AccessGate,
    onFault: (fault: unknown) => void,
  ) {
    this.#onFault = onFault;
    this.#rules = rules
      .filter(({ properties }) => properties.State === 'ENABLED')
      .map(({ name, properties }) => ({
        matches: eventPattern(properties.EventPattern),
        arn: RULE.attributes?.['Arn']?.(name, account) ?? name,
        targets: properties.Targets,
      }));
    this.#queues = queues;
    this.#gate = gate;
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
    const matching = this.#rules.filter(({ matches }) => matches(event));
    const targets = matching.flatMap(({ arn, targets }) => targets.map((target) => ({ rule: arn, target })));
    for (const { rule, target } of targets) {
      const { Arn, SqsParameters, DeadLetterConfig } = target;
      const context = { 'aws:SourceArn': rule };
      const send = async (arn: string): Promise<unknown> => {
        this.#gate.pass(EVENTS, [{ action: 'sqs:SendMessage', resource: arn, context }]);
        return this.#queues.call(
          'SendMessage',
          { QueueUrl: this.#queues.queueUrl(nameOfArn(arn)), MessageBody: bodyOf(event), ...SqsParameters },
          'event-bus',
        );
      };
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

/** What no message of SQS may hold; EventBridge writes it as an escape. */
const NOT_IN_MESSAGES = /[\uD800-\uDFFF\uFFFE\uFFFF]/g;

function bodyOf(event: object): string {
  return JSON.stringify(event).replaceAll(
    NOT_IN_MESSAGES,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
