import { PART_BYTES } from '../../functions/adapters/s3-writer.ts';
import type { FunctionName } from '../../functions/contracts/environment.ts';
import type { Choices } from './choices.ts';
import { drawnFault } from './drawn-fault.ts';
import { type FaultKind, FaultTally } from './faults.ts';
import type { Call, Invocation, Sandbox, Work } from './invocation.ts';
import { SimulatedBucket } from './simulated-objects.ts';
import { type QueueShape, SimulatedQueue } from './simulated-queue.ts';
import { SimulatedTable } from './simulated-tables.ts';

/** A mail that SES took. */
export type SentMail = { readonly mailId: string; readonly subject: string; readonly text: string };

const queue = (name: string, shape: Partial<QueueShape>): SimulatedQueue =>
  new SimulatedQueue({ name, fifo: false, byContent: false, visibilityMs: 30_000, ...shape });

/** How long one execution of each function may take, as the stacks set it. */
export const TIMEOUTS: Readonly<Record<FunctionName, number>> = {
  intake: 120_000,
  'dsp-ingestion': 30_000,
  'srv-events': 60_000,
  watch: 300_000,
  reports: 900_000,
};

/** Turns of the event loop that are taken as fast as they come; from then on a millisecond each. */
const QUICK_TURNS = 50;
/** Turns after which what a function waits for cannot be Node itself. */
const MOST_TURNS = 20_000;

/** All services, everything that runs, and the one clock. Nothing moves but by {@link World.carryOut}. */
export class World {
  readonly choices: Choices;
  readonly tally = new FaultTally();
  readonly tables = {
    ledger: new SimulatedTable({ partition: 'pk', sort: 'sk', indexes: {} }),
    devices: new SimulatedTable({
      partition: 'deviceId',
      indexes: {
        byFirmware: { keys: ['firmwareKey', 'deviceId'], projected: ['status', 'supplier'] },
        byTrial: { keys: ['trialId', 'deviceId'] },
      },
    }),
    'device-models': new SimulatedTable({
      partition: 'entryKey',
      indexes: { byModel: { keys: ['modelKey', 'entryKey'] } },
    }),
  };
  readonly buckets = { inbox: new SimulatedBucket(), archive: new SimulatedBucket(), reports: new SimulatedBucket() };
  readonly queues: Readonly<Record<QueueName, SimulatedQueue>>;
  readonly sent: SentMail[] = [];
  readonly sandboxes: Sandbox[] = [];
  readonly live: Invocation[] = [];
  /** What is larger is uploaded in parts of so many bytes. */
  partBytes = PART_BYTES;
  /** Called after each call that took effect: where oracles look at every step. */
  onEffect: (invocation: Invocation, boundary: string) => void = () => undefined;
  /** Called after each call that reached its service, whatever the function learns of it. */
  onAnswered: (invocation: Invocation, call: Call, how: 'done' | 'partly done' | 'refused') => void = () => undefined;
  /** What goes wrong at a call: drawn by {@link faultRate}, unless somebody has a plan. */
  faultAt: (call: Call, invocation: Invocation) => FaultKind | undefined = (call) => drawnFault(call, this);
  /** How long a call takes, in milliseconds. */
  callMs = 5;
  /** How probable a fault is at each call; 0 when all is calm. */
  faultRate = 0;
  /** Whether the last accident is over: from then on everything takes its turn. */
  calm = false;
  now = Date.parse('2026-11-02T09:00:00Z');
  #invocations = 0;
  #ended: Invocation[] = [];
  readonly #notes: { readonly at: number; readonly what: string }[] = [];

  constructor(choices: Choices, maxReceives: { lane: number; dspUpdates: number; srvEvents: number }) {
    this.choices = choices;
    const fifo = { fifo: true } as const;
    this.queues = {
      lane: queue('lane', {
        ...fifo,
        byContent: true,
        visibilityMs: 60_000,
        maxReceives: maxReceives.lane,
        deadLetters: 'lane-dead',
      }),
      'lane-dead': queue('lane-dead', { ...fifo, byContent: true }),
      // Shorter than the function may take: two copies may work on the same messages at the same time.
      'dsp-updates': queue('dsp-updates', {
        ...fifo,
        visibilityMs: 20_000,
        maxReceives: maxReceives.dspUpdates,
        deadLetters: 'dsp-updates-dead',
      }),
      'dsp-updates-dead': queue('dsp-updates-dead', fifo),
      'srv-events': queue('srv-events', {
        visibilityMs: 40_000,
        maxReceives: maxReceives.srvEvents,
        deadLetters: 'srv-events-dead',
      }),
      'srv-events-dead': queue('srv-events-dead', {}),
    };
  }

  note(what: string): void {
    this.#notes.push({ at: this.now, what });
  }

  /** All that happened, a line each. */
  get story(): string[] {
    return this.#notes.map(({ at, what }) => `${new Date(at).toISOString().slice(5, 23)} ${what}`);
  }

  /** Starts a function in a sandbox that is free, or in a new one. */
  async invoke(sandbox: Sandbox, work: Work): Promise<Invocation> {
    this.#invocations += 1;
    const invocation: Invocation = {
      id: this.#invocations,
      sandbox,
      work,
      startedAt: this.now,
      pending: sandbox.frozen.splice(0),
      ended: undefined,
      answer: undefined,
    };
    sandbox.invocation = invocation;
    this.live.push(invocation);
    const what = work.messages.map(({ messageId }) => messageId).join(' ');
    this.note(`${name(invocation)} starts ${what}`);
    const remaining = (): number => Math.max(0, invocation.startedAt + TIMEOUTS[sandbox.name] - this.now);
    void this.#follow(invocation, remaining);
    await this.#settle(invocation);
    return invocation;
  }

  /** Runs the function; how it ends is noted, unless it was killed before. */
  async #follow(invocation: Invocation, remaining: () => number): Promise<void> {
    const { sandbox, work } = invocation;
    try {
      const answer = await sandbox.run(work, remaining);
      if (invocation.ended !== undefined) return;
      invocation.answer = answer;
      invocation.ended = 'done';
      this.#ended.push(invocation);
    } catch (error) {
      if (invocation.ended !== undefined) return;
      invocation.ended = 'failed';
      this.#ended.push(invocation);
      this.note(`${name(invocation)} fails: ${String(error)}`);
    }
  }

  /** A call of a function; it is answered when the schedule says so, or never. */
  call(sandbox: Sandbox, call: Omit<Call, 'resolve' | 'reject'>): Promise<unknown> {
    const { invocation } = sandbox;
    return new Promise((resolve, reject) => {
      if (invocation !== undefined && invocation.ended === undefined)
        invocation.pending.push({ ...call, resolve, reject });
    });
  }

  /** Answers one waiting call, with or without a fault, and lets its function go on to the next one. */
  async carryOut(invocation: Invocation): Promise<void> {
    const [call] = invocation.pending.splice(this.calm ? 0 : this.choices.below(invocation.pending.length), 1);
    if (call === undefined) return;
    if (call.isEffect) this.tally.reached(call.boundary);
    const fault = this.faultAt(call, invocation);
    if (fault !== undefined) {
      this.tally.hit(call.boundary, fault);
      this.note(`  ${call.boundary} (${name(invocation)}): ${fault}`);
    } else if (call.isEffect) this.note(`  ${call.boundary} (${name(invocation)})`);
    this.pass(this.callMs);
    if (fault === 'killed before') return this.kill(invocation, 'killed');
    if (fault === 'throttled') call.reject(new Error(`ThrottlingException at ${call.boundary}`));
    else this.#answer(call, fault, invocation);
    if (fault === 'killed after') return this.kill(invocation, 'killed');
    await this.#settle(invocation);
  }

  /** Lets time pass; whoever runs for too long is ended by Lambda. */
  pass(milliseconds: number): void {
    this.now += milliseconds;
    const late = this.live.filter(({ startedAt, sandbox }) => this.now - startedAt > TIMEOUTS[sandbox.name]);
    for (const invocation of late) {
      this.tally.happened(`timed out: ${invocation.sandbox.name}`);
      this.kill(invocation, 'timed out');
    }
  }

  /** Ends a run in the middle of what it does, and its sandbox with it. */
  kill(invocation: Invocation, why: string): void {
    this.note(`${name(invocation)} is ${why}`);
    invocation.ended = 'killed';
    invocation.pending.length = 0;
    this.#remove(this.live, invocation);
    this.#remove(this.sandboxes, invocation.sandbox);
  }

  /** The runs that have come to an end since it was asked last. */
  takeEnded(): Invocation[] {
    if (this.#ended.length === 0) return [];
    const ended = this.#ended.splice(0).filter((invocation) => this.live.includes(invocation));
    for (const invocation of ended) {
      this.#remove(this.live, invocation);
      invocation.sandbox.invocation = undefined;
      invocation.sandbox.frozen.push(...invocation.pending.splice(0));
    }
    return ended;
  }

  #answer(call: Call, fault: FaultKind | undefined, invocation: Invocation): void {
    const isPartial = fault === 'partly done';
    let answer: unknown;
    try {
      answer = call.apply(isPartial);
    } catch (error) {
      this.onAnswered(invocation, call, 'refused');
      call.reject(error);
      return;
    }
    if (call.isEffect) this.onEffect(invocation, call.boundary);
    this.onAnswered(invocation, call, isPartial ? 'partly done' : 'done');
    try {
      // An attempt whose answer is lost is made again by the SDK, and answered as the second one.
      if (fault === 'repeated by the SDK') answer = call.apply(false);
      if (fault === 'answer lost') call.reject(new Error(`TimeoutError at ${call.boundary}`));
      else call.resolve(answer);
    } catch (error) {
      call.reject(error);
    }
  }

  /**
   * Waits until a function waits for a service, or has ended. In between it only computes, so a tick, which comes when
   * all promises have been followed, is enough; what Node unpacks on another thread takes turns of the event loop.
   */
  async #settle(invocation: Invocation): Promise<void> {
    const isSettled = (): boolean => invocation.ended !== undefined || invocation.pending.length > 0;
    await new Promise<void>((resolve) => {
      process.nextTick(resolve);
    });
    for (let turn = 0; !isSettled(); turn += 1) {
      if (turn > MOST_TURNS) throw new Error(`${name(invocation)} waits for something that is not simulated`);
      await new Promise<void>((resolve) => {
        // Whoever asks too often keeps the other thread from its processor.
        if (turn < QUICK_TURNS) setImmediate(resolve);
        else setTimeout(resolve, 1);
      });
    }
  }

  #remove<T>(from: T[], what: T): void {
    const at = from.indexOf(what);
    if (at >= 0) from.splice(at, 1);
  }
}

/** The queues of the pipeline. */
export type QueueName = 'lane' | 'lane-dead' | 'dsp-updates' | 'dsp-updates-dead' | 'srv-events' | 'srv-events-dead';

/** A run as the story names it. */
function name({ id, sandbox }: Invocation): string {
  return `${sandbox.name} #${id}`;
}
