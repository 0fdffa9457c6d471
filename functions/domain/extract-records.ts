import { FingerprintColumn, FingerprintTable, grown } from './extract-fingerprint.ts';

/** What becomes of a record of an extract, as far as one reading of the extract can tell. */
export const FATE = {
  /** Its bytes are those of the accepted value. */
  same: 0,
  /** Its entry is on the accepted list: to be compared with the value there. */
  compared: 1,
  /** Its entry is new. */
  added: 2,
  /** Its entry has several lines in this extract: they are judged together. */
  several: 3,
  /** It is not taken: quarantined, or the repetition of another line. */
  ignored: 4,
} as const;
export type Fate = (typeof FATE)[keyof typeof FATE];

const NONE = -1;

/** The records of an extract, by number in the order of the file: a few numbers for each, and no object. */
export class ExtractRecords {
  count = 0;
  /** Bytes, line ending included. */
  lengths: Uint32Array = new Uint32Array(1024);
  /** Physical line on which each record starts. */
  lines: Uint32Array = new Uint32Array(1024);
  /** Number of the accepted record of the same entry, or -1. */
  matches: Int32Array = new Int32Array(1024);
  fates: Uint8Array = new Uint8Array(1024);
  flags: Uint8Array = new Uint8Array(1024);
  readonly keys = new FingerprintColumn();
  readonly contents = new FingerprintColumn();
  readonly #added = new FingerprintTable(this.keys, 0);

  /** Adds the next record of the file and gives its number. */
  add(length: number, line: number, match: number, fate: Fate, flags: number): number {
    const record = this.count;
    if (record === this.lengths.length) this.#widen();
    this.lengths[record] = length;
    this.lines[record] = line;
    this.matches[record] = match;
    this.fates[record] = fate;
    this.flags[record] = flags;
    this.count += 1;
    return record;
  }

  /** The first record of an entry that is not on the accepted list, by its key's fingerprint, or -1. */
  findAdded(high: number, low: number): number {
    return this.#added.find(high, low);
  }

  /** Remembers a record as the first of an entry that is not on the accepted list. */
  rememberAdded(record: number): void {
    this.#added.add(record);
  }

  /** Physical line on which a record starts. */
  lineOf(record: number): number {
    return this.lines[record] ?? 0;
  }

  /** Number of the accepted record of the same entry, or -1. */
  matchOf(record: number): number {
    return this.matches[record] ?? NONE;
  }

  #widen(): void {
    this.lengths = grown(this.lengths, this.count + 1);
    this.lines = grown(this.lines, this.count + 1);
    this.matches = grown(this.matches, this.count + 1);
    this.fates = grown(this.fates, this.count + 1);
    this.flags = grown(this.flags, this.count + 1);
  }
}

/** Which record of the extract stands for each record of the accepted list. */
export class Sightings {
  readonly #recordOf: Int32Array;

  constructor(accepted: number) {
    this.#recordOf = new Int32Array(accepted).fill(UNSEEN);
  }

  /** The first record of the extract for an accepted record, or -1. */
  of(accepted: number): number {
    return Math.max(NONE, this.#recordOf[accepted] ?? UNSEEN);
  }

  /** Notes the record of the extract for an accepted record. */
  note(accepted: number, record: number): void {
    this.#recordOf[accepted] = record;
  }

  /** Notes that the extract has a row for an accepted record, but a quarantined one. */
  noteQuarantined(accepted: number): void {
    if (this.isUnseen(accepted)) this.#recordOf[accepted] = QUARANTINED;
  }

  /** Says whether the extract has no row at all for an accepted record. */
  isUnseen(accepted: number): boolean {
    return this.#recordOf[accepted] === UNSEEN;
  }

  /** Says whether the extract has only a quarantined row for an accepted record. */
  isQuarantined(accepted: number): boolean {
    return this.#recordOf[accepted] === QUARANTINED;
  }
}

const QUARANTINED = -2;
const UNSEEN = -3;
