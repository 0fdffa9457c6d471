import { addDays, daysBetween } from '../../../functions/domain/calendar/calendar-day.ts';
import type { Random } from '../../fixtures/demo/generator/random.ts';
import type { ListDeviceType } from './cpl-list-csv.ts';
import { declarable, type DeclaredVersions, gbcsCell, SMETS1, weightOf } from './declared-versions.ts';
import { pickWeighted } from './issue-days.ts';
import type { ListContent } from './list-book.ts';

/** How the products of a history are made. */
export type ProductPlan = {
  /** Share of SMETS1 in all lines of a history of six years, and of lines without a hash, both from 0 to 1. */
  readonly smets1Share: number;
  readonly emptyHashShare: number;
  /** Whether a line that is added on a day may declare a GBCS version. */
  readonly mayDeclare: (gbcs: string, day: string) => boolean;
};

type Product = {
  readonly deviceType: ListDeviceType;
  readonly manufacturer: string;
  readonly model: string;
  readonly smets1: boolean;
  readonly hardware: readonly (readonly [string, string])[];
  releases: number;
};

/** Entries of each type among the 729 of September 2022. */
const TYPES: readonly (readonly [ListDeviceType, number])[] = [
  ['Single Element Electricity Metering Equipment', 243],
  ['Pre-Payment Interface Device', 174],
  ['Communications Hub', 153],
  ['Gas Smart Meter', 124],
  ['Polyphase Electricity Metering Equipment', 25],
  ['Twin Element Electricity Metering Equipment', 8],
  ['HAN Connected Auxiliary Load Control Switch', 2],
];
const SMETS1_TYPES = new Set<ListDeviceType>(TYPES.slice(0, 4).map(([type]) => type));
/** In 2016 there were hubs only; SMETS1 entries began in July 2019, so they are more of the later lines. */
const METERS_FROM = '2017-03-01';
const SMETS1_FROM = '2019-07-30';
const SMETS1_CONCENTRATION = 1.75;
const OPENING_FROM = '2017-06-01';
const MANUFACTURERS = 12;
const PRODUCTS_IN_A_HUNDRED_LINES = 14;

/** A source of new lines: invented products, and firmware versions of theirs that are on no line yet. */
export function productSource(random: Random, plan: ProductPlan) {
  const products: Product[] = [];

  const newProduct = (type: ListDeviceType, smets1: boolean): Product => {
    const number = products.length;
    const hardware = random.below(4) === 0 ? 2 : 1;
    const product: Product = {
      deviceType: type,
      manufacturer: hex(0xfa01 + random.below(MANUFACTURERS), 4),
      model: hex(0xb00d + number * 16, 4),
      smets1,
      hardware: Array.from({ length: hardware }, (_, at) => [hex(at + 1, 2), hex(0x0a + at, 2)] as const),
      releases: 0,
    };
    products.push(product);
    return product;
  };
  const someProduct = (day: string): Product => {
    const smets1 = day >= SMETS1_FROM && random.below(1000) < plan.smets1Share * SMETS1_CONCENTRATION * 1000;
    const types = TYPES.filter(([type]) => (smets1 ? SMETS1_TYPES.has(type) : day >= METERS_FROM || isHub(type)));
    const type = pickWeighted(random, types);
    const known = products.filter((product) => product.deviceType === type && product.smets1 === smets1);
    const chosen = known[random.below(Math.max(1, known.length))];
    return chosen === undefined || random.below(100) < PRODUCTS_IN_A_HUNDRED_LINES ? newProduct(type, smets1) : chosen;
  };
  const release = (product: Product, count: number, versions: DeclaredVersions): ListContent[] => {
    product.releases += 1;
    const firmware = `0A${hex(product.releases, 4)}${random.hex(2)}`;
    const hash = random.below(1000) < plan.emptyHashShare * 1000 ? '' : random.hex(64);
    return product.hardware.slice(0, count).map(([hardwareVersion, hardwareRevision]) => ({
      deviceType: product.deviceType,
      manufacturer: product.manufacturer,
      model: product.model,
      hardwareVersion,
      hardwareRevision,
      firmware,
      smetsChts: versions.smetsChts,
      gbcs: gbcsCell(versions.gbcs),
      hash,
    }));
  };
  const versionsFor = (product: Product, day: string): DeclaredVersions => {
    if (product.smets1) return SMETS1;
    const versions = declarable(product.deviceType, day).filter(({ gbcs }) => plan.mayDeclare(gbcs, day));
    const inUse = versions.map((pair) => [pair, weightOf(pair.gbcs, day)] as const).filter(([, weight]) => weight > 0);
    const newest = versions.at(-1);
    return pickWeighted(random, inUse.length > 0 || newest === undefined ? inUse : [[newest, 1] as const]);
  };

  const newLines = (count: number, day: string): ListContent[] => {
    const lines: ListContent[] = [];
    let product = someProduct(day);
    while (lines.length < count) {
      lines.push(...release(product, count - lines.length, versionsFor(product, day)));
      if (random.below(3) === 0) product = someProduct(day);
    }
    return lines;
  };

  return {
    /** So many new lines that an entry could declare on a day: of one product, mostly, as manufacturers submit them. */
    newLines,
    /** So many lines as they came up in the years before a day: what a list that is not new starts with. */
    openingLines: (count: number, before: string): ListContent[] => {
      const from = before < OPENING_FROM ? before : OPENING_FROM;
      const days = daysBetween(from, before);
      return Array.from({ length: count }, (_, n) => addDays(from, Math.floor((n * days) / count))).flatMap((day) =>
        newLines(1, day),
      );
    },
    /** One new line of SMETS2+ with a GBCS version, whether or not it could be declared: two lines are of two releases. */
    lineWith: (gbcs: string, smetsChts?: string): ListContent => {
      const product = products.find(({ deviceType, smets1 }) => !smets1 && !isHub(deviceType));
      const used = product ?? newProduct('Single Element Electricity Metering Equipment', false);
      const pairs = declarable(used.deviceType, '9999-12-31');
      const pair = pairs.find((allowed) => allowed.gbcs === gbcs) ?? pairs.at(-1) ?? SMETS1;
      const [line] = release(used, 1, { smetsChts: smetsChts ?? pair.smetsChts, gbcs });
      if (line === undefined) throw new Error('A product without hardware');
      return line;
    },
  };
}

/** A source of new lines. */
export type ProductSource = ReturnType<typeof productSource>;

/** A number as upper-case hexadecimal characters. */
export function hex(number: number, length: number): string {
  return number.toString(16).toUpperCase().padStart(length, '0');
}

function isHub(type: ListDeviceType): boolean {
  return type === 'Communications Hub';
}
