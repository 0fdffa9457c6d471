import type { CsvReader } from './csv-reader.ts';
import type { ColumnLayout } from './cpl-columns.ts';
import { isActive } from './cpl-entry.ts';
import { readRow } from './cpl-row.ts';
import type { AcceptedList } from './extract-accepted.ts';
import type { RecordCursor } from './extract-cursor.ts';
import { Fingerprinter } from './extract-fingerprint.ts';
import { ExtractRecords, FATE, Sightings } from './extract-records.ts';
import { BROKEN_OVER_LINES, CARRIED, INACTIVE, MISSING, SUPERSEDED, WARNED } from './extract-snapshot.ts';
import type { FindingLog } from './finding-log.ts';

/** A quarantined row: where it is, and what it says of whose it is ('' where that cannot be told). */
export type QuarantinedRow = { entryKey: string; readonly cplEntryId: string; readonly line: number };

/** Bits of an accepted record that call for reading it anew although its bytes are the same. */
const READ_ANEW = WARNED | SUPERSEDED | MISSING;
/** A record that stands further ahead is jumped to only when the next one follows it there too. */
const NEAR = 64;

/**
 * Reads an extract once, record by record. As long as its records lie in the order of the accepted list, they are
 * compared with it as bytes, and only those that differ are parsed and judged; where the order differs, fingerprints
 * tell which records are the same. What an entry's change is, is left to a second reading, because a later line
 * decides it.
 */
export class ExtractScan {
  readonly records = new ExtractRecords();
  readonly sightings: Sightings;
  readonly quarantined: QuarantinedRow[] = [];
  /** Keys of the entries that had disappeared and are back. */
  readonly returned: string[] = [];
  /** Records of each entry that has several lines, by the number of its first. */
  readonly several = new Map<number, number[]>();

  readonly #reader: CsvReader;
  readonly #layout: ColumnLayout;
  readonly #accepted: AcceptedList | undefined;
  readonly #findings: FindingLog;
  /** The walk through the accepted list beside the extract; none when its bytes mean something else. */
  readonly #beside: RecordCursor | undefined;
  readonly #print = new Fingerprinter();
  #expectedNext = -1;

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
    this.sightings = new Sightings(accepted?.count ?? 0);
    this.#beside = comparable ? accepted?.walk() : undefined;
  }

  /** Reads to the end of the extract, or to where it cannot be read on. */
  async run(): Promise<void> {
    for (;;) {
      const met = this.#passOverEqual();
      if (met === 'accepted-starved') {
        await this.#beside?.fill();
        continue;
      }
      const step = met === 'extract-starved' ? 'starved' : this.#reader.step();
      if (step === 'starved') await this.#reader.window.fill();
      else if (step === 'record') this.#readRecord();
      else break;
    }
    await this.#beside?.close();
  }

  #passOverEqual(): 'differs' | 'extract-starved' | 'accepted-starved' {
    const beside = this.#beside;
    const accepted = this.#accepted;
    if (beside === undefined || accepted === undefined) return 'differs';
    const { window } = this.#reader;
    while (beside.record < accepted.count) {
      const record = beside.record;
      const flags = accepted.flags[record] ?? 0;
      if ((flags & READ_ANEW) !== 0 || accepted.layoutOf[record] !== 0 || this.sightings.of(record) >= 0) {
        if ((flags & CARRIED) === 0) return 'differs';
        beside.advanceTo(record + 1);
        continue;
      }
      const { length } = beside;
      if (window.end - window.start < length) return window.finished ? 'differs' : 'extract-starved';
      if (!beside.ready) return 'accepted-starved';
      const { buffer, start } = beside.window;
      const order = window.buffer.compare(buffer, start, start + length, window.start, window.start + length);
      if (order !== 0) {
        if ((flags & CARRIED) === 0) return 'differs';
      } else this.#takeSame(record, length);
      beside.advanceTo(record + 1);
    }
    return 'differs';
  }

  #takeSame(match: number, length: number): void {
    const accepted = this.#accepted;
    if (accepted === undefined) return;
    const flags = (accepted.flags[match] ?? 0) & ~CARRIED;
    const { window } = this.#reader;
    const inner = (flags & BROKEN_OVER_LINES) === 0 ? 0 : innerLines(window.buffer, window.start, length);
    const record = this.records.add(length, this.#reader.nextLine, match, FATE.same, flags);
    this.#reader.skip(length, 1 + inner);
    this.records.keys.set(record, accepted.keys.high(match), accepted.keys.low(match));
    this.records.contents.set(record, accepted.contents.high(match), accepted.contents.low(match));
    this.sightings.note(match, record);
  }

  #readRecord(): void {
    const { scanner, window, line } = this.#reader;
    const length = scanner.next - scanner.start;
    const { high, low } = this.#print.of(window.buffer, scanner.start, scanner.end);
    const content = { high, low };
    const twin = this.#beside === undefined ? -1 : (this.#accepted?.findContent(high, low) ?? -1);
    if (twin >= 0 && ((this.#accepted?.flags[twin] ?? 0) & READ_ANEW) === 0 && this.sightings.of(twin) < 0) {
      const record = this.records.add(length, line, twin, FATE.same, (this.#accepted?.flags[twin] ?? 0) & ~CARRIED);
      this.records.contents.set(record, high, low);
      this.records.keys.set(record, this.#accepted?.keys.high(twin) ?? 0, this.#accepted?.keys.low(twin) ?? 0);
      this.sightings.note(twin, record);
      this.#keepBeside(twin);
      return;
    }
    const reading = readRow(this.#layout, scanner.values(window.buffer), line);
    for (const finding of reading.findings) this.#findings.add(finding);
    if (!reading.sound) {
      this.quarantined.push({ entryKey: reading.entryKey, cplEntryId: reading.cplEntryId, line });
      this.records.add(length, line, -1, FATE.ignored, 0);
      return;
    }
    const key = this.#print.ofKey(reading.entry.entryKey);
    const match = this.#accepted?.findKey(key.high, key.low) ?? -1;
    const flags =
      (isActive(reading.entry) ? 0 : INACTIVE) |
      (reading.findings.length > 0 ? WARNED : 0) |
      (scanner.innerLines > 0 ? BROKEN_OVER_LINES : 0);
    const same = twin >= 0 && twin === match;
    const fate = match < 0 ? FATE.added : same ? FATE.same : FATE.compared;
    const record = this.records.add(length, line, match, fate, flags);
    this.records.keys.set(record, key.high, key.low);
    this.records.contents.set(record, content.high, content.low);
    this.#noteSighting(record, match, reading.entry.entryKey);
    this.#keepBeside(match);
  }

  #noteSighting(record: number, match: number, entryKey: string): void {
    const { records, sightings } = this;
    const { keys, contents } = records;
    const first = match >= 0 ? sightings.of(match) : records.findAdded(keys.high(record), keys.low(record));
    if (first < 0) {
      if (match < 0) return records.rememberAdded(record);
      if (this.#accepted?.is(match, MISSING) === true) this.returned.push(entryKey);
      return sightings.note(match, record);
    }
    if (contents.high(first) === contents.high(record) && contents.low(first) === contents.low(record)) {
      records.fates[record] = FATE.ignored;
      this.#findings.add(repeatedLine(records.lineOf(record), records.lineOf(first), entryKey));
      return;
    }
    const lines = this.several.get(first) ?? [first];
    lines.push(record);
    this.several.set(first, lines);
    for (const line of lines) records.fates[line] = FATE.several;
  }

  /** Keeps the walk beside the extract in step with it, where the two follow the same order. */
  #keepBeside(match: number): void {
    const beside = this.#beside;
    const accepted = this.#accepted;
    if (beside === undefined || accepted === undefined) return;
    const here = beside.record;
    const inPlace = match === here || this.#isLineOfSameEntry(here);
    if (inPlace) return beside.advanceTo(here + 1);
    if (match < here || accepted.is(match, CARRIED)) return;
    if (match - here <= NEAR || match === this.#expectedNext) beside.advanceTo(match + 1);
    else this.#expectedNext = match + 1;
  }

  #isLineOfSameEntry(accepted: number): boolean {
    const record = this.records.count - 1;
    const { keys } = this.records;
    const list = this.#accepted;
    if (list === undefined || accepted >= list.count) return false;
    return list.keys.high(accepted) === keys.high(record) && list.keys.low(accepted) === keys.low(record);
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

function innerLines(bytes: Buffer, start: number, length: number): number {
  let breaks = 0;
  for (let at = bytes.indexOf(0x0a, start); at >= 0 && at < start + length - 1; at = bytes.indexOf(0x0a, at + 1)) {
    breaks += 1;
  }
  return breaks;
}
