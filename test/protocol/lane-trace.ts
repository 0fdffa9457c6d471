import { Effect } from '../../functions/contracts/effect.ts';
import { LaneCommand } from '../../functions/contracts/lane-command.ts';
import { LaneState } from '../../functions/contracts/lane-state.ts';
import { arrivalOf } from '../../functions/intake/lane/arrival.ts';
import type { Call, Invocation } from '../simulation/invocation.ts';
import { commandFields, isFields } from '../simulation/planted/fields.ts';
import type { World } from '../simulation/world.ts';
import type { Step } from './explore-states.ts';
import {
  firstState,
  MOVED_ON,
  orderOf,
  type Protocol,
  type State,
  starting,
  stepsOfRun,
  taking,
} from './lane-protocol.ts';

type How = 'done' | 'partly done' | 'refused';
/** A command as the model numbers it: its effects, and the record that stands when it is done; none of what is no file. */
type Command = { readonly name: string; readonly uploadId: string | undefined };

/**
 * Follows what the functions do to the services, step by step, in the model of the lane's protocol: what the code does next
 * must be something that the model can do next. Queues and kills may do whatever they like.
 */
export class LaneTrace {
  readonly broken: string[] = [];
  /** Steps that were followed, by their kind. */
  readonly followed = new Map<string, number>();
  readonly #world: World;
  readonly #effects: (readonly string[])[] = [];
  readonly #protocol: Protocol = {
    commands: this.#effects,
    kills: 0,
    overlaps: 0,
    redrives: 0,
    repeats: 0,
    without: ['one run at a time'],
  };
  readonly #commands: Command[] = [];
  readonly #writers = new Map<string, string>();
  readonly #sent = new Set<string>();
  #state: State = firstState(this.#protocol);

  constructor(world: World) {
    this.#world = world;
    world.onAnswered = (invocation, call, how) => this.#answered(invocation, call, how);
  }

  #answered(invocation: Invocation, { boundary, input }: Call, how: How): void {
    const run = `#${invocation.id}`;
    if (boundary === 'intake ledger.Get LANE') this.#starts(run, invocation);
    else if (boundary === 'intake ledger.Get UPLOADS' && this.#state.runs[run]?.at === 'looks')
      this.#does(run, 'looks');
    else if (boundary === 'intake ledger.Put LANE') this.#putsLane(run, how);
    else if (boundary === 'intake ledger.Put UPLOADS')
      this.#records(run, String(commandFields(input).Item['uploadId']));
    else if (boundary === 'intake dsp-updates.SendMessageBatch') this.#sends(run, input, how);
    else if (boundary === 'dsp-ingestion device-models.Update') this.#takes(input, how);
    else if (/^intake archive\.(?:PutObject changesets|CompleteMultipartUpload)$/.test(boundary))
      this.#writesLog(run, input);
  }

  #starts(run: string, { work }: Invocation): void {
    const body = work.messages[0]?.body ?? '';
    const uploadId = uploadOf(body);
    // What is no file leaves no record: handed over again, it is decided as if it were another one.
    const name = uploadId === undefined ? `${body} ${run}` : body;
    let command = this.#commands.findIndex((each) => each.name === name);
    if (command < 0) {
      command = this.#commands.push({ name, uploadId }) - 1;
      this.#effects[command] = [];
    }
    this.#follow(starting(this.#state, run, command, this.#protocol), 'starts');
  }

  #writesLog(run: string, input: unknown): void {
    const key = isFields(input) ? String(input['Key']) : '';
    const command = this.#state.runs[run]?.command;
    if (!key.startsWith('changesets/') || command === undefined) return;
    const writer = this.#writers.get(key) ?? run;
    if (writer !== run) this.broken.push(`${run} writes ${key} over that of ${writer}`);
    this.#writers.set(key, run);
    const effects: string[] = [];
    for (const line of this.#world.buckets.archive.text(key).trimEnd().split('\n')) {
      const effect = Effect.parse(JSON.parse(line));
      if (effect.effect === 'send') effects[placed(effect.change.order)[1]] = `send ${effect.change.entry.entryKey}`;
    }
    this.#effects[command] = Array.from(effects, (effect) => effect ?? '');
    // Whether what is no file was done before, nobody looks up.
    if (this.#state.runs[run]?.at === 'looks' && this.#commands[command]?.uploadId === undefined)
      this.#does(run, 'looks');
    this.#does(run, 'writes its log');
  }

  #putsLane(run: string, how: How): void {
    // What is no file leaves no record, and comes to its end without.
    const hasNoRecord = this.#state.runs[run]?.at === 'writes' && this.#carried(run)?.uploadId === undefined;
    if (hasNoRecord) this.#does(run, 'writes');
    if (how === 'refused') return this.#does(run, MOVED_ON);
    const { pending, revision } = LaneState.parse(this.#world.tables.ledger.get({ pk: 'LANE', sk: 'STATE' }));
    const at = this.#state.runs[run]?.at;
    const moves = at === 'takes over' ? 'takes over' : at === 'intends' ? 'intends' : 'moves';
    this.#does(run, pending === undefined ? 'settles' : moves);
    if (this.#state.lane.revision !== revision)
      this.broken.push(`The lane is at revision ${revision}, not ${this.#state.lane.revision}`);
  }

  /** The record of the file; that of another one, which gives way to it, is no matter of the model. */
  #records(run: string, uploadId: string): void {
    if (this.#carried(run)?.uploadId === uploadId) this.#does(run, 'writes');
  }

  #sends(run: string, input: unknown, how: How): void {
    for (const [at, { MessageBody }] of commandFields(input).Entries.entries()) {
      if (how === 'partly done' && at % 2 === 0) continue;
      const { order, entry } = commandFields(JSON.parse(String(MessageBody)));
      const change = `${String(entry['entryKey'])} ${orderOf(...placed(String(order)))}`;
      this.#sent.add(change);
      this.#does(run, `sends ${change}`);
    }
  }

  #takes(input: unknown, how: How): void {
    const { Key, values } = commandFields(input);
    const change = {
      entry: isFields(Key) ? String(Key['entryKey']) : '',
      order: orderOf(...placed(String(values[':order']))),
    };
    const of = `${change.entry} ${change.order}`;
    if (!this.#sent.has(of)) this.broken.push(`The consumer takes ${of}, which nobody sent`);
    const [step] = taking(this.#state, change, this.#protocol);
    const does = `consumer ${how === 'refused' ? 'passes over' : 'applies'} ${of}`;
    if (step?.what === does) this.#follow(step, 'takes');
    else this.broken.push(`The code: ${does}. The model: ${step?.what}`);
  }

  /** The command whose decision a run carries out. */
  #carried(run: string): Command | undefined {
    const log = this.#state.logs[this.#state.runs[run]?.lane.pending?.log ?? ''];
    return log === undefined ? undefined : this.#commands[log.command];
  }

  #does(run: string, what: string): void {
    const of = this.#state.runs[run];
    // The code moves its cursor as often as it likes; the model once is enough to be checked.
    const possible = of === undefined ? [] : stepsOfRun(this.#state, run, { ...of, mayMove: true }, this.#protocol);
    const step = possible.find((each) => each.what === `${run} ${what}`);
    if (step !== undefined) return this.#follow(step, what.replace(/^sends .*/, 'sends'));
    this.broken.push(
      `The code: ${run} ${what}. The model: ${possible.map((each) => each.what).join(', ') || 'nothing'}`,
    );
  }

  #follow({ next }: Step<State>, kind: string): void {
    this.#state = next;
    this.followed.set(kind, (this.followed.get(kind) ?? 0) + 1);
  }
}

/** The record that a file leaves; undefined for what is no file. */
function uploadOf(body: string): string | undefined {
  const command = body.startsWith('{') ? LaneCommand.parse(JSON.parse(body)) : undefined;
  return command !== undefined && 'detail' in command ? arrivalOf(command)?.uploadId : undefined;
}

/** The two numbers of an order: its decision, and its place in it. */
function placed(order: string): [sequence: number, place: number] {
  const [sequence, place] = order.split('-');
  return [Number(sequence), Number(place)];
}
