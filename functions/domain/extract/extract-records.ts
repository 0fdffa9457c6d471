import type { AcceptedList } from './extract-accepted.ts';
import {
  ByteColumn,
  type Fingerprint,
  FingerprintColumn,
  FingerprintTable,
  SmallNumberColumn,
  WordColumn,
} from './extract-columns.ts';
import { CONTENT_PLACE, KEY_PLACE } from './extract-snapshot.ts';

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

/**
 * The records of an extract, by number in the order of the file: a few numbers for each, and no object. A record whose
 * bytes are those of its accepted value has that one's fingerprints.
 */
export class ExtractRecords {
  count = 0;
  readonly lengths = new SmallNumberColumn();
  readonly fates = new ByteColumn();
  readonly flags = new ByteColumn();
  /** How many warnings a record carries. */
  readonly warnings = new ByteColumn();
  readonly #accepted: AcceptedList | undefined;
  #firstLine = 0;
  /** By how many lines a record starts later than it would if each record had one line. */
  readonly #shifts = new WordColumn();
  /** How far the accepted record is from where it would be if nothing had come or gone. */
  readonly #matches = new WordColumn();
  /** Numbers of the records that have fingerprints of their own, in ascending order. */
  readonly #printed = new WordColumn();
  #printedCount = 0;
  #hint = 0;
  readonly #keys = new FingerprintColumn();
  readonly #contents = new FingerprintColumn();
  readonly #added = new FingerprintTable(this.#keys, 0);

  constructor(accepted: AcceptedList | undefined) {
    this.#accepted = accepted;
  }

  /**
   * Adds the next record of the file and gives its number.
   *
   * @param length bytes, line ending included
   * @param line physical line on which it starts
   * @param match number of the accepted record of the same entry, or -1
   */
  add(length: number, line: number, match: number, fate: Fate, flags: number): number {
    const record = this.count;
    this.count += 1;
    this.lengths.set(record, length);
    if (record === 0) this.#firstLine = line;
    this.#shifts.set(record, line - record - this.#firstLine);
    this.#matches.set(record, match - record);
    this.fates.set(record, fate);
    this.flags.set(record, flags);
    return record;
  }

  /** Physical line on which a record starts. */
  lineOf(record: number): number {
    return this.#firstLine + record + this.#shifts.get(record);
  }

  /** Gives the record that was added last fingerprints of its own. */
  print(record: number, key: Fingerprint, content: Fingerprint): void {
    this.#printed.set(this.#printedCount, record);
    this.#keys.set(this.#printedCount, key.high, key.low);
    this.#contents.set(this.#printedCount, content.high, content.low);
    this.#printedCount += 1;
  }

  /** Fingerprint of a record's entry key. */
  keyOf(record: number): Fingerprint {
    const place = this.#placeOf(record);
    return place < 0 ? (this.#accepted?.keys.get(this.matchOf(record)) ?? NO_PRINT) : this.#keys.get(place);
  }

  /** Puts the fingerprints of a record into a row of a snapshot's index. */
  copyPrints(record: number, row: Uint32Array): void {
    const place = this.#placeOf(record);
    const source = place < 0 ? this.#accepted : { keys: this.#keys, contents: this.#contents };
    const from = place < 0 ? this.matchOf(record) : place;
    source?.keys.copyTo(from, row, KEY_PLACE);
    source?.contents.copyTo(from, row, CONTENT_PLACE);
  }

  /** Fingerprint of a record's bytes. */
  contentOf(record: number): Fingerprint {
    const place = this.#placeOf(record);
    return place < 0 ? (this.#accepted?.contents.get(this.matchOf(record)) ?? NO_PRINT) : this.#contents.get(place);
  }

  /** The first record of an entry that is not on the accepted list, by its key's fingerprint, or -1. */
  findAdded({ high, low }: Fingerprint): number {
    const place = this.#added.find(high, low);
    return place < 0 ? -1 : this.#printed.get(place);
  }

  /** Remembers the record that was printed last as the first of an entry that is not on the accepted list. */
  rememberAdded(): void {
    this.#added.add(this.#printedCount - 1);
  }

  /** Number of the accepted record of the same entry, or -1. */
  matchOf(record: number): number {
    return record + (this.#matches.get(record) | 0);
  }

  /** Where the fingerprints of a record are, or -1; asking in the order of the file costs nothing. */
  #placeOf(record: number): number {
    const isBehind = this.#hint > 0 && this.#printed.get(this.#hint - 1) >= record;
    if (isBehind) this.#hint = this.#firstFrom(record);
    while (this.#hint < this.#printedCount && this.#printed.get(this.#hint) < record) {
      this.#hint = this.#printed.get(this.#hint + 1) < record ? this.#firstFrom(record) : this.#hint + 1;
    }
    return this.#hint < this.#printedCount && this.#printed.get(this.#hint) === record ? this.#hint : -1;
  }

  #firstFrom(record: number): number {
    let low = 0;
    let high = this.#printedCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#printed.get(middle) < record) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const NO_PRINT: Fingerprint = { high: 0, low: 0 };

const UNSEEN = 0;
const QUARANTINED = 1;
const FIRST_RECORD = 2;

/** Which record of the extract stands for each record of the accepted list. */
export class Sightings {
  readonly #recordOf = new WordColumn();

  /** The first record of the extract for an accepted record, or -1. */
  of(accepted: number): number {
    return Math.max(-1, this.#recordOf.get(accepted) - FIRST_RECORD);
  }

  /** Notes the first record of the extract for an accepted record. */
  note(accepted: number, record: number): void {
    this.#recordOf.set(accepted, record + FIRST_RECORD);
  }

  /** Notes that the extract has a row for an accepted record, but a quarantined one. */
  noteQuarantined(accepted: number): void {
    if (this.isUnseen(accepted)) this.#recordOf.set(accepted, QUARANTINED);
  }

  /** Says whether the extract has no row at all for an accepted record. */
  isUnseen(accepted: number): boolean {
    return this.#recordOf.get(accepted) === UNSEEN;
  }

  /** Says whether the extract has only a quarantined row for an accepted record. */
  isQuarantined(accepted: number): boolean {
    return this.#recordOf.get(accepted) === QUARANTINED;
  }
}
