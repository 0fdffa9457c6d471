import { londonDay } from '../../functions/domain/calendar/london-time.ts';
import type { ListLine } from '../support/list-history/cpl-list-csv.ts';
import { FIRST_SETTINGS, NOT_RECOGNISED, type SimulatedSettings } from './inbox-files.ts';
import { gbcsOf, holding, isCurrent, isSmets1, keyOf, sameLine } from './list-model.ts';

/** A line that waits, as the reference model keeps it. */
type Waiting = {
  readonly order: string;
  readonly line: ListLine;
  readonly uploadId: string;
  readonly by: 'gbcs' | 'file' | 'dsp';
};

/** Which decision it is, and when it was taken. */
type Decided = { readonly sequence: number; readonly since: string };

/** Versions in force from the start, in the register that a pipeline begins with; only 4.1 of them is ever declared. */
const FIRST_REGISTER = new Map([['4.1', '']]);

/** What waits, and by what: the gate, the lines behind it, and what was sent under a substitute (ARCHITECTURE "The gate"). */
export class WaitingModel {
  register: ReadonlyMap<string, string> = FIRST_REGISTER;
  settings: SimulatedSettings = FIRST_SETTINGS;
  waiting: Waiting[] = [];
  readonly corrections = new Map<string, { readonly line: ListLine }>();
  readonly #sent = new Map<string, { readonly line: ListLine; readonly uploadId: string }>();
  #index = 0;

  /** Begins to count the orders of another decision. */
  begin(): void {
    this.#index = 0;
  }

  /** Takes the changes of a list through the gate. */
  gateAll(changed: readonly ListLine[], uploadId: string, decision: Decided): string[] {
    const words: string[] = [];
    const isBlocked = (line: ListLine): boolean => this.#gate(line, decision) === undefined;
    const wholeFile = this.settings.blockPolicy === 'file' && changed.some(isBlocked);
    for (const line of changed) {
      const order = this.#order(decision);
      const gbcs = this.#gate(line, decision);
      if (gbcs === undefined || (wholeFile && isCurrent(line))) {
        this.waiting.push({ order, line, uploadId, by: gbcs === undefined ? 'gbcs' : 'file' });
        words.push(`wait ${order} ${keyOf(line)}`);
        continue;
      }
      words.push(...this.#send(line, order, gbcs, uploadId));
      const overtaken = this.waiting.filter((waiting) => keyOf(waiting.line) === keyOf(line));
      words.push(...overtaken.map((waiting) => `overtake ${waiting.order}`));
      this.waiting = this.waiting.filter((waiting) => !overtaken.includes(waiting));
    }
    if (this.settings.blockPolicy === 'entry') return words;
    const settled = new Set(changed.map(keyOf));
    return [...words, ...this.release(decision, false, settled)];
  }

  /**
   * Releases what no longer has to wait.
   *
   * @param settled the Device Models that the decision has sent already: what they were sent under is not corrected
   */
  release(decision: Decided, retryRefused: boolean, settled: ReadonlySet<string> = new Set()): string[] {
    const words: string[] = [];
    const corrections = [...this.corrections].filter(([key, { line }]) => {
      return !settled.has(key) || !this.#sentNow(line, decision);
    });
    for (let isOver = false; !isOver;) {
      const released = this.#releaseOnce(decision, retryRefused);
      words.push(...released);
      isOver = this.settings.blockPolicy === 'entry' || released.every((word) => !word.startsWith('overtake'));
    }
    for (const [key, { line }] of corrections.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      if (this.corrections.get(key)?.line !== line) continue;
      const gbcs = this.#gate(line, decision);
      if (gbcs === gbcsOf(line)) words.push(...this.#send(line, this.#order(decision), gbcs, ''));
    }
    return words;
  }

  #releaseOnce(decision: Decided, retryRefused: boolean): string[] {
    const words: string[] = [];
    const isBlocked = (waiting: Waiting): boolean =>
      waiting.by === 'gbcs' && this.#gate(waiting.line, decision) === undefined;
    const files = new Set(this.waiting.filter(isBlocked).map(({ uploadId }) => uploadId));
    const heldFiles = this.settings.blockPolicy === 'file' ? files : new Set<string>();
    let still: Waiting[] = [];
    for (const waiting of this.waiting.toSorted((a, b) => (a.order < b.order ? -1 : 1))) {
      const { line, order, uploadId } = waiting;
      const gbcs = this.#gate(line, decision);
      const waits = waiting.by === 'dsp' ? !retryRefused : heldFiles.has(uploadId);
      if (gbcs === undefined || waits) {
        still.push(waiting);
        continue;
      }
      words.push(...this.#send(line, this.#order(decision), gbcs, uploadId), `release ${order}`);
      const behind = still.filter((other) => keyOf(other.line) === keyOf(line));
      words.push(...behind.map((other) => `overtake ${other.order}`));
      still = still.filter((other) => !behind.includes(other));
    }
    this.waiting = still;
    return words;
  }

  /** Takes back what the DSP has refused; `lines` are those of the accepted list. */
  takeBack(
    { order, entryKey }: { readonly order: string; readonly entryKey: string },
    lines: readonly ListLine[],
  ): string[] {
    const sent = this.#sent.get(order);
    const ofModel = lines.filter((line) => keyOf(line) === entryKey);
    const current = holding(ofModel) ?? ofModel.at(-1);
    if (sent === undefined || current === undefined || !sameLine(sent.line, current)) return [`overtake ${order}`];
    this.waiting.push({ order, line: sent.line, uploadId: sent.uploadId, by: 'dsp' });
    return [`wait ${order} ${entryKey}`];
  }

  #send(line: ListLine, order: string, gbcs: string, uploadId: string): string[] {
    const key = keyOf(line);
    this.#sent.set(order, { line, uploadId: uploadId === '' ? this.#uploadOf(line) : uploadId });
    const word = `send ${order} ${key} ${gbcs} ${line.status}`;
    if (gbcs !== gbcsOf(line)) {
      this.corrections.set(key, { line });
      return [word, `correction-due ${key}`];
    }
    return this.corrections.delete(key) ? [word, `correction-done ${key}`] : [word];
  }

  /** The upload that brought the line that a correction is about. */
  #uploadOf(line: ListLine): string {
    return [...this.#sent.values()].find((sent) => sent.line === line)?.uploadId ?? '';
  }

  #sentNow(line: ListLine, { sequence }: Decided): boolean {
    const prefix = `${String(sequence).padStart(12, '0')}-`;
    return [...this.#sent].some(([order, sent]) => order.startsWith(prefix) && sent.line === line);
  }

  /** The version under which a line goes on; undefined when it is blocked. */
  #gate(line: ListLine, { since }: Decided): string | undefined {
    const declared = gbcsOf(line);
    if (!isCurrent(line) || isSmets1(line)) return declared;
    const day = londonDay(since);
    const inForce = (version: string): boolean => {
      const from = this.register.get(version);
      return from !== undefined && from !== NOT_RECOGNISED && from <= day;
    };
    if (inForce(declared)) return declared;
    const substitute = this.settings.gbcsSubstitution[declared];
    return substitute !== undefined && inForce(substitute) ? substitute : undefined;
  }

  #order({ sequence }: Decided): string {
    return `${String(sequence).padStart(12, '0')}-${String(this.#index++).padStart(10, '0')}`;
  }
}
