import { hash } from 'node:crypto';
import type { Invocation, Sandbox } from '../invocation.ts';
import type { World } from '../world.ts';
import { restContent } from './rest-content.ts';

/** The first and the last answer to each kind of call: all that a sandbox can have kept. */
type Answers = Map<string, { readonly first: string; readonly last: string }>;

/**
 * What a pipeline has come to, as a text: equal for two runs that differ only in the order of steps which have nothing to do
 * with each other. Each service is known by the chain of writes to it, each run of a function by the chain of the answers it was
 * given (it computes nothing else). While no function runs, services are known by what they hold, whatever led to it, and
 * sandboxes by what they can have kept.
 */
export class HappenedBefore {
  #services = new Map<string, string>();
  readonly #runs = new Map<Invocation, string>();
  readonly #answers = new Map<Sandbox, Answers>();

  /** People, clocks or queues changed these. */
  happened(what: string, touches: readonly string[]): void {
    const before = this.#of(touches);
    for (const each of touches) this.#services.set(each, mixed(before, what, each));
  }

  /** A run was started, with what a queue or a schedule gave it. */
  started(invocation: Invocation, touches: readonly string[], now: number): void {
    const { sandbox } = invocation;
    this.#runs.set(invocation, mixed(sandbox.name, this.#of(touches), this.#kept(sandbox), String(now)));
  }

  /** A call was answered. What it looks like to the function is `answer`; `isDone` whether the service did it. */
  called(
    invocation: Invocation,
    { boundary, isEffect }: { readonly boundary: string; readonly isEffect: boolean },
    answer: string,
    isDone: boolean,
    now: number,
  ): void {
    const service = serviceOf(boundary);
    const before = mixed(this.#runs.get(invocation) ?? '', this.#services.get(service) ?? '', boundary, String(now));
    this.#runs.set(invocation, mixed(before, answer));
    if (isEffect && isDone) this.#services.set(service, mixed(before, answer, 'done'));
  }

  /** A sandbox learned an answer, which it may keep. */
  learned(sandbox: Sandbox, boundary: string, answer: unknown): void {
    const answers: Answers = this.#answers.get(sandbox) ?? new Map();
    const last = mixed(JSON.stringify(answer) ?? '');
    answers.set(boundary, { first: answers.get(boundary)?.first ?? last, last });
    this.#answers.set(sandbox, answers);
  }

  ended(invocation: Invocation): void {
    this.#runs.delete(invocation);
  }

  /** No function runs: from here on services are known by what they hold, and people by what is still to come. */
  rested(world: World, toCome: unknown): void {
    this.#services = new Map(restContent(world).map(([service, content]) => [service, mixed(content)]));
    for (const each of ['people', 'bus', 'schedule']) this.#services.set(each, mixed(each, JSON.stringify(toCome)));
  }

  /** What the world has come to, with the runs that are stalled. */
  of({ live, sandboxes, now }: World, stalled: ReadonlySet<Invocation>): string {
    const services = [...this.#services].map((of) => of.join(' ')).toSorted();
    const runs = live.map((invocation) => `${stalled.has(invocation)} ${this.#runs.get(invocation)}`);
    const kept = sandboxes.map((sandbox) => `${sandbox.name} ${this.#kept(sandbox)} ${sandbox.frozen.length}`);
    return mixed(String(now), ...services, '|', ...runs, '|', ...kept);
  }

  #of(touches: readonly string[]): string {
    return mixed(...touches.map((each) => this.#services.get(each) ?? ''));
  }

  #kept(sandbox: Sandbox): string {
    const answers = [...(this.#answers.get(sandbox) ?? [])].map(
      ([boundary, { first, last }]) => `${boundary} ${first} ${last}`,
    );
    return mixed(...answers.toSorted());
  }
}

/** The service of a call, by its boundary: `intake ledger.Put LANE` is a call of the ledger. */
function serviceOf(boundary: string): string {
  return boundary.slice(boundary.indexOf(' ') + 1, boundary.indexOf('.'));
}

function mixed(...texts: readonly string[]): string {
  return hash('md5', texts.join('\n'), 'base64');
}
