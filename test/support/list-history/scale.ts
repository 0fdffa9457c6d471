import { addDays } from '../../../functions/domain/calendar/calendar-day.ts';
import { seededRandom } from '../../fixtures/demo/generator/random.ts';
import { type IssueStamp, issueCell, LIST_COLUMNS, type ListDeviceType } from './cpl-list-csv.ts';
import { nextIssueNumber } from './issue-days.ts';
import { hex } from './products.ts';

/** A synthetic list of any length, of which no more than a chunk is in memory. */
export type LargeList = IssueStamp & {
  readonly lines: number;
  readonly seed: number;
  /** Lines of the first issue: only they change in place. */
  readonly firstLines: number;
  /** Issues since the first one. */
  readonly age: number;
  /** The csv in chunks of whole rows, in the order of the entry numbers. */
  readonly chunks: () => Iterable<Buffer>;
  /** The same rows in no order. */
  readonly shuffledChunks: () => Iterable<Buffer>;
};

type Spec = Omit<LargeList, 'chunks' | 'shuffledChunks'>;

const ROWS_IN_CHUNK = 2000;
const LINES_OF_A_MODEL = 1000;

/** What models are, in turn: type, versions before and after a relisting for a later GBCS version alone. */
const MODELS: readonly (readonly [ListDeviceType, string, string, string])[] = [
  ['Single Element Electricity Metering Equipment', 'SMETS V2.0', '1.0', '1.1'],
  ['Pre-Payment Interface Device', 'SMETS V4.3', '3.2', '4.0'],
  ['Communications Hub', 'CHTS V1.1', '2.0', '2.1'],
  ['Gas Smart Meter', 'SMETS V4.3', '3.2', '4.1'],
  ['Single Element Electricity Metering Equipment', 'SMETS V3.1', '2.0', '2.1'],
  ['Polyphase Electricity Metering Equipment', 'SMETS V3.1', '2.0', '2.1'],
];

/** The first issue of a large list: as many lines, each another Device Model. */
export function largeList({ lines, seed, issue = '2.051', issuedOn = '2022-09-21' }: LargeListOptions): LargeList {
  return listOf({ lines, seed, issue, issuedOn, firstLines: lines, age: 0 });
}

/** What a large list is made from. */
export type LargeListOptions = { readonly lines: number; readonly seed: number } & Partial<IssueStamp>;

/**
 * The issue after a large list: the stamp differs in every row, one row of a hundred of the first issue is changed in
 * place (in turn another GBCS version, another hash, a removal), and one for each thousand is appended.
 */
export function nextIssueOf(list: LargeList): LargeList {
  const issue = nextIssueNumber(list.issue);
  const appended = Math.ceil(list.lines / 1000);
  return listOf({
    ...list,
    issue,
    issuedOn: addDays(list.issuedOn, 1),
    lines: list.lines + appended,
    age: list.age + 1,
  });
}

function listOf(spec: Spec): LargeList {
  const { lines, seed } = spec;
  return {
    ...spec,
    chunks: () => chunksOf(spec, (at) => at),
    shuffledChunks: () => {
      const order = shuffledNumbers(lines, seed);
      return chunksOf(spec, (at) => order[at] ?? 0);
    },
  };
}

function* chunksOf(spec: Spec, order: (at: number) => number): Generator<Buffer> {
  const version = issueCell(spec);
  let rows = [LIST_COLUMNS.join(',')];
  for (let at = 0; at < spec.lines; at += 1) {
    rows.push(rowAt(order(at), version, spec));
    if (rows.length < ROWS_IN_CHUNK) continue;
    yield Buffer.from(`${rows.join('\r\n')}\r\n`);
    rows = [];
  }
  if (rows.length > 0) yield Buffer.from(`${rows.join('\r\n')}\r\n`);
}

/** One row, from its place and the seed alone. */
function rowAt(at: number, version: string, { seed, age, firstLines }: Spec): string {
  const random = seededRandom(seed + at);
  const place = Math.floor(at / LINES_OF_A_MODEL);
  const [type, smetsChts, earlier, later] = MODELS[place % MODELS.length] ?? MODELS[0]!;
  const model = hex(0x1000 + place, 4);
  const hardware = [`0${(at % 4) + 1}`, hex(0x0a + (at % 4), 2)];
  const firmware = hex(Math.imul(at + 1, 0x9e3779b1) >>> 0, 8);
  const hash = random.below(100) < 27 ? '' : hashFrom(random.below);
  const changed = at < firstLines && (at + 50) % 100 < age;
  const change = changed ? Math.floor(at / 100) % 3 : -1;
  return [
    version,
    String(at + 1).padStart(6, '0'),
    change === 2 ? 'Removed' : 'Current',
    type,
    hex(0xfa01 + (place % 12), 4),
    model,
    ...hardware,
    model + hardware.join(''),
    firmware,
    smetsChts,
    `GBCS Version ${change === 0 ? later : earlier}`,
    change === 1 ? hashFrom(seededRandom(seed - at - 1).below) : hash,
  ].join(',');
}

function hashFrom(below: (limit: number) => number): string {
  return Array.from({ length: 8 }, () => hex(below(0x100000000), 8)).join('');
}

/** The places of a list, each once, in no order (Fisher–Yates). */
function shuffledNumbers(count: number, seed: number): Uint32Array {
  const random = seededRandom(seed + 1);
  const order = Uint32Array.from({ length: count }, (_, at) => at);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}
