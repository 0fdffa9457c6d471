import { type LaneFacts, LaneState } from '../../functions/contracts/lane-state.ts';
import { LaneCommand } from '../../functions/contracts/lane-command.ts';
import { Effect } from '../../functions/contracts/effect.ts';
import type { Upload } from '../../functions/contracts/upload.ts';
import { DeviceHistory } from './device-history.ts';
import { storedBytes } from './inbox-files.ts';
import type { Invocation } from './invocation.ts';
import { type Decision, LaneModel, type SignatureStatus } from './lane-model.ts';
import { endOfDevices } from './oracle-devices.ts';
import { ExtractWatch } from './oracle-extracts.ts';
import { endOfIncidents } from './oracle-incidents.ts';
import { endOfLane } from './oracle-lane.ts';
import { endOfMails } from './oracle-mails.ts';
import { ReportWatch } from './oracle-reports.ts';
import { endOfSuspensions, SuspensionWatch } from './oracle-suspensions.ts';
import type { PutFile } from './inbox-files.ts';
import type { SimulatedEvent } from './srv-storm.ts';
import type { World } from './world.ts';

/** A decision with the effects that its durable log holds. */
export type Logged = { readonly decision: Decision; readonly effects: readonly Effect[] };

/** Looks at a schedule, at each step and at the end, and says which of the invariants of ARCHITECTURE is broken. */
export class Oracle {
  readonly lane = new LaneModel();
  readonly broken: string[] = [];
  readonly decisions: Logged[] = [];
  /** Every file that was put, by key and version. */
  readonly files = new Map<string, PutFile & { readonly receivedAt: string }>();
  readonly devices: SimulatedEvent[] = [];
  /** Every signature that was put beside the place of an extract: when, and over which bytes. */
  readonly signatures: { readonly key: string; readonly at: number; readonly bytes: Uint8Array }[] = [];
  readonly history: DeviceHistory;
  readonly extracts: ExtractWatch;
  readonly suspensions: SuspensionWatch;
  /** Notes that operators wrote, each of another text, with the incident. */
  readonly notes = new Map<string, string>();
  /** Messages that can never succeed. */
  readonly poison = new Set<string>();
  reports = 0;
  readonly #world: World;
  readonly #reports: ReportWatch;

  constructor(world: World) {
    this.#world = world;
    this.history = new DeviceHistory(world);
    this.extracts = new ExtractWatch(world, this.history);
    this.#reports = new ReportWatch(world);
    this.suspensions = new SuspensionWatch(world, this.devices);
  }

  /** Called after every effect: a decision that became durable is compared with the reference model at once. */
  look(invocation: Invocation, boundary: string): void {
    if (boundary === 'srv-events devices.Put') this.history.look();
    this.broken.push(...this.extracts.look(boundary), ...this.#reports.look(boundary));
    this.suspensions.look(boundary);
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
    const decision = this.#decision(pending.since, sequence, effects, invocation);
    this.decisions.push({ decision, effects });
    this.#world.note(`decision ${sequence}: ${decision.outcome ?? 'no file'}; ${decision.words.join(', ')}`);
    this.#compare(decision);
    this.#compareFacts(decision, pending.facts);
  }

  /** Every invariant that does not hold once all has come to rest. */
  atTheEnd(): readonly string[] {
    const ended = { world: this.#world, oracle: this };
    this.broken.push(...endOfLane(ended), ...endOfIncidents(ended), ...endOfMails(ended), ...endOfDevices(ended));
    this.broken.push(...endOfSuspensions(ended), ...this.extracts.atTheEnd());
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

  /** What the lane holds as true once the decision is carried out: lists held, issues, losses. */
  #compareFacts({ sequence }: Decision, { accepted, held, issues, losses }: LaneFacts): void {
    const { lane } = this;
    const found = [
      `accepted ${accepted?.uploadId} ${accepted?.issue}`,
      ...held.map(({ uploadId, heldBy }) => `held ${uploadId} ${heldBy}`).toSorted(),
      `newest ${issues?.newest}`,
      ...(issues?.skipped ?? []).map(({ issue }) => `skipped ${issue}`).toSorted(),
      ...losses.map(({ at, models }) => `loss ${at} ${models}`),
    ];
    const wanted = [
      `accepted ${lane.accepted?.uploadId} ${lane.accepted?.issue}`,
      ...lane.held.map(({ uploadId, by }) => `held ${uploadId} ${by}`).toSorted(),
      `newest ${lane.issues.newest}`,
      ...[...lane.issues.skipped].map((issue) => `skipped ${issue}`).toSorted(),
      ...lane.losses.map(({ at, models }) => `loss ${at} ${models}`),
    ];
    if (found.join() !== wanted.join())
      this.broken.push(`Decision ${sequence} keeps «${found.join('; ')}», the model «${wanted.join('; ')}»`);
  }

  #decision(since: string, sequence: number, effects: readonly Effect[], { work, startedAt }: Invocation): Decision {
    const body = work.messages[0]?.body ?? '';
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
      refusedByOperator: /"command":"refuse"/.test(body),
      signature: file === undefined ? undefined : this.#status(file, startedAt),
      refused: isRefusal ? { order: command.change.order, entryKey: command.change.entry.entryKey } : undefined,
      isReconsider: command !== undefined && 'command' in command && REEVALUATES.has(command.command),
      outcome: upload?.decision,
      words: [...effects.flatMap((effect) => wordsOf(effect, upload?.uploadId)), ...remarksIn(effects, upload)],
    };
  }

  /** How the signature of a file stood from an instant on, unless it changed since. */
  #status(file: PutFile, since: number): SignatureStatus | undefined {
    const bytes = storedBytes(file);
    const put = this.signatures.filter(({ key }) => key === file.key);
    const before = put.findLast(({ at }) => at <= since);
    const statuses = [before, ...put.filter(({ at }) => at > since)].map((signature) => {
      if (signature === undefined) return 'missing';
      return bytes.equals(signature.bytes) ? 'valid' : 'invalid';
    });
    return new Set(statuses).size === 1 ? statuses[0] : undefined;
  }
}

/** Commands by which what waits is checked again. */
const REEVALUATES: ReadonlySet<string> = new Set(['approve', 'reconsider']);

/** What the table of findings beside an extract's receipt says of its signature. */
function remarksIn(effects: readonly Effect[], upload: Upload | undefined): string[] {
  const key = upload?.receiptKey.replace(/\.json$/, '.findings.csv');
  return effects.flatMap((effect) =>
    effect.effect === 'store' && effect.key === key
      ? [...effect.text.matchAll(/CPL-SIGNATURE-\w+/g)].map(([code]) => `remark ${code}`)
      : [],
  );
}

/** An effect that matters to the DSP, in words; what notifies people is checked elsewhere. */
function wordsOf(effect: Effect, decided: string | undefined): string[] {
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
    case 'dispatch':
    case 'incident':
    case 'incident-event':
    case 'mail':
    case 'mark':
    case 'unmark':
    case 'ready-letter':
    case 'ssc-decision':
    case 'reevaluate':
    case 'store':
    case 'suspend':
    case 'reevaluate-again':
    case 'reevaluated-again':
    case 'decided':
      return [];
    // A list that was held and gives way; what is active shows the outcome of other files.
    case 'upload': {
      const { uploadId, kind, decision } = effect.upload;
      return kind === 'cpl' && uploadId !== decided
        ? [`${decision === 'superseded' ? 'supersede' : decision} ${uploadId}`]
        : [];
    }
  }
}
