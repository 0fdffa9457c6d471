import { CPL_DEVICE_TYPES, CPL_STATUSES, type CplDeviceType, type CplStatus } from './cpl-entry.ts';

/** ESME variants of DUIS, all 25 (XSD v5.0 to v5.4). */
export const ESME_VARIANTS: ReadonlySet<string> = new Set(
  'A B C AD BD CD ADE BDE CDE ADF BDF CDF ADEF BDEF CDEF ADG ADEG AF BF CF AEF BEF CEF AG AEG'.split(' '),
);

/** How device types may be labelled on the CPL beside their DUIS code; which labels are used is not public. */
const DEVICE_TYPE_ALIASES: Readonly<Record<CplDeviceType, readonly string[]>> = {
  ESME: ['Electricity Smart Meter', 'Electricity Smart Metering Equipment', 'Electricity Meter', 'Electric Meter'],
  GSME: ['Gas Smart Meter', 'Gas Smart Metering Equipment', 'Gas Meter'],
  GPF: ['Gas Proxy Function'],
  CHF: ['Communications Hub Function', 'Comms Hub Function'],
  CH: ['Communications Hub', 'Comms Hub', 'Communication Hub'],
  HCALCS: [
    'HAN Connected Auxiliary Load Control Switch',
    'HAN Connected Auxiliary Load Control Switches',
    'HC ALCS',
    'Auxiliary Load Control Switch',
  ],
  PPMID: [
    'Prepayment Meter Interface Device',
    'Prepayment Interface Device',
    'Pre-Payment Meter User Interface Device',
  ],
  IHD: ['In-Home Display', 'In Home Display Unit'],
  CAD: ['Consumer Access Device'],
};

const STATUS_ALIASES: Readonly<Record<CplStatus, readonly string[]>> = {
  Active: ['Current'],
  Removed: [],
  Withdrawn: [],
  Cancelled: ['Canceled'],
  Expired: [],
};

const DEVICE_TYPES = wordTable(CPL_DEVICE_TYPES, DEVICE_TYPE_ALIASES);
const STATUSES = wordTable(CPL_STATUSES, STATUS_ALIASES);

/** The device type that a text names, by its DUIS code or an alias, in any case and punctuation. */
export function deviceTypeNamed(text: string): CplDeviceType | undefined {
  return DEVICE_TYPES.get(text) ?? DEVICE_TYPES.get(foldWord(text));
}

/** The status that a text names, in any case; `Current` is `Active`. */
export function statusNamed(text: string): CplStatus | undefined {
  return STATUSES.get(text) ?? STATUSES.get(foldWord(text));
}

/** Ways of writing that there is no value. */
const NOTHING = new Set(['n/a', 'na', 'not applicable', 'none', '-']);

/** An optional text without its padding, and without words such as `N/A` that only say that there is none. */
export function textOrNothing(text: string): string {
  const trimmed = text.trim();
  return trimmed.length <= 14 && NOTHING.has(trimmed.toLowerCase()) ? '' : trimmed;
}

const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const BRITISH_DAY = /^(\d{2})\/(\d{2})\/(\d{4})$/;

/** The ISO day of a date written `yyyy-mm-dd` or `dd/mm/yyyy`; undefined when it is no day of the calendar. */
export function isoDayOf(text: string): string | undefined {
  const iso = ISO_DAY.exec(text);
  if (iso !== null) return calendarDay(iso[1], iso[2], iso[3]);
  const british = BRITISH_DAY.exec(text);
  return british === null ? undefined : calendarDay(british[3], british[2], british[1]);
}

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function calendarDay(year = '', month = '', day = ''): string | undefined {
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = month === '02' && leap ? 29 : (DAYS_OF_MONTH[Number(month) - 1] ?? 0);
  const real = Number(year) >= 1900 && Number(day) >= 1 && Number(day) <= days;
  return real ? `${year}-${month}-${day}` : undefined;
}

function wordTable<Word extends string>(
  words: readonly Word[],
  aliases: Readonly<Record<Word, readonly string[]>>,
): ReadonlyMap<string, Word> {
  const table = new Map<string, Word>();
  for (const word of words) {
    for (const name of [word, ...aliases[word]]) table.set(foldWord(name), word).set(name, word);
  }
  return table;
}

function foldWord(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
}
