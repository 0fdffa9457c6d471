import { ESI_034_COLUMNS, type ExtractField, OPR_COLUMNS } from '../contracts/extract-columns.ts';
import { writeCsvRecord } from '../domain/csv/csv-table.ts';
import { isFormula } from '../domain/csv/formula.ts';
import type { SmiDevice } from '../domain/devices/device.ts';

/** The header of ESI-034 and ESI-034i. */
export const ESI_034_HEADER = line(ESI_034_COLUMNS.columns.map(({ label }) => label));

/** The header of the list of exclusions. */
export const OPR_HEADER = line(OPR_COLUMNS.labels);

/**
 * A device as a row of ESI-034 and ESI-034i (R66). The trial attribute is `true` or empty: so the rows of all other
 * devices stay the same when the feature switch is turned (R54).
 */
export function esi034Row(device: SmiDevice): string {
  return line(ESI_034_COLUMNS.columns.map(({ field }) => valueOf(field, device)));
}

/** The stretches of time in which a device was a trial device; `To` is empty while it still is one (R69). */
export function oprRows({ deviceId, trialHistory }: SmiDevice): string {
  return trialHistory.map(({ from, to = '', trialId }) => line([deviceId, from, to, trialId])).join('');
}

function valueOf(field: ExtractField, device: SmiDevice): string {
  if (field === 'statusSince') return device.statusHistory.at(-1)?.from ?? '';
  if (field === 'trial') return device.trial === null ? '' : 'true';
  if (field === 'trialId') return device.trial?.trialId ?? '';
  if (field === 'trialSince') return device.trial?.since ?? '';
  return device[field];
}

/** Programs read it, but people open it too: what a spreadsheet would run gets an apostrophe, all else stays as it is. */
function line(values: readonly string[]): string {
  return `${writeCsvRecord(values.map((value) => (isFormula(value) ? `'${value}` : value)))}\r\n`;
}
