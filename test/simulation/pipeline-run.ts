import type { FunctionName } from '../../functions/contracts/environment.ts';
import { DEAD, received, redrivable, redrive, SOURCES } from './deliveries.ts';
import { type Mutation, newSandbox } from './functions.ts';
import { settingsWith } from './inbox-files.ts';
import type { Invocation, Sandbox } from './invocation.ts';
import { Oracle } from './oracle.ts';
import { People } from './people.ts';
import { RunBook } from './run-book.ts';
import { acknowledged } from './sqs-answer.ts';
import type { Deed } from './workload.ts';
import type { World } from './world.ts';

/** Steps in which a calm pipeline must come to rest. */
const CALM_STEPS = 4_000;
/** Longer than any deadline: what is late by then must have been reported. */
const DAY_AND_MORE = 90_000_000;
/** Time between two looks of the watch when all is calm, in milliseconds, and looks after which nothing must be left to do. */
const BETWEEN_LOOKS = 420_000;
const MOST_LOOKS = 6;

/** Something that could happen next, beside the calls of those who run. */
export type Happening = {
  readonly what: string;
  /** What changes by it, beside what is called: a queue, or something that only people and clocks have. */
  readonly touches: readonly string[];
  /** Operators are slow: they come when the rest is done. */
  readonly isSlow: boolean;
  /** How often it happens twice, where it can; 0 where not. */
  readonly twiceRate: number;
  readonly happen: (twice: boolean) => Promise<void> | void;
};

/** A pipeline at work with those around it: all that can happen in it, and how it comes to rest and is looked at. */
export class PipelineRun {
  readonly world: World;
  readonly oracle: Oracle;
  /** Whether SQS does not hear that an invocation worked its messages off. */
  isDeleteLost: (invocation: Invocation) => boolean = () => false;
  readonly #people: People;
  readonly #deeds: Deed[];
  readonly #runs: RunBook;
  readonly #mutation: Mutation;
  readonly #receipts = new Map<Invocation, ReadonlyMap<string, number>>();

  constructor(world: World, deeds: readonly Deed[], mutation: Mutation) {
    this.world = world;
    this.#mutation = mutation;
    this.#deeds = [...deeds];
    this.oracle = new Oracle(world);
    this.#runs = new RunBook(world, (worker) => this.#sandbox(worker));
    this.#people = new People(world, this.oracle, this.#runs);
    world.onEffect = (invocation, boundary) => this.oracle.look(invocation, boundary);
  }

  /** All that could happen now beside the calls of those who run; the calm thing first, the slow ones last. */
  happenings(): Happening[] {
    const { world } = this;
    const people = this.#people;
    const all: Happening[] = people.bus.map((_, at) => ({
      what: `deliver ${at}`,
      touches: ['bus', 'lane'],
      isSlow: false,
      twiceRate: 0.1,
      happen: (twice) => people.deliver(at, twice),
    }));
    for (const source of SOURCES) {
      if (!this.#canStart(source)) continue;
      const { worker, queue } = source;
      const happen = (): Promise<void> => this.#start(source);
      all.push({ what: `start ${worker}`, touches: [queue, `${queue}-dead`], isSlow: false, twiceRate: 0, happen });
    }
    const due = this.#runs.nextToStart();
    if (due !== undefined)
      all.push({
        what: `start ${due.worker}`,
        touches: ['schedule'],
        isSlow: false,
        twiceRate: due.twiceRate,
        happen: (twice) => this.#runs.start(twice),
      });
    const [deed] = this.#deeds;
    if (deed !== undefined && !this.#isTooEarly(deed))
      all.push({
        what: deed.deed,
        touches: ['people', 'inbox', 'bus', 'lane', 'srv-events', 'schedule'],
        isSlow: false,
        twiceRate: 0,
        happen: () => people.do(this.#deeds.shift() ?? deed),
      });
    for (const [dead, queue] of DEAD)
      if (redrivable(world, dead).length > 0)
        all.push({
          what: `redrive ${queue}`,
          touches: [dead, queue],
          isSlow: true,
          twiceRate: 0,
          happen: () => redrive(world, dead, queue),
        });
    return all;
  }

  /** Time passes once nobody runs, and an operator answers what is held once it is, if it ever will be. */
  #isTooEarly({ deed }: Deed): boolean {
    const { live, queues } = this.world;
    if (deed === 'later') return live.length > 0;
    if ((deed !== 'approve' && deed !== 'refuse') || this.oracle.lane.held.length > 0) return false;
    return live.length > 0 || this.#people.bus.length > 0 || queues.lane.messages.length > 0;
  }

  /** What is still to come from people, EventBridge and the schedules. */
  toCome(): unknown {
    return [this.#people.bus, this.#deeds.length, this.#runs.content()];
  }

  isAtRest(): boolean {
    return this.world.live.length === 0 && this.happenings().length === 0 && this.nextReturn() === Infinity;
  }

  /** When a hidden message comes back, or a failed run is made again; never (Infinity) when none does. */
  nextReturn(): number {
    const { now, queues } = this.world;
    return Math.min(...SOURCES.map(({ queue }) => queues[queue].nextReturn(now)), this.#runs.nextDue());
  }

  /** Answers a call of one that runs, and sees to what ends by it. */
  async goOn(invocation: Invocation): Promise<void> {
    if (invocation.ended === undefined) await this.world.carryOut(invocation);
    this.reap();
  }

  /** Sees to what has ended since: by itself, or killed in the middle. */
  reap(): void {
    for (const ended of this.world.takeEnded()) this.#finish(ended);
    this.#runs.reap();
  }

  /** Calms everything, lets the pipeline come to rest, and gives every invariant that was broken. */
  async end(): Promise<readonly string[]> {
    const { world, oracle } = this;
    world.note('— calm from here on —');
    world.faultRate = 0;
    world.calm = true;
    for (const closing of this.#closings()) {
      closing();
      if (!(await this.#comeToRest())) return [...oracle.broken, 'The pipeline does not come to rest'];
    }
    if (!(await this.#keepWatch())) return [...oracle.broken, 'The watch does not come to rest'];
    if (oracle.extracts.asked) {
      this.#people.do({ deed: 'extract', report: 'esi-034i', requestId: 'after all' });
      await this.#comeToRest();
    }
    return oracle.broken.length > 0 ? oracle.broken : oracle.atTheEnd();
  }

  /** What people and clocks do after the last accident, before the world is looked at. */
  #closings(): readonly (() => void)[] {
    const switchOn = (): void => {
      const { settings } = this.oracle.lane;
      if (settings.trialFlagging === 'off') this.#people.put(settingsWith({ ...settings, trialFlagging: 'on' }));
    };
    const again = (): void => this.#runs.makeLostAgain();
    return [() => undefined, again, switchOn, () => this.world.pass(DAY_AND_MORE)];
  }

  /** The watch runs every few minutes, until it has nothing more to ask of the lane. */
  async #keepWatch(): Promise<boolean> {
    const { world } = this;
    const { lane } = world.queues;
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      const before = lane.sent;
      this.#runs.add('watch', {});
      if (!(await this.#comeToRest())) return false;
      if (lane.sent === before || this.oracle.broken.length > 0) return true;
      world.pass(BETWEEN_LOOKS);
    }
    return false;
  }

  async #comeToRest(): Promise<boolean> {
    for (let step = 0; step < CALM_STEPS; step += 1) {
      if (this.oracle.broken.length > 0) return true;
      this.reap();
      const [live] = this.world.live;
      if (live !== undefined) {
        await this.goOn(live);
        continue;
      }
      const [next] = this.happenings();
      await next?.happen(false);
      if (next !== undefined) continue;
      const later = this.nextReturn();
      if (later === Infinity) return true;
      this.world.pass(later - this.world.now);
    }
    return false;
  }

  #finish(invocation: Invocation): void {
    const receipts = this.#receipts.get(invocation);
    const source = SOURCES.find(({ worker }) => worker === invocation.sandbox.name);
    if (receipts === undefined || source === undefined) return;
    const queue = this.world.queues[source.queue];
    const { fifo } = queue.shape;
    const { done, broken } = acknowledged(invocation, fifo);
    this.oracle.broken.push(...broken);
    const deleted = invocation.work.messages.filter(
      (message) =>
        done.has(message.messageId) &&
        // A FIFO queue takes no receipt that has run out.
        (!fifo || (receipts.get(message.messageId) === message.receives && message.visibleAt > this.world.now)),
    );
    if (deleted.length === 0) return;
    if (this.isDeleteLost(invocation)) this.world.tally.happened('worked off, and not deleted');
    else queue.delete(new Set(deleted.map(({ messageId }) => messageId)));
  }

  #canStart({ queue, worker, copies }: (typeof SOURCES)[number]): boolean {
    const running = this.world.live.filter(({ sandbox }) => sandbox.name === worker).length;
    return running < copies && this.world.queues[queue].visible(this.world.now).length > 0;
  }

  async #start({ queue, worker, batch }: (typeof SOURCES)[number]): Promise<void> {
    const messages = received(this.world, this.world.queues[queue], batch);
    if (messages.length === 0) return;
    const busy = this.world.live.some(({ work }) => work.messages.some((message) => messages.includes(message)));
    if (busy) this.world.tally.happened(`two copies of ${worker} on one message`);
    const invocation = await this.world.invoke(this.#sandbox(worker), { messages });
    this.#receipts.set(invocation, new Map(messages.map(({ messageId, receives }) => [messageId, receives])));
    for (const ended of this.world.takeEnded()) this.#finish(ended);
  }

  /** A warm sandbox, with all it has cached, or a new one whose clock may be wrong. */
  #sandbox(worker: FunctionName): Sandbox {
    const { sandboxes, calm, choices } = this.world;
    const warm = sandboxes.find(({ name, invocation }) => name === worker && invocation === undefined);
    if (warm !== undefined && (calm || !choices.happens(0.1))) return warm;
    const skew = calm ? 0 : choices.oneOf([0, 0, 0, 700, -700, 4_000, -4_000]);
    if (skew !== 0) this.world.tally.happened('clock is wrong');
    const sandbox = newSandbox(this.world, worker, skew, this.#mutation);
    sandboxes.push(sandbox);
    return sandbox;
  }
}
