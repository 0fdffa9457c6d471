import type { CsvReader } from '../csv/csv-reader.ts';
import type { ColumnLayout } from '../cpl/cpl-columns.ts';
import { isActive } from '../cpl/cpl-entry.ts';
import { readRow } from '../cpl/cpl-row.ts';
import type { AcceptedList } from './extract-accepted.ts';
import type { Fingerprint } from './extract-columns.ts';
import { Fingerprinter } from './extract-fingerprint.ts';
import { ExtractRecords, FATE, Sightings } from './extract-records.ts';
import { BROKEN_OVER_LINES, CARRIED, INACTIVE, MISSING, SUPERSEDED, WARNED } from './extract-snapshot.ts';
import { WalkBeside } from './extract-walk.ts';
import type { FindingLog } from '../findings/finding-log.ts';

/** A quarantined row: where it is, and what it says of whose it is ('' where that cannot be told). */
export type QuarantinedRow = { entryKey: string; readonly cplEntryId: string; readonly line: number };

/** Bits of an accepted record whose entry must be looked at anew although its bytes are the same. */
const LOOK_ANEW = SUPERSEDED | MISSING;

/**
 * Reads an extract once, record by record. As long as its records lie in the order of the accepted list, they are
 * compared with it as bytes, and only those that differ are parsed and judged; where the order differs, fingerprints
 * tell which records are the same. What an entry's change is, is left to a second reading, because a later line
 * decides it.
 */
export class ExtractScan {
  readonly records: ExtractRecords;
  readonly sightings = new Sightings();
  readonly quarantined: QuarantinedRow[] = [];
  /** Keys of the entries that had disappeared and are back. */
  readonly returned: string[] = [];
  /** Records of each entry that has several lines, by the number of its first. */
  readonly several = new Map<number, number[]>();
  /** The walk through the accepted list beside the extract; none when its bytes mean something else. */
  readonly beside: WalkBeside | undefined;

  readonly #reader: CsvReader;
  readonly #layout: ColumnLayout;
  readonly #accepted: AcceptedList | undefined;
  readonly #findings: FindingLog;
  readonly #print = new Fingerprinter();

  /** `comparable` says that equal bytes mean equal entries: same header, same column map, same rules. */
  constructor(
    reader: CsvReader,
    layout: ColumnLayout,
    findings: FindingLog,
    accepted: AcceptedList | undefined,
    comparable: boolean,
  ) {
    this.#reader = reader;
    this.#layout = layout;
    this.#findings = findings;
    this.#accepted = accepted;
    this.records = new ExtractRecords(accepted);
    this.beside = comparable && accepted !== undefined ? new WalkBeside(accepted) : undefined;
  }

  /** Reads to the end of the extract, or to where it cannot be read on. */
  async run(): Promise<void> {
    for (;;) {
      const met = this.#passOverEqual();
      if (met === 'accepted-starved') {
        await this.beside?.fill();
        continue;
      }
      const step = met === 'extract-starved' ? 'starved' : this.#reader.step();
      if (step === 'starved') await this.#reader.window.fill();
      else if (step === 'record') this.#readRecord();
      else break;
    }
    await this.beside?.close();
  }

  #passOverEqual(): 'differs' | 'extract-starved' | 'accepted-starved' {
    const { beside } = this;
    if (beside === undefined) return 'differs';
    const { window } = this.#reader;
    for (;;) {
      const match = beside.record;
      const isBeside = beside.isOwn && (beside.flags & LOOK_ANEW) === 0 && this.sightings.of(match) < 0;
      const met = isBeside ? beside.meet(window) : 'differs';
      if (met === 'equal') this.#takeSame(match, beside);
      else if (met !== 'differs') return met;
      else if ((beside.flags & CARRIED) === 0) return met;
      beside.advance();
    }
  }

  #takeSame(match: number, beside: WalkBeside): void {
    const reader = this.#reader;
    const flags = beside.flags & ~CARRIED;
    const { length } = beside;
    const line = reader.nextLine;
    const record = this.records.add(length, line, match, FATE.same, flags);
    if ((flags & WARNED) !== 0) this.#warnAgain(record, match, length, line);
    this.sightings.note(match, record);
    reader.skip(
      length,
      (flags & BROKEN_OVER_LINES) === 0 ? 1 : lineBreaks(reader.window.buffer, reader.window.start, length),
    );
  }

  /** Tells the warnings of a record whose bytes are the accepted ones; where none is kept any more, only counts them. */
  #warnAgain(record: number, match: number, length: number, line: number): void {
    const warnings = this.#accepted?.warnings.get(match) ?? 0;
    this.records.warnings.set(record, warnings);
    if (this.#findings.isFull) return this.#findings.countOnly(warnings);
    for (const finding of readRow(this.#layout, this.#reader.peek(length), line).findings) this.#findings.add(finding);
  }

  #readRecord(): void {
    const { scanner, window, line } = this.#reader;
    const { high, low } = this.#print.of(window.buffer, scanner.start, scanner.end);
    const content = { high, low };
    if (this.beside?.isAstray === true && this.#takeTwin(content)) return;
    const length = scanner.next - scanner.start;
    const reading = readRow(this.#layout, scanner.values(window.buffer), line);
    for (const finding of reading.findings) this.#findings.add(finding);
    if (!reading.sound) {
      this.quarantined.push({ entryKey: reading.entryKey, cplEntryId: reading.cplEntryId, line });
      this.records.add(length, line, -1, FATE.ignored, 0);
      return;
    }
    const { high: keyHigh, low: keyLow } = this.#print.ofKey(reading.entry.entryKey);
    const key = { high: keyHigh, low: keyLow };
    const match =
      this.beside?.isOn(key) === true ? this.beside.record : (this.#accepted?.findKey(keyHigh, keyLow) ?? -1);
    const flags =
      (isActive(reading.entry) ? 0 : INACTIVE) |
      (reading.findings.length > 0 ? WARNED : 0) |
      (scanner.innerLines > 0 ? BROKEN_OVER_LINES : 0);
    const isSame = match >= 0 && this.beside?.hasContent(match, content) === true;
    const fate = match < 0 ? FATE.added : isSame ? FATE.same : FATE.compared;
    const record = this.records.add(length, line, match, fate, flags);
    this.records.warnings.set(record, reading.findings.length);
    this.records.print(record, key, content);
    this.#noteSighting(record, match, reading.entry.entryKey);
    this.beside?.keepInStep(match, key);
  }

  /** Takes a record whose very bytes the accepted list has elsewhere, without parsing it. */
  #takeTwin(content: Fingerprint): boolean {
    const accepted = this.#accepted;
    const match = accepted?.findContent(content.high, content.low) ?? -1;
    if (accepted === undefined || match < 0) return false;
    if (accepted.is(match, LOOK_ANEW | WARNED) || this.sightings.of(match) >= 0) return false;
    const { scanner, line } = this.#reader;
    const flags = accepted.flags.get(match) & ~CARRIED;
    const record = this.records.add(scanner.next - scanner.start, line, match, FATE.same, flags);
    this.sightings.note(match, record);
    this.beside?.keepInStep(match);
    return true;
  }

  #noteSighting(record: number, match: number, entryKey: string): void {
    const { records, sightings } = this;
    const first = match >= 0 ? sightings.of(match) : records.findAdded(records.keyOf(record));
    if (first < 0) {
      if (match < 0) return records.rememberAdded();
      if (this.#accepted?.is(match, MISSING) === true) this.returned.push(entryKey);
      return sightings.note(match, record);
    }
    const [one, other] = [records.contentOf(first), records.contentOf(record)];
    if (one.high === other.high && one.low === other.low) {
      records.fates.set(record, FATE.ignored);
      this.#findings.add(repeatedLine(records.lineOf(record), records.lineOf(first), entryKey));
      return;
    }
    const lines = this.several.get(first) ?? [first];
    lines.push(record);
    this.several.set(first, lines);
    for (const line of lines) records.fates.set(line, FATE.several);
  }
}

/** A line that stands in the extract a second time, byte for byte or in all it says. */
export function repeatedLine(line: number, firstLine: number, entryKey: string) {
  return {
    code: 'CPL-LINE-REPEATED',
    severity: 'warning',
    line,
    field: '',
    value: entryKey,
    message: `This line repeats line ${firstLine}. It is not taken a second time: remove one of them.`,
  } as const;
}

function lineBreaks(bytes: Buffer, start: number, length: number): number {
  let breaks = 0;
  for (let at = bytes.indexOf(0x0a, start); at >= 0 && at < start + length; at = bytes.indexOf(0x0a, at + 1))
    breaks += 1;
  return breaks;
}
