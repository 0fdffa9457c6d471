import { entryKeyOf, type CplRow } from '../support/cpl-csv.ts';
import { londonDay } from '../../functions/domain/calendar/london-time.ts';
import { FIRST_SETTINGS, type PutFile, type SimulatedSettings } from './inbox-files.ts';

/** A line that waits, as the reference model keeps it. */
type Waiting = {
  readonly order: string;
  readonly row: CplRow;
  readonly uploadId: string;
  readonly by: 'gbcs' | 'file' | 'dsp';
};

type Accepted = {
  readonly uploadId: string;
  readonly version: string;
  readonly receivedAt: string;
  readonly body: string;
  readonly rows: ReadonlyMap<string, { readonly row: CplRow; readonly missing: boolean }>;
};

/** How the signature beside an extract stands. */
export type SignatureStanding = 'valid' | 'missing' | 'invalid';

/** A decision of the lane as it stands in its durable log: in words, so that a difference can be read. */
export type Decision = {
  readonly sequence: number;
  readonly since: string;
  readonly file: (PutFile & { readonly uploadId: string; readonly receivedAt: string }) | undefined;
  readonly approved: boolean;
  /** How the signature stood while the file was decided; undefined when it changed meanwhile. */
  readonly signature: SignatureStanding | undefined;
  readonly refused: { readonly order: string; readonly entryKey: string } | undefined;
  readonly isReconsider: boolean;
  /** `send KEY GBCS STATUS`, `wait KEY`, `release ORDER`, … in the order of the log. */
  readonly words: readonly string[];
  readonly outcome: string | undefined;
};

const gbcsOf = (row: CplRow): string => row.gbcs ?? '4.1';
const hashOf = (row: CplRow): string => row.hash ?? 'AA'.repeat(32);
const isActive = (row: CplRow): boolean => (row.status ?? 'Active') === 'Active';
const same = (one: CplRow, other: CplRow): boolean =>
  gbcsOf(one) === gbcsOf(other) && isActive(one) === isActive(other) && hashOf(one) === hashOf(other);

/** Versions in force from the start, in the register that a pipeline begins with. */
const FIRST_REGISTER = new Map([['4.1', '']]);

/**
 * The lane as DESIGN 3 tells it, as plainly as it can be said: no bytes, no logs, no cursor. It is given each decision
 * in the order in which the lane made them durable, says what it should have been, and goes on from there.
 */
export class LaneModel {
  register: ReadonlyMap<string, string> = FIRST_REGISTER;
  settings: SimulatedSettings = FIRST_SETTINGS;
  accepted: Accepted | undefined;
  held: string | undefined;
  waiting: Waiting[] = [];
  corrections = new Map<string, { readonly row: CplRow }>();
  readonly #heldFiles = new Map<string, Decision['file']>();
  readonly #activeSince = new Map<string, string>();
  #index = 0;
  #activations = 0;

  /** What a decision should say; the model then stands behind it. */
  expected(decision: Decision): { readonly outcome: string | undefined; readonly words: readonly string[] } {
    this.#index = 0;
    if (decision.file !== undefined) return this.#file(decision.file, decision);
    if (decision.refused !== undefined)
      return { outcome: undefined, words: this.#takeBack(decision.refused, decision) };
    // What an operator says of an incident is no matter of the DSP.
    return { outcome: undefined, words: decision.isReconsider ? this.#release(decision, false) : [] };
  }

  #file(file: NonNullable<Decision['file']>, decision: Decision) {
    const { meaning } = file;
    if (meaning.kind === 'cpl') return this.#extract(file, meaning, decision);
    // Whether a list is agreed to depends on the CPL and is proved elsewhere; here it is taken as it comes.
    if (meaning.kind === 'agreed-list')
      return { outcome: decision.outcome, words: this.#activation(file, decision.outcome) };
    if (!meaning.sound) return { outcome: 'refused', words: [] };
    if ((this.#activeSince.get(meaning.kind) ?? '') > file.receivedAt) return { outcome: 'superseded', words: [] };
    if (meaning.kind === 'gbcs-register') this.register = meaning.from;
    else this.settings = meaning.settings;
    const words = this.#activation(file, 'active');
    return { outcome: 'active', words: [...words, ...this.#release(decision, meaning.kind === 'gbcs-register')] };
  }

  #activation(file: NonNullable<Decision['file']>, outcome: string | undefined): string[] {
    if (outcome !== 'active') return [];
    this.#activeSince.set(file.meaning.kind, file.receivedAt);
    this.#activations += 1;
    return [`activate ${this.#activations}`];
  }

  #extract(
    file: NonNullable<Decision['file']>,
    { sound, rows }: Extract<PutFile['meaning'], { kind: 'cpl' }>,
    decision: Decision,
  ): { outcome: string; words: string[] } {
    const version = file.cplVersion ?? file.receivedAt;
    const isOlder =
      this.accepted !== undefined &&
      (version < this.accepted.version ||
        (version === this.accepted.version && file.receivedAt < this.accepted.receivedAt));
    const repeats = this.accepted?.body === file.body;
    const done = (outcome: string, words: string[] = []) => {
      if (outcome === 'held') this.#hold(file);
      else if (this.held === file.uploadId) this.held = undefined;
      else if (outcome !== 'refused' && outcome !== 'superseded') this.#supersedeHeld(file, version);
      return { outcome, words };
    };
    if (file.packing === 'damaged gzip') return done('refused');
    if (isOlder) return done(repeats ? 'repeat' : 'superseded');
    const remarks = this.#remarks(decision);
    if (remarks.length > 0 && this.settings.signaturePolicy === 'require') return done('refused', remarks);
    if (!sound) return done('refused', remarks);
    if (repeats) return done('repeat');
    const before = this.accepted?.rows ?? new Map<string, { row: CplRow; missing: boolean }>();
    const present = new Map(rows.map((row) => [entryKeyOf(row), row]));
    const gone = [...before].filter(([key, { row, missing }]) => !missing && isActive(row) && !present.has(key));
    const removed = rows.filter((row) => {
      const was = before.get(entryKeyOf(row))?.row;
      return was !== undefined && isActive(was) && !isActive(row);
    });
    const active = [...before.values()].filter(({ row }) => isActive(row)).length;
    const leaving = gone.length + removed.length;
    const { removalGuardMinimum, removalGuardPercent } = this.settings;
    const guarded = leaving >= removalGuardMinimum && leaving * 100 > active * removalGuardPercent;
    if (guarded && !decision.approved) return done('held', remarks);
    const changed = rows.filter((row) => {
      const was = before.get(entryKeyOf(row))?.row;
      return was === undefined || !same(was, row);
    });
    const words = [...remarks, ...this.#judge(changed, file.uploadId, decision)];
    const next = new Map<string, { readonly row: CplRow; readonly missing: boolean }>();
    for (const [key, { row }] of before) if (!present.has(key)) next.set(key, { row, missing: true });
    for (const [key, row] of present) next.set(key, { row, missing: false });
    this.accepted = { uploadId: file.uploadId, version, receivedAt: file.receivedAt, body: file.body, rows: next };
    return done('accepted', words);
  }

  /** What is said of a signature; whatever was said, when it changed while it was looked at. */
  #remarks({ signature, words }: Decision): string[] {
    if (this.settings.signaturePolicy === 'off' || signature === 'valid') return [];
    if (signature !== undefined) return [`remark CPL-SIGNATURE-${signature.toUpperCase()}`];
    return words.filter((word) => word.startsWith('remark'));
  }

  #hold(file: NonNullable<Decision['file']>): void {
    this.held = file.uploadId;
    this.#heldFiles.set(file.uploadId, file);
  }

  #supersedeHeld(file: NonNullable<Decision['file']>, version: string): void {
    const held = this.held === undefined ? undefined : this.#heldFiles.get(this.held);
    if (held === undefined) return;
    const heldVersion = held.cplVersion ?? held.receivedAt;
    const isNewer = heldVersion > version || (heldVersion === version && held.receivedAt > file.receivedAt);
    if (!isNewer) this.held = undefined;
  }

  #judge(changed: readonly CplRow[], uploadId: string, decision: Decision): string[] {
    const words: string[] = [];
    const blocks = (row: CplRow): boolean => this.#gate(row, decision) === undefined;
    const wholeFile = this.settings.blockPolicy === 'file' && changed.some(blocks);
    for (const row of changed) {
      const order = this.#order(decision);
      const gbcs = this.#gate(row, decision);
      if (gbcs === undefined || (wholeFile && isActive(row))) {
        this.waiting.push({ order, row, uploadId, by: gbcs === undefined ? 'gbcs' : 'file' });
        words.push(`wait ${order} ${entryKeyOf(row)}`);
        continue;
      }
      words.push(...this.#send(row, order, gbcs));
      const overtaken = this.waiting.filter((line) => line.row.entry === row.entry);
      words.push(...overtaken.map((line) => `overtake ${line.order}`));
      this.waiting = this.waiting.filter((line) => line.row.entry !== row.entry);
    }
    return words;
  }

  #release(decision: Decision, retryRefused: boolean): string[] {
    const words: string[] = [];
    const blocked = (line: Waiting): boolean => line.by === 'gbcs' && this.#gate(line.row, decision) === undefined;
    const files = new Set(this.waiting.filter(blocked).map(({ uploadId }) => uploadId));
    const heldFiles = this.settings.blockPolicy === 'file' ? files : new Set<string>();
    const still: Waiting[] = [];
    const corrections = new Map(this.corrections);
    for (const line of this.waiting.toSorted((a, b) => (a.order < b.order ? -1 : 1))) {
      const gbcs = this.#gate(line.row, decision);
      const waits = line.by === 'dsp' ? !retryRefused : heldFiles.has(line.uploadId);
      if (gbcs === undefined || waits) {
        still.push(line);
        continue;
      }
      words.push(...this.#send(line.row, this.#order(decision), gbcs), `release ${line.order}`);
      for (const behind of still.filter(({ row }) => row.entry === line.row.entry))
        words.push(`overtake ${behind.order}`);
      still.splice(0, still.length, ...still.filter(({ row }) => row.entry !== line.row.entry));
    }
    this.waiting = still;
    for (const [key, { row }] of [...corrections].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      if (!this.corrections.has(key)) continue;
      const gbcs = this.#gate(row, decision);
      if (gbcs !== gbcsOf(row)) continue;
      words.push(...this.#send(row, this.#order(decision), gbcs));
    }
    return words;
  }

  #takeBack({ order, entryKey }: NonNullable<Decision['refused']>, _decision: Decision): string[] {
    const sent = this.#sent.get(order);
    const current = this.accepted?.rows.get(entryKey)?.row;
    if (sent === undefined || current === undefined || !same(sent.row, current)) return [`overtake ${order}`];
    this.waiting.push({ order, row: sent.row, uploadId: sent.uploadId, by: 'dsp' });
    return [`wait ${order} ${entryKey}`];
  }

  readonly #sent = new Map<string, { readonly row: CplRow; readonly uploadId: string }>();

  #send(row: CplRow, order: string, gbcs: string): string[] {
    const key = entryKeyOf(row);
    this.#sent.set(order, { row, uploadId: this.#uploadOf(row) });
    const word = `send ${order} ${key} ${gbcs} ${row.status ?? 'Active'}`;
    if (gbcs !== gbcsOf(row)) {
      this.corrections.set(key, { row });
      return [word, `correction-due ${key}`];
    }
    return this.corrections.delete(key) ? [word, `correction-done ${key}`] : [word];
  }

  #uploadOf(row: CplRow): string {
    return this.waiting.find((line) => line.row === row)?.uploadId ?? this.accepted?.uploadId ?? '';
  }

  /** The version under which a row goes on; undefined when it is blocked. */
  #gate(row: CplRow, { since }: Decision): string | undefined {
    const declared = gbcsOf(row);
    if (!isActive(row)) return declared;
    const day = londonDay(since);
    const inForce = (version: string): boolean => {
      const from = this.register.get(version);
      return from !== undefined && from <= day;
    };
    if (inForce(declared)) return declared;
    const substitute = this.settings.gbcsSubstitution[declared];
    return substitute !== undefined && inForce(substitute) ? substitute : undefined;
  }

  #order({ sequence }: Decision): string {
    return `${String(sequence).padStart(12, '0')}-${String(this.#index++).padStart(10, '0')}`;
  }
}
