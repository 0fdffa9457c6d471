import { ESI_034_COLUMNS, type ExtractField, OPR_COLUMNS } from '../contracts/extract-columns.ts';
import type { DeviceModel } from '../contracts/device-model.ts';
import { writeCsvRecord } from '../domain/csv/csv-table.ts';
import { isFormula } from '../domain/csv/formula.ts';
import type { SmiDevice } from '../domain/devices/device.ts';
import type { OprExclusion } from '../domain/trials/opr-exclusions.ts';

/** The header of ESI-034 and ESI-034i. */
export const ESI_034_HEADER = line(ESI_034_COLUMNS.columns.map(({ label }) => label));

/** The header of the list of exclusions. */
export const OPR_HEADER = line(OPR_COLUMNS.labels);

/** What a row says of the entry that its device runs by. */
export type EntryOfRow = Pick<
  DeviceModel,
  | 'deviceType'
  | 'firmwareVersion'
  | 'entryNumber'
  | 'status'
  | 'smetsChtsVersion'
  | 'gbcsVersion'
  | 'declaredGbcsVersion'
>;

/**
 * A device as a row of ESI-034 and ESI-034i (R66). The trial attribute is `true` or empty: so the rows of all other
 * devices stay the same when the feature switch is turned (R54).
 */
export function esi034Row(device: SmiDevice, entry: EntryOfRow | undefined): string {
  return line(ESI_034_COLUMNS.columns.map(({ field }) => valueOf(field, device, entry)));
}

/** The columns of the list of devices without a Current entry. */
const WITHOUT_ENTRY: readonly { readonly label: string; readonly field: ExtractField }[] = [
  { label: 'Device ID', field: 'deviceId' },
  { label: 'Device Type', field: 'deviceType' },
  { label: 'Device Status', field: 'status' },
  { label: 'Device Status Since', field: 'statusSince' },
  { label: 'Device Manufacturer', field: 'manufacturer' },
  { label: 'Device Model', field: 'model' },
  { label: 'Firmware Version', field: 'firmwareVersion' },
  { label: 'Responsible Supplier', field: 'responsibleParty' },
  { label: 'Removed CPL Entry Number', field: 'entryNumber' },
];

/** The header of the list of devices without a Current entry. */
export const WITHOUT_ENTRY_HEADER = line(WITHOUT_ENTRY.map(({ label }) => label));

/** A device without a Current entry (R1), with the number of the removed one that it runs by, if there is one. */
export function withoutEntryRow(device: SmiDevice, entry: EntryOfRow | undefined): string {
  return line(WITHOUT_ENTRY.map(({ field }) => valueOf(field, device, entry)));
}

/** The exclusions of one device as rows of the list (R69). */
export function oprRows(deviceId: string, exclusions: readonly OprExclusion[]): string {
  return exclusions.map(({ month, from, to, trialId }) => line([month, deviceId, from, to, trialId])).join('');
}

function valueOf(field: ExtractField, device: SmiDevice, entry: EntryOfRow | undefined): string | undefined {
  if (field === 'statusSince') return device.statusHistory.at(-1)?.from;
  if (field === 'trial') return device.trial === null ? undefined : 'true';
  if (field === 'trialId') return device.trial?.trialId;
  if (field === 'trialSince') return device.trial?.since;
  if (field === 'entryNumber') return entry?.entryNumber;
  if (field === 'entryStatus') return entry?.status;
  if (field === 'entrySmetsChtsVersion') return entry?.smetsChtsVersion;
  if (field === 'declaredGbcsVersion') return entry?.declaredGbcsVersion;
  if (field === 'uploadedGbcsVersion') return entry?.gbcsVersion;
  return device[field];
}

/** Programs read it, but people open it too: what a spreadsheet would run gets an apostrophe, all else stays as it is. */
function line(values: readonly (string | undefined)[]): string {
  return `${writeCsvRecord(values.map((value = '') => (isFormula(value) ? `'${value}` : value)))}\r\n`;
}
