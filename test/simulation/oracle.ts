import { LaneState } from '../../functions/contracts/lane-state.ts';
import { LaneCommand } from '../../functions/contracts/lane-command.ts';
import { Effect } from '../../functions/contracts/effect.ts';
import type { Invocation } from './invocation.ts';
import { type Decision, LaneModel } from './lane-model.ts';
import { endOfDevices } from './oracle-devices.ts';
import { endOfIncidents } from './oracle-incidents.ts';
import { endOfLane } from './oracle-lane.ts';
import { endOfMails } from './oracle-mails.ts';
import type { PutFile, SimulatedEvent } from './workload.ts';
import type { World } from './world.ts';

/** A decision with the effects that its durable log holds. */
export type Logged = { readonly decision: Decision; readonly effects: readonly Effect[] };

/** Looks at a schedule, at each step and at the end, and says which of the invariants of DESIGN 7 is broken. */
export class Oracle {
  readonly lane = new LaneModel();
  readonly broken: string[] = [];
  readonly decisions: Logged[] = [];
  /** Every file that was put, by key and version. */
  readonly files = new Map<string, PutFile & { readonly receivedAt: string }>();
  readonly devices: SimulatedEvent[] = [];
  /** Notes that operators wrote, each of another text, with the incident. */
  readonly notes = new Map<string, string>();
  /** Messages that can never succeed. */
  readonly poison = new Set<string>();
  reports = 0;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Called after every effect: a decision that became durable is compared with the reference model at once. */
  look(invocation: Invocation, boundary: string): void {
    if (boundary !== 'intake ledger.Put LANE') return;
    const item = this.#world.tables.ledger.get({ pk: 'LANE', sk: 'STATE' });
    if (item === undefined) return;
    const { pending, sequence } = LaneState.parse(item);
    if (pending === undefined || sequence === (this.decisions.at(-1)?.decision.sequence ?? 0)) return;
    const text = this.#world.buckets.archive.text(pending.effectsKey);
    const effects = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Effect.parse(JSON.parse(line)));
    const decision = this.#decision(pending.since, sequence, effects, invocation.work.messages[0]?.body ?? '');
    this.decisions.push({ decision, effects });
    this.#world.tell(`decision ${sequence}: ${decision.outcome ?? 'no file'}; ${decision.words.join(', ')}`);
    this.#compare(decision);
  }

  /** Every invariant that does not hold once all has come to rest. */
  atTheEnd(): readonly string[] {
    const ended = { world: this.#world, oracle: this };
    this.broken.push(...endOfLane(ended), ...endOfIncidents(ended), ...endOfMails(ended), ...endOfDevices(ended));
    return this.broken;
  }

  #compare(decision: Decision): void {
    const { outcome, words } = this.lane.expected(decision);
    const what = `Decision ${decision.sequence}`;
    if (outcome !== decision.outcome) this.broken.push(`${what} is ${decision.outcome}, not ${outcome}`);
    const order = (list: readonly string[]) => list.filter((word) => word.startsWith('send'));
    const rest = (list: readonly string[]) => list.filter((word) => !word.startsWith('send')).toSorted();
    const [found, wanted] = [
      [...order(decision.words), ...rest(decision.words)],
      [...order(words), ...rest(words)],
    ];
    if (found.join() !== wanted.join())
      this.broken.push(`${what} says «${found.join('; ')}», the model «${wanted.join('; ')}»`);
  }

  #decision(since: string, sequence: number, effects: readonly Effect[], body: string): Decision {
    const upload = effects.flatMap((effect) => (effect.effect === 'upload' ? [effect.upload] : [])).at(-1);
    const file = upload === undefined ? undefined : this.files.get(`${upload.key} ${upload.objectVersion ?? ''}`);
    const command = upload === undefined ? LaneCommand.parse(JSON.parse(body)) : undefined;
    const isRefusal = command !== undefined && 'command' in command && command.command === 'dsp-refused';
    return {
      sequence,
      since,
      file:
        upload === undefined || file === undefined
          ? undefined
          : { ...file, uploadId: upload.uploadId, receivedAt: upload.receivedAt },
      approved: upload?.approval !== undefined,
      refused: isRefusal ? { order: command.change.order, entryKey: command.change.entry.entryKey } : undefined,
      isReconsider:
        command !== undefined && 'command' in command && command.command !== 'update-incident' && !isRefusal,
      outcome: upload?.decision,
      words: effects.flatMap(wordsOf),
    };
  }
}

/** An effect that matters to the DSP, in words; what tells people is looked at elsewhere. */
function wordsOf(effect: Effect): string[] {
  switch (effect.effect) {
    case 'send':
      return [
        `send ${effect.change.order} ${effect.change.entry.entryKey} ${effect.change.gbcsVersion} ${effect.change.entry.status}`,
      ];
    case 'wait':
      return [`wait ${effect.line.order} ${effect.line.entry.entryKey}`];
    case 'release':
      return [`release ${effect.order}`];
    case 'overtake':
      return [`overtake ${effect.line.order}`];
    case 'correction-due':
      return [`correction-due ${effect.correction.entryKey}`];
    case 'correction-done':
      return [`correction-done ${effect.entryKey}`];
    case 'activate':
      return [`activate ${effect.governance.revision}`];
    case 'flight':
    case 'incident':
    case 'incident-event':
    case 'mail':
    case 'mark':
    case 'unmark':
    case 'reevaluate':
    case 'store':
    case 'suspend':
    case 'sweep-again':
    case 'swept-again':
    case 'upload':
      return [];
  }
}
