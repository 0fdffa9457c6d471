import { Choices } from '../choices.ts';
import type { FaultKind } from '../faults.ts';
import type { Mutation } from '../functions.ts';
import type { Call, Invocation } from '../invocation.ts';
import { type Happening, PipelineRun } from '../pipeline-run.ts';
import { World } from '../world.ts';
import { HappenedBefore } from './happened-before.ts';
import type { ExploredWorkload } from './workloads.ts';

/** What can go otherwise than usual at one step. */
export type Alternative =
  | { readonly is: 'fault'; readonly fault: FaultKind | 'stalled' | 'twice' | 'not deleted' }
  /** Another one goes first: a run, by its place, or one of its calls, or something that happens. */
  | { readonly is: 'order'; readonly first: 'run' | 'call' | 'happening'; readonly at: number };

/** A step that goes otherwise, and how. */
export type Deviation = { readonly step: number; readonly alternative: Alternative };

/** How a run of a plan went. */
export type ExploredOutcome = {
  readonly broken: readonly string[];
  /** What else could have gone otherwise, step by step. */
  readonly alternatives: readonly (readonly Alternative[])[];
  /** Whether it came to what another run had come to, and was not played on. */
  readonly isKnown: boolean;
  readonly story: () => readonly string[];
};

/** Steps after which a run that does not come to rest is broken. */
const MOST_STEPS = 2_000;
/** Longer than each queue hides a message, shorter than its function may take. */
const STALLS: ReadonlyMap<string, number> = new Map([
  ['dsp-ingestion', 22_000],
  ['srv-events', 42_000],
]);
const LANE_STALLS: ReadonlyMap<string, number> = new Map([...STALLS, ['intake', 65_000]]);

const fault = (kind: FaultKind | 'stalled' | 'twice' | 'not deleted'): Alternative => ({ is: 'fault', fault: kind });

/**
 * Plays a workload with everything in its usual order and nothing going wrong, but for the steps that the plan names.
 *
 * @param isKnown Is asked after each step behind the last deviation whether what the pipeline has come to is known.
 */
export class ExploredRun {
  readonly #world: World;
  readonly #run: PipelineRun;
  readonly #plan: readonly Deviation[];
  readonly #stalls: ReadonlyMap<string, number>;
  readonly #state = new HappenedBefore();
  readonly #alternatives: (readonly Alternative[])[] = [];
  readonly #begun = new Set<Invocation>();
  /** Runs that go on when all others are done. */
  readonly #stalled = new Set<Invocation>();
  #planned: FaultKind | undefined;

  constructor(
    { deeds, maxReceives, laneStalls }: ExploredWorkload,
    plan: readonly Deviation[],
    mutation: Mutation = {},
  ) {
    this.#plan = plan;
    this.#stalls = laneStalls ? LANE_STALLS : STALLS;
    this.#world = new World(new Choices(1, []), maxReceives);
    this.#world.calm = true;
    // So the order of steps that have nothing to do with each other leaves no trace in what is stored.
    this.#world.callMs = 0;
    this.#run = new PipelineRun(this.#world, deeds(), mutation);
    this.#world.faultAt = () => this.#planned;
    this.#run.isDeleteLost = (invocation) => {
      const isLost = this.#choose([fault('not deleted')]) !== undefined;
      if (isLost) this.#state.happened('not deleted', touchedBy(invocation));
      return isLost;
    };
  }

  async play(isKnown: (state: string, step: number) => boolean = () => false): Promise<ExploredOutcome> {
    const { oracle } = this.#run;
    const last = this.#plan.at(-1)?.step ?? -1;
    const outcome = (broken: readonly string[], known = false): ExploredOutcome => ({
      broken,
      alternatives: this.#alternatives,
      isKnown: known,
      story: () => this.#world.story,
    });
    while (await this.#step()) {
      if (this.#world.live.length === 0) this.#state.rested(this.#world, this.#run.toCome());
      if (oracle.broken.length > 0) return outcome(oracle.broken);
      const step = this.#alternatives.length;
      if (step > MOST_STEPS) return outcome(['The pipeline does not come to rest']);
      if (step > last + 1 && isKnown(this.#state.of(this.#world, this.#stalled), step)) return outcome([], true);
    }
    this.#run.isDeleteLost = () => false;
    return outcome(await this.#run.end());
  }

  /** Takes one step; false when nothing is left to happen. */
  async #step(): Promise<boolean> {
    const { live, now } = this.#world;
    const [running] = live;
    if (running !== undefined && !this.#stalled.has(running)) {
      await this.#stepOf(running);
      return true;
    }
    const happenings = this.#run.happenings();
    const [next] = happenings;
    if (next !== undefined) {
      const others = happenings.slice(1).map((_, at) => order('happening', at + 1));
      await this.#happen(happenings, this.#choose([...(next.twiceRate > 0 ? [fault('twice')] : []), ...others]));
      return true;
    }
    // Who was stalled goes on when everybody else is done.
    if (running !== undefined) return this.#stalled.delete(running);
    const later = this.#run.nextReturn();
    if (later !== Infinity) this.#world.pass(later - now);
    return later !== Infinity;
  }

  async #stepOf(running: Invocation): Promise<void> {
    const [call] = running.pending;
    if (call === undefined) return this.#run.goOn(running);
    const happenings = this.#run.happenings();
    const chosen = this.#choose([
      ...this.#faultsOf(call, running),
      ...this.#world.live.slice(1).map((_, at) => order('run', at + 1)),
      ...(call.isEffect
        ? running.pending.slice(1).flatMap(({ isEffect }, at) => (isEffect ? order('call', at + 1) : []))
        : []),
      ...happenings.map((_, at) => order('happening', at)),
    ]);
    this.#begun.add(running);
    if (chosen?.is === 'order') {
      if (chosen.first === 'happening') return this.#happen(happenings, chosen);
      // From now on it goes first.
      if (chosen.first === 'call') return toFront(running.pending, chosen.at);
      toFront(this.#world.live, chosen.at);
      for (const first of this.#world.live.slice(0, 1)) this.#stalled.delete(first);
      return;
    }
    if (chosen?.fault === 'stalled') {
      this.#world.note(`  ${call.boundary}: ${running.sandbox.name} #${running.id} is stalled`);
      this.#stalled.add(running);
      this.#world.live.push(...this.#world.live.splice(0, 1));
      return this.#world.pass(this.#stalls.get(running.sandbox.name) ?? 0);
    }
    const what = chosen?.fault;
    this.#planned = what === 'twice' || what === 'not deleted' ? undefined : what;
    const { now } = this.#world;
    const isRefused = what === 'throttled' || what === 'answer lost';
    const isDone = what !== 'throttled' && what !== 'killed before';
    running.pending[0] = { ...call, resolve: (answer) => this.#learn(running, call, answer) };
    await this.#world.carryOut(running);
    this.#planned = undefined;
    this.#state.called(running, call, isRefused ? 'refused' : (what ?? 'answered'), isDone, now);
    if (running.ended !== undefined) {
      this.#state.ended(running);
      this.#state.happened(`${running.ended} ${JSON.stringify(running.answer)} ${now}`, touchedBy(running));
    }
    this.#run.reap();
  }

  #learn({ sandbox }: Invocation, { boundary, resolve }: Call, answer: unknown): void {
    this.#state.learned(sandbox, boundary, answer);
    resolve(answer);
  }

  async #happen(happenings: readonly Happening[], chosen: Alternative | undefined): Promise<void> {
    const next = happenings[chosen?.is === 'order' ? chosen.at : 0];
    if (next === undefined) throw new Error('A plan is of another run');
    const { live } = this.#world;
    const before = new Set(live);
    const twice = chosen?.is === 'fault';
    await next.happen(twice);
    this.#state.happened(`${next.what} ${twice} ${this.#world.now}`, next.touches);
    for (const [at, invocation] of live.entries()) {
      if (before.has(invocation)) continue;
      this.#state.started(invocation, next.touches, this.#world.now);
      toFront(live, at);
    }
  }

  /** Notes what could go otherwise at a step, and gives what does by the plan. */
  #choose(alternatives: readonly Alternative[]): Alternative | undefined {
    const step = this.#alternatives.length;
    this.#alternatives.push(alternatives);
    return this.#plan.find((deviation) => deviation.step === step)?.alternative;
  }

  /**
   * What can go wrong with a call. A function that is killed before a call, or after one that only reads, is no other than
   * one that was killed after the last call that changed something, or before its first one.
   */
  #faultsOf({ isEffect, divisible }: Call, invocation: Invocation): Alternative[] {
    const kinds: Alternative[] = [fault('throttled')];
    if (!this.#begun.has(invocation)) kinds.push(fault('killed before'));
    if (divisible) kinds.push(fault('partly done'));
    if (!isEffect) return kinds;
    kinds.push(fault('answer lost'), fault('repeated by the SDK'), fault('killed after'));
    if (this.#stalls.has(invocation.sandbox.name)) kinds.push(fault('stalled'));
    return kinds;
  }
}

const order = (first: 'run' | 'call' | 'happening', at: number): Alternative => ({ is: 'order', first, at });

function toFront(all: unknown[], at: number): void {
  all.unshift(...all.splice(at, 1));
}

/** The queue that a run of a function gives its messages back to, or the schedule that started it. */
function touchedBy({ sandbox }: Invocation): readonly string[] {
  const queues = new Map([
    ['intake', 'lane'],
    ['dsp-ingestion', 'dsp-updates'],
    ['srv-events', 'srv-events'],
  ]);
  return [queues.get(sandbox.name) ?? 'schedule'];
}
