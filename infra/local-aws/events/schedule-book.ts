import { randomUUID } from 'node:crypto';
import type { Agenda, Timed } from '../clock/agenda.ts';
import { scheduleExpression } from '../clock/schedule-expression.ts';
import type { Topology } from '../template/topology.ts';

/** A schedule as EventBridge Scheduler keeps it. */
export type Schedule = Topology['schedules'][number]['properties'] & {
  readonly Name: string;
  readonly Arn: string;
  readonly CreationDate: number;
};

/** Starts the target of a schedule; answers with a word on how it went. */
export type StartTarget = (target: Schedule['Target'], event: unknown) => Promise<string>;

/** The schedules of a run: each is on the agenda while it is enabled. */
export class ScheduleBook {
  readonly #agenda: Agenda;
  readonly #start: StartTarget;
  readonly #entries = new Map<string, { readonly schedule: Schedule; readonly timed: Timed }>();

  constructor(agenda: Agenda, start: StartTarget) {
    this.#agenda = agenda;
    this.#start = start;
  }

  /**
   * Adds a schedule.
   *
   * @throws RangeError for an expression that is not understood.
   */
  add(schedule: Schedule): void {
    const timed = this.#timed(schedule);
    this.#entries.set(schedule.Name, { schedule, timed });
    if (schedule.State === 'ENABLED') this.#agenda.add(timed);
  }

  get(name: string): Schedule | undefined {
    return this.#entries.get(name)?.schedule;
  }

  list(): readonly Schedule[] {
    return [...this.#entries.values()].map(({ schedule }) => schedule);
  }

  /** Takes a schedule away; answers whether it was there. */
  remove(name: string): boolean {
    const entry = this.#entries.get(name);
    if (entry !== undefined) this.#agenda.remove(entry.timed);
    return this.#entries.delete(name);
  }

  #timed(schedule: Schedule): Timed {
    const nextDue = scheduleExpression(
      schedule.ScheduleExpression,
      schedule.ScheduleExpressionTimezone,
      schedule.CreationDate,
    );
    let due = nextDue(schedule.CreationDate);
    return {
      what: schedule.Name,
      due: () => due,
      run: (at) => {
        due = nextDue(at);
        return this.#start(schedule.Target, scheduledEvent(schedule, at));
      },
      putOff: (until) => {
        if (due !== undefined && due < until) due = until;
      },
    };
  }
}

/** What the Scheduler hands to a target: the schedule's input with its context filled in, else a plain event. */
function scheduledEvent({ Arn, Target }: Schedule, at: number): unknown {
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const id = randomUUID();
  if (Target.Input === undefined)
    return {
      version: '0',
      id,
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      time,
      resources: [Arn],
      detail: '{}',
    };
  const input = Target.Input.replaceAll('<aws.scheduler.scheduled-time>', time)
    .replaceAll('<aws.scheduler.schedule-arn>', Arn)
    .replaceAll('<aws.scheduler.execution-id>', id)
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  const event: unknown = JSON.parse(input);
  return event;
}
