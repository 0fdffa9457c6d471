import { isCalendarDay } from '../calendar/calendar-day.ts';
import { CPL_STATUSES, type CplDeviceType, type CplEntry, type CplStatus, type VariantFamily } from './cpl-entry.ts';

/**
 * The device types in the list's own words, with the code and the family of ESME variant that each stands for. The
 * second word of a PPMID was used before 25 August 2017.
 */
const DEVICE_TYPES: readonly (readonly [string, CplDeviceType, VariantFamily])[] = [
  ['Communications Hub', 'CH', 'none'],
  ['Gas Smart Meter', 'GSME', 'none'],
  ['HAN Connected Auxiliary Load Control Switch', 'HCALCS', 'none'],
  ['Polyphase Electricity Metering Equipment', 'ESME', 'poly'],
  ['Pre-Payment Interface Device', 'PPMID', 'none'],
  ['Pre-Payment Meter Interface Device', 'PPMID', 'none'],
  ['Single Element Electricity Metering Equipment', 'ESME', 'single'],
  ['Twin Element Electricity Metering Equipment', 'ESME', 'twin'],
];

/** The words for device types that the list uses today. */
export const DEVICE_TYPE_WORDS: readonly string[] = DEVICE_TYPES.map(([word]) => word).filter(
  (word) => word !== 'Pre-Payment Meter Interface Device',
);

const TYPE_OF = new Map(
  DEVICE_TYPES.flatMap(([word, deviceType, variantFamily]) => {
    const type = { deviceType, variantFamily } as const;
    return [[word, type] as const, [foldWord(word), type] as const];
  }),
);
const STATUS_OF = new Map<string, CplStatus>(
  CPL_STATUSES.flatMap((status) => [[status, status] as const, [foldWord(status), status] as const]),
);

/** The device type and variant family that a word of the list stands for, in any case and punctuation. */
export function deviceTypeOf(word: string): Pick<CplEntry, 'deviceType' | 'variantFamily'> | undefined {
  return TYPE_OF.get(word) ?? TYPE_OF.get(foldWord(word));
}

/** The list's own word for a device type. */
export function deviceTypeWord({ deviceType, variantFamily }: Pick<CplEntry, 'deviceType' | 'variantFamily'>): string {
  const found = DEVICE_TYPES.find(([, type, family]) => type === deviceType && family === variantFamily);
  if (found === undefined) throw new Error(`The list has no word for ${deviceType} ${variantFamily}`);
  return found[0];
}

/** The status that a word stands for, in any case. */
export function statusOf(word: string): CplStatus | undefined {
  return STATUS_OF.get(word) ?? STATUS_OF.get(foldWord(word));
}

/** Ways of writing that there is no value. */
const NOTHING = new Set(['n/a', 'na', 'null', 'not applicable', 'not relevant', 'none', '-']);

/** An optional text without its padding, and without words such as `N/A` that only say that there is none. */
export function textOrNothing(text: string): string {
  const trimmed = text.trim();
  return trimmed.length <= 14 && NOTHING.has(trimmed.toLowerCase()) ? '' : trimmed;
}

/** Whether a text is what a spreadsheet puts where a formula failed, such as `#N/A`. */
export function isSpreadsheetError(text: string): boolean {
  return (
    text.includes('#') &&
    /^#(?:N\/A|NULL!|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|SPILL!|CALC!|GETTING_DATA)$/i.test(text.trim())
  );
}

const BRITISH_DAY = /^(\d{2})\/(\d{2})\/(\d{4})$/;

/** The ISO day of a date written `yyyy-mm-dd` or `dd/mm/yyyy`; undefined when it is not a day of the calendar. */
export function isoDayOf(text: string): string | undefined {
  const day = text.replace(BRITISH_DAY, '$3-$2-$1');
  return isCalendarDay(day) ? day : undefined;
}

function foldWord(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
}
