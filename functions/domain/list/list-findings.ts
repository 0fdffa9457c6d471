import { counted } from '../words/counted.ts';
import type { CplEntry } from '../cpl/cpl-entry.ts';
import { aboutEntry, type Finding } from '../findings/finding.ts';
import type { FindingCode } from '../findings/finding-codes.ts';
import type { RepeatedLine } from './device-model-change.ts';

/** A Device Model whose line is gone without having been marked Removed. */
export function disappeared(entry: CplEntry): Finding {
  const { entryNumber, entryKey } = entry;
  return warning(
    'CPL-DISAPPEARED',
    0,
    entry,
    entryNumber,
    `Entry number ${entryNumber} (${entryKey}) is no longer on the list and was never marked Removed. That is not a removal: the entry stays as it was. Send it again, or mark it Removed.`,
  );
}

/** A line that was marked Removed before and is gone now: numbers are never deleted. */
export function goneRemoved(entry: CplEntry): Finding {
  const { entryNumber, entryKey } = entry;
  return warning(
    'CPL-REMOVED-LINE-GONE',
    0,
    entry,
    entryNumber,
    `Entry number ${entryNumber} (${entryKey}), which was marked Removed, is no longer on the list. Numbers are never deleted: check the list.`,
  );
}

/** A new line that repeats all of another one of its Device Model (R13). */
export function duplicate({ line: { line, entry }, of }: RepeatedLine): Finding {
  const finding: Finding = {
    code: 'CPL-DUPLICATE',
    severity: 'row',
    line,
    field: 'Entry.number',
    value: entry.entryNumber,
    message: `This line repeats all of entry number ${of.entryNumber}. The DSP refuses duplicates, so it is not sent a second time: remove the line, or correct what was meant to differ.`,
  };
  return aboutEntry(finding, entry);
}

/** A line under a new number that says what one that is gone, or was removed, has said. */
export function renumbered({ line: { line, entry }, of }: RepeatedLine): Finding {
  return warning(
    'CPL-RENUMBERED',
    line,
    entry,
    entry.entryNumber,
    `This line says the same as entry number ${of.entryNumber}, which no longer holds: nothing is sent. A number is given once; check why the entry has another one.`,
  );
}

/** One model identifier of a manufacturer under several device types, which the DSP has refused before. */
export function twoTypes(line: number, entry: CplEntry, others: readonly CplEntry[]): Finding {
  const where = others.map(({ deviceType, entryNumber }) => `${deviceType} (entry number ${entryNumber})`).join(', ');
  return warning(
    'CPL-MODEL-TWO-TYPES',
    line,
    entry,
    entry.modelIdentifier,
    `Model ${entry.modelIdentifier} of manufacturer ${entry.manufacturerIdentifier} is listed as ${entry.deviceType} here and also as ${where}. The DSP has refused such an entry and all that followed it: check the model.`,
    'Device_Model.model_identifier',
  );
}

/** A line of a Device Model that has others: it is gone, and was not what became of the model. */
export function lineGone(entry: CplEntry): Finding {
  const { entryNumber, entryKey } = entry;
  return warning(
    'CPL-LINE-GONE',
    0,
    entry,
    entryNumber,
    `Entry number ${entryNumber} (${entryKey}) is no longer on the list; other lines of the Device Model are. Numbers are never deleted: check the list.`,
  );
}

/** Rows with nothing in them, which are passed over. */
export function blankRows(count: number, firstLine: number): Finding {
  const rows = counted(count, 'row with nothing in it was', 'rows with nothing in them were');
  return {
    code: 'CPL-BLANK-ROWS',
    severity: 'warning',
    line: firstLine,
    field: '',
    value: '',
    message: `${rows} passed over. Nothing has to be done.`,
  };
}

function warning(
  code: FindingCode,
  line: number,
  entry: CplEntry,
  value: string,
  message: string,
  field = 'Entry.number',
): Finding {
  return aboutEntry({ code, severity: 'warning', line, field, value, message }, entry);
}
