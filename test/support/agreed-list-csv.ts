import { type AgreedListFile, parseAgreedList } from '../../functions/domain/trials/agreed-list-file.ts';
import { CPL_DEVICE_TYPES } from '../../functions/domain/cpl/cpl-entry.ts';
import { readCsvTable } from '../../functions/domain/csv/csv-table.ts';
import { FindingLog } from '../../functions/domain/findings/finding-log.ts';
import { normalisedCells, rowOfCells } from '../../functions/domain/trials/agreed-list-cells.ts';
import {
  type AgreedListContext,
  type CplLookup,
  type ListedModel,
  modelAndFirmware,
} from '../../functions/domain/trials/trial-eligibility.ts';
import { cplEntry } from './cpl-entries.ts';

/** One row of an agreed list as text; what a synthetic trial has unless set otherwise. */
export const AGREED_LIST_ROW = {
  trial_id: 'T-2026-1',
  manufacturer_identifier: 'ab01',
  device_type: 'ESME',
  variant_family: 'single',
  model_identifier: '010A',
  hardware_version: '030b',
  firmware_version: '0002012f',
  trial_certificate_id: 'CPA-TRIAL-0001',
  device_limit: '',
  start_date: '2026-03-01',
  end_date: '2027-09-01',
  end_decision: '',
  justification: '',
  ssc_decision_reference: 'SSC:2026-02/7',
  dcc_instruction_reference: 'DCC:I-12',
  dsp_agreement_reference: 'DSP:A-9',
  sponsoring_supplier: 'Synthetic Energy',
  compliance_statements: 'GBCS 4.1; SMETS2 v5.1',
  department_notified_on: '2026-02-20',
};
/** A row of an agreed list. */
export type AgreedListCells = typeof AGREED_LIST_ROW;

/** A cell as CSV has it. */
export const quoted = (value: string): string => (/[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** An agreed list as a file. */
export function agreedListCsv(...rows: Partial<AgreedListCells>[]): string {
  return [
    Object.keys(AGREED_LIST_ROW).join(','),
    ...rows.map((row) =>
      Object.values({ ...AGREED_LIST_ROW, ...row })
        .map(quoted)
        .join(','),
    ),
  ].join('\n');
}

/** A CPL that has the synthetic trial's entry, of a manufacturer who may have trials. */
export const AGREED_LIST_CONTEXT: AgreedListContext & { readonly cpl: CplLookup } = {
  trialCertificatePattern: '*TRIAL*',
  cpl: { certificatesKnown: true, isEligible: () => true, entryFor: () => listedModel() },
};

/** The Device Model of the synthetic trial, as the CPL has it unless set otherwise. */
export function listedModel(
  fields: Parameters<typeof cplEntry>[0] = {},
  cpaReference: ListedModel['cpaReference'] = 'CPA-TRIAL-0001',
): ListedModel {
  return { entry: cplEntry(fields), cpaReference };
}

/** A CPL that has the model of every row of an agreed list, under the type and family that the row itself gives. */
function cplOf(text: string): AgreedListContext {
  const rows = readCsvTable(Buffer.from(text), Number.POSITIVE_INFINITY, new FindingLog(0));
  const models = new Map<string, ListedModel>();
  for (const { values } of rows.rows) {
    const row = rowOfCells(normalisedCells((column) => values[rows.labels.indexOf(column)] ?? ''));
    const deviceType = CPL_DEVICE_TYPES.find((type) => type === row?.deviceType);
    if (row === undefined || deviceType === undefined) continue;
    models.set(modelAndFirmware(row), listedModel({ deviceType, variantFamily: row.variantFamily }));
  }
  const { cpl } = AGREED_LIST_CONTEXT;
  return {
    ...AGREED_LIST_CONTEXT,
    cpl: { ...cpl, entryFor: (row) => models.get(modelAndFirmware(row)) ?? listedModel() },
  };
}

/** What an agreed list comes to. */
export function readAgreedList(text: string, context: AgreedListContext = cplOf(text)): AgreedListFile {
  return parseAgreedList(new TextEncoder().encode(text), context);
}

/** The codes of what is found in an agreed list. */
export function agreedListCodes(text: string, context: AgreedListContext = cplOf(text)): string[] {
  return readAgreedList(text, context).findings.map(({ code }) => code);
}
