import type { FindingLog } from '../findings/finding-log.ts';
import type { Finding } from '../findings/finding.ts';

/** What a column of a list holds. */
export type CplField =
  | 'version'
  | 'entryNumber'
  | 'status'
  | 'deviceType'
  | 'manufacturerIdentifier'
  | 'modelIdentifier'
  | 'hardwareVersion'
  | 'hardwareRevision'
  | 'deviceModel'
  | 'firmwareVersion'
  | 'smetsChtsVersion'
  | 'gbcsVersion'
  | 'manufacturerImageHash';

/** One column of the map: what it holds, how it is labelled, and whether a list can do without it. */
export type CplColumn = { readonly field: CplField; readonly label: string; readonly required: boolean };

/**
 * The columns of the DCC's csv, as SECAS's workbook saves it, in the order in which it has them. Columns are found by
 * their labels and never by position; extra ones are kept as they are (R27).
 */
export const CPL_COLUMNS: readonly CplColumn[] = [
  { field: 'version', label: 'Version', required: true },
  { field: 'entryNumber', label: 'Entry.number', required: true },
  { field: 'status', label: 'Entry.status', required: true },
  { field: 'deviceType', label: 'Device_Type.name', required: true },
  { field: 'manufacturerIdentifier', label: 'Device_Model.manufacturer_identifier', required: true },
  { field: 'modelIdentifier', label: 'Device_Model.model_identifier', required: true },
  { field: 'hardwareVersion', label: 'Device_Model.hardware_version.version', required: true },
  { field: 'hardwareRevision', label: 'Device_Model.hardware_version.revision', required: true },
  {
    field: 'deviceModel',
    label: 'Device_Model.model_identifier_concatenated_with_hardware_version',
    required: false,
  },
  { field: 'firmwareVersion', label: 'Device_Model.firmware_version', required: true },
  { field: 'smetsChtsVersion', label: 'SMETS_CHTS Version.Version_number_and_effective_date', required: true },
  { field: 'gbcsVersion', label: 'GBCS Version.version_number', required: true },
  { field: 'manufacturerImageHash', label: 'Manufacturer_Image.hash', required: false },
];

/** Where the columns of one list are. */
export type ColumnLayout = {
  /** The header's labels as they are written. */
  readonly labels: readonly string[];
  /** Index of the column that holds a field; absent when the list has none. */
  readonly positions: ReadonlyMap<CplField, number>;
};

/** What a list calls a field; the field's own name where it has no such column. */
export function labelOf({ labels, positions }: ColumnLayout, field: CplField): string {
  return labels[positions.get(field) ?? -1] ?? field;
}

/** A label as it is compared: in lower case, with blanks folded. */
export function foldLabel(label: string): string {
  return label.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

const FIELD_OF = new Map(CPL_COLUMNS.map(({ label, field }) => [foldLabel(label), field]));

/**
 * Finds the columns of a list by its header. A required column that is missing refuses the file; another one that is
 * missing is remarked on, because every line loses that value.
 */
export function layOutColumns(labels: readonly string[], findings: FindingLog): ColumnLayout {
  const positions = new Map<CplField, number>();
  const written = new Map<CplField, string>();
  for (const [index, label] of labels.entries()) {
    const field = fieldOfLabel(label);
    if (field === undefined) continue;
    const first = written.get(field);
    if (first === undefined) {
      positions.set(field, index);
      written.set(field, label.trim());
    } else if (first !== label.trim()) findings.add(columnDoubled(label, first));
  }
  for (const { field, label, required } of CPL_COLUMNS) {
    if (positions.has(field)) continue;
    findings.add({
      code: required ? 'CPL-COLUMN-MISSING' : 'CPL-COLUMN-ABSENT',
      severity: required ? 'file' : 'warning',
      line: 1,
      field: label,
      value: '',
      message: required
        ? `The header has no column "${label}", without which no line can be read. Send the csv that the workbook saves for the DCC, with its header as it is.`
        : `The header has no column "${label}": every line counts as having no such value. Check that it was meant to be left out.`,
    });
  }
  return { labels, positions };
}

/** Two labels that are one except their case and blanks; the reader of the file reports those that are the very same. */
function columnDoubled(label: string, first: string): Finding {
  return {
    code: 'CPL-COLUMN-DOUBLED',
    severity: 'file',
    line: 1,
    field: label,
    value: label,
    message: `The columns "${first}" and "${label}" are one. Remove or rename one of them.`,
  };
}

/** What the column of a label holds; undefined where a list has no such column. */
export function fieldOfLabel(label: string): CplField | undefined {
  return FIELD_OF.get(foldLabel(label));
}

/** Whether a label is that of one of a list's columns. */
export function isKnownLabel(label: string): boolean {
  return fieldOfLabel(label) !== undefined;
}

/** How many of a list's columns a row of labels names: to find a header that is not on the first line. */
export function knownLabels(labels: readonly string[]): number {
  return labels.filter(isKnownLabel).length;
}
