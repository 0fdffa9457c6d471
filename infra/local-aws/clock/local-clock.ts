import type { Agenda, Occurrence } from './agenda.ts';
import { milliseconds } from './duration.ts';
import { moveDate, type SharedOffset, sharedOffset } from './moved-date.ts';

/** What moving the clock did. */
export type Advance = { readonly from: string; readonly to: string; readonly ran: readonly Occurrence[] };

/** The pipeline's time, which can be moved forward. */
export type LocalClock = {
  /** The current instant as ISO 8601 in UTC. */
  readonly now: () => string;
  /** Moves the time forward by an ISO 8601 duration and runs all that falls due on the way, each at its own time. */
  readonly advance: (duration: string) => Promise<Advance>;
  /** Moves the time forward at once, as if the machine had slept: each schedule that fell due meanwhile runs once. */
  readonly sleep: (duration: string) => Promise<Advance>;
};

/** What the clock must know of the system that it moves. */
export type MovedSystem = {
  readonly agenda: Agenda;
  /** Resolves when nothing is under way: all that can be worked off now has been. */
  readonly quiet: () => Promise<void>;
  /** When a message that is hidden or delayed now comes back to its queue, in milliseconds. */
  readonly nextReturn: () => Promise<number | undefined>;
};

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One offset for the whole process: `Date` is global, so two pipelines in one process share their time. */
const processOffset: SharedOffset = sharedOffset();
let restoreDate: (() => void) | undefined;
let users = 0;

/**
 * Begins to move the process's `Date`, to an instant if one is given (milliseconds), and gives the offset that
 * sandboxes share. Undone by {@link releaseTime}.
 *
 * @throws RangeError for an instant while someone else holds the time: it is the whole process's.
 */
export function holdTime(from?: number): SharedOffset {
  if (users > 0 && from !== undefined) throw new RangeError('Another pipeline of this process holds the time');
  if (users === 0) restoreDate = moveDate(processOffset);
  users += 1;
  if (from !== undefined) Atomics.store(new BigInt64Array(processOffset), 0, BigInt(from - Date.now()));
  return processOffset;
}

/** Puts the machine's time back once nobody holds the moved time any more. */
export function releaseTime(): void {
  users -= 1;
  if (users > 0) return;
  restoreDate?.();
  Atomics.store(new BigInt64Array(processOffset), 0, 0n);
}

/** Runs the agenda as time passes, and moves the time on demand. */
export class MovableClock implements LocalClock {
  readonly #system: MovedSystem;
  #timer: NodeJS.Timeout | undefined;
  #busy: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(system: MovedSystem) {
    this.#system = system;
    system.agenda.onChange(() => this.#waitForNextDue());
    this.#waitForNextDue();
  }

  now(): string {
    return new Date().toISOString();
  }

  advance(duration: string): Promise<Advance> {
    const span = milliseconds(duration);
    return this.#inTurn(() => this.#advance(span));
  }

  sleep(duration: string): Promise<Advance> {
    const span = milliseconds(duration);
    return this.#inTurn(() => this.#sleep(span));
  }

  /** Runs nothing more; resolves when what is running has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#busy;
  }

  async #advance(span: number): Promise<Advance> {
    const { agenda, quiet, nextReturn } = this.#system;
    const from = Date.now();
    const target = from + span;
    const ran: Occurrence[] = [];
    await quiet();
    for (;;) {
      const due = Math.min(agenda.nextDue() ?? Infinity, (await nextReturn()) ?? Infinity);
      if (due > target || this.#stopped) break;
      moveTo(due);
      ran.push(...(await agenda.runDue(due)));
      await quiet();
    }
    moveTo(target);
    await quiet();
    return { from: new Date(from).toISOString(), to: this.now(), ran };
  }

  async #sleep(span: number): Promise<Advance> {
    const { agenda, quiet } = this.#system;
    await quiet();
    const from = Date.now();
    const target = from + span;
    agenda.oversleep(target);
    moveTo(target);
    const ran = await agenda.runDue(target);
    await quiet();
    return { from: new Date(from).toISOString(), to: this.now(), ran };
  }

  /** Due work and moves of the clock take turns, so that nothing falls due twice. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#busy.then(work);
    this.#busy = mine.then(
      () => this.#waitForNextDue(),
      () => this.#waitForNextDue(),
    );
    return mine;
  }

  #waitForNextDue(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const due = this.#system.agenda.nextDue();
    if (due === undefined) return;
    const wait = Math.min(Math.max(due - Date.now(), 0), LONGEST_TIMER_MS);
    this.#timer = setTimeout(() => {
      void this.#inTurn(async () => {
        await this.#system.agenda.runDue(Date.now());
      });
    }, wait);
  }
}

/** Moves the time forward to an instant; never back. */
function moveTo(instant: number): void {
  const forward = instant - Date.now();
  if (forward > 0) Atomics.add(new BigInt64Array(processOffset), 0, BigInt(forward));
}
