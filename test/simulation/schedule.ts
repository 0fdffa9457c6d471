import type { FunctionName } from '../../functions/contracts/environment.ts';
import type { Choices } from './choices.ts';
import { DEAD, received, redrivable, redrive, SOURCES } from './deliveries.ts';
import { type Mutation, newSandbox } from './functions.ts';
import { settingsWith } from './inbox-files.ts';
import type { Invocation, Sandbox } from './invocation.ts';
import { Oracle } from './oracle.ts';
import { People } from './people.ts';
import { RunBook } from './run-book.ts';
import { type Deed, workload } from './workload.ts';
import { World } from './world.ts';

/** Steps of a schedule before it calms down. */
const NASTY_STEPS = 500;
/** Steps in which a calm pipeline must come to rest. */
const CALM_STEPS = 4_000;
/** Longer than any deadline: what is late by then must have been told. */
const DAY_AND_MORE = 90_000_000;
/** A part so short that whatever is written has some. */
const FEW_BYTES = 1_500;
/** Time between two looks of the watch when all is calm, in milliseconds, and looks after which nothing must be left to do. */
const BETWEEN_LOOKS = 420_000;
const MOST_LOOKS = 6;

/** One schedule: what people do, in whatever order and with whatever accidents the choices make, then calm. */
export class Schedule {
  readonly world: World;
  readonly oracle: Oracle;
  readonly #choices: Choices;
  readonly #mutation: Mutation;
  readonly #deeds: Deed[];
  readonly #people: People;
  readonly #runs: RunBook;
  readonly #receipts = new Map<Invocation, ReadonlyMap<string, number>>();
  #slow = 0;

  constructor(choices: Choices, mutation: Mutation = {}) {
    this.#choices = choices;
    this.#mutation = mutation;
    const maxReceives = {
      lane: choices.oneOf([10, 3]),
      dspUpdates: choices.oneOf([10, 2]),
      srvEvents: choices.oneOf([5, 2]),
    };
    this.world = new World(choices, maxReceives);
    this.oracle = new Oracle(this.world);
    this.#runs = new RunBook(this.world, (worker) => this.#sandbox(worker));
    this.#people = new People(this.world, this.oracle, this.#runs);
    this.world.faultRate = choices.oneOf([0, 0.01, 0.03, 0.06]);
    if (choices.happens(0.06)) this.world.partBytes = FEW_BYTES;
    this.#deeds = [...workload(choices)];
  }

  /** Plays the schedule to its end and gives every invariant that was broken. */
  async run(): Promise<readonly string[]> {
    const { world } = this;
    world.onEffect = (invocation, boundary) => this.oracle.look(invocation, boundary);
    for (let step = 0; step < NASTY_STEPS && !this.#atRest(); step += 1) {
      await this.#nastyStep();
      this.#reap();
      if (this.oracle.broken.length > 0) return this.oracle.broken;
    }
    world.tell('— calm from here on —');
    world.faultRate = 0;
    world.calm = true;
    for (const closing of this.#closings()) {
      closing();
      if (!(await this.#comeToRest())) return [...this.oracle.broken, 'The pipeline does not come to rest'];
    }
    if (!(await this.#keepWatch())) return [...this.oracle.broken, 'The watch does not come to rest'];
    if (this.oracle.extracts.asked) {
      this.#people.do({ deed: 'extract', report: 'esi-034i', requestId: 'after all' });
      await this.#comeToRest();
    }
    return this.oracle.broken.length > 0 ? this.oracle.broken : this.oracle.atTheEnd();
  }

  /** What people and clocks do after the last accident, before the world is looked at. */
  #closings(): readonly (() => void)[] {
    const { world } = this;
    const switchOn = (): void => {
      const { settings } = this.oracle.lane;
      if (settings.trialFlagging === 'off') this.#people.put(settingsWith({ ...settings, trialFlagging: 'on' }));
    };
    const again = (): void => this.#runs.makeLostAgain();
    return [() => undefined, again, switchOn, () => world.pass(DAY_AND_MORE)];
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
      this.#reap();
      const [live] = this.world.live;
      if (live !== undefined) await this.#goOn(live);
      else if (!(await this.#doNext())) {
        const next = this.#nextReturn();
        if (next === Infinity) return true;
        this.world.pass(next - this.world.now);
      }
    }
    return false;
  }

  async #nastyStep(): Promise<void> {
    const { live } = this.world;
    if (live.length > 0 && this.#choices.happens(0.01)) {
      // Longer than a queue hides a message, shorter than a function may take.
      this.world.pass(this.#choices.oneOf([22_000, 42_000, 65_000]));
    }
    const others = this.#others();
    const soonest = others.length > this.#slow ? 0.15 : 0.004;
    if (live.length > 0 && !this.#choices.happens(soonest)) {
      const invocation = live[this.#choices.below(live.length)];
      if (invocation !== undefined) await this.#goOn(invocation);
      return;
    }
    // Time and operators are slow: they come seldom before the rest is done.
    const soon = others.slice(0, others.length - this.#slow);
    const choices = soon.length > 0 && !this.#choices.happens(0.03) ? soon : others;
    await choices[this.#choices.below(choices.length)]?.();
  }

  /** Everything that could happen now beside the calls of those who run; the calm thing first. */
  #others(): (() => Promise<void> | void)[] {
    const others: (() => Promise<void> | void)[] = [];
    if (this.#people.bus.length > 0) others.push(() => this.#people.deliver());
    for (const source of SOURCES) if (this.#canStart(source)) others.push(() => this.#start(source));
    if (this.#runs.isDue()) others.push(() => this.#runs.start());
    const [deed] = this.#deeds;
    const hurries = deed?.deed === 'later' && this.world.live.length > 0;
    if (deed !== undefined && !hurries) others.push(() => this.#people.do(this.#deeds.shift() ?? deed));
    const quick = others.length;
    for (const [dead, queue] of DEAD)
      if (redrivable(this.world, dead).length > 0) others.push(() => redrive(this.world, dead, queue));
    others.push(() => {
      this.world.pass(this.#choices.oneOf([1_000, 10_000, 45_000, 160_000, 400_000, 3_600_000, 86_400_000]));
    });
    this.#slow = others.length - quick;
    return others;
  }

  async #doNext(): Promise<boolean> {
    const others = this.#others().slice(0, -1);
    const [next] = others;
    await next?.();
    return next !== undefined;
  }

  #atRest(): boolean {
    return this.world.live.length === 0 && this.#others().length === 1 && this.#nextReturn() === Infinity;
  }

  #nextReturn(): number {
    const { now, queues } = this.world;
    return Math.min(...SOURCES.map(({ queue }) => queues[queue].nextReturn(now)), this.#runs.nextDue());
  }

  async #goOn(invocation: Invocation): Promise<void> {
    if (invocation.ended === undefined) await this.world.carryOut(invocation);
    this.#reap();
  }

  /** Sees to what has ended since: by itself, or killed in the middle. */
  #reap(): void {
    for (const ended of this.world.takeEnded()) this.#finish(ended);
    this.#runs.reap();
  }

  #finish(invocation: Invocation): void {
    const receipts = this.#receipts.get(invocation);
    const source = SOURCES.find(({ worker }) => worker === invocation.sandbox.name);
    if (receipts === undefined || source === undefined) return;
    if (this.world.faultRate > 0 && this.#choices.happens(0.03)) {
      this.world.tally.happened('worked off, and not deleted');
      return;
    }
    const queue = this.world.queues[source.queue];
    const done = invocation.work.messages.filter(
      (message) =>
        !invocation.retry.includes(message.messageId) &&
        // A FIFO queue takes no receipt that has run out.
        (!queue.shape.fifo ||
          (receipts.get(message.messageId) === message.receives && message.visibleAt > this.world.now)),
    );
    queue.delete(new Set(done.map(({ messageId }) => messageId)));
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
    const before = this.world.live.length;
    await this.world.invoke(this.#sandbox(worker), { messages });
    const invocation = this.world.live[before];
    const receipts = new Map(messages.map(({ messageId, receives }) => [messageId, receives]));
    if (invocation !== undefined) this.#receipts.set(invocation, receipts);
    for (const ended of this.world.takeEnded()) this.#finish(ended);
  }

  /** A warm sandbox, with all it has cached, or a new one whose clock may be wrong. */
  #sandbox(worker: FunctionName): Sandbox {
    const { sandboxes } = this.world;
    const warm = sandboxes.find(({ name, invocation }) => name === worker && invocation === undefined);
    if (warm !== undefined && (this.world.calm || !this.#choices.happens(0.1))) return warm;
    const skew = this.world.calm ? 0 : this.#choices.oneOf([0, 0, 0, 700, -700, 4_000, -4_000]);
    if (skew !== 0) this.world.tally.happened('clock is wrong');
    const sandbox = newSandbox(this.world, worker, skew, this.#mutation);
    sandboxes.push(sandbox);
    return sandbox;
  }
}
