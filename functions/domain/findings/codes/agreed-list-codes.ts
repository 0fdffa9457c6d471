import type { FindingMeaning } from './finding-meaning.ts';

/** What can be wrong with the agreed list of trials. */
export const AGREED_LIST_CODES = {
  'AGL-COLUMN-MISSING': { severities: ['file'], meaning: 'The agreed list lacks a column.', source: 'R36' },
  'AGL-COLUMN-DOUBLED': { severities: ['file'], meaning: 'Two columns have the same name.', source: 'R36' },
  'AGL-COLUMN-UNKNOWN': { severities: ['warning'], meaning: 'A column is not read.', source: 'R36' },
  'AGL-TOO-MANY-ROWS': {
    severities: ['file'],
    meaning: 'The file has more rows than an agreed list can need.',
    source: 'docs/decisions/0043',
  },
  'AGL-NO-TRIALS': { severities: ['warning'], meaning: 'No trial is on the list.', source: 'R36' },
  'AGL-TRIAL-ID': { severities: ['file'], meaning: 'A row has no usable id of its trial.', source: 'R36' },
  'AGL-MANUFACTURER-FORM': {
    severities: ['file'],
    meaning: 'The manufacturer is not 4 hexadecimal characters.',
    source: 'R36',
  },
  'AGL-DEVICE-TYPE': { severities: ['file'], meaning: 'The device type is not known.', source: 'R36' },
  'AGL-VARIANT-FAMILY': {
    severities: ['file'],
    meaning: 'The variant family does not go with the device type.',
    source: 'R42',
  },
  'AGL-MODEL-FORM': { severities: ['file'], meaning: 'The model is not 4 or 8 hexadecimal characters.', source: 'R36' },
  'AGL-HARDWARE-FORM': {
    severities: ['file'],
    meaning: 'The hardware version is not 4 hexadecimal characters.',
    source: 'R36',
  },
  'AGL-FIRMWARE-FORM': {
    severities: ['file'],
    meaning: 'The firmware version is not 8 hexadecimal characters.',
    source: 'R36',
  },
  'AGL-LIMIT-FORM': {
    severities: ['file'],
    meaning: 'The device limit is not a whole number from 1 to 1,000,000.',
    source: 'R40',
  },
  'AGL-LIMIT-JUSTIFICATION': {
    severities: ['file'],
    meaning: 'A larger limit than usual has no justification.',
    source: 'R40, R41',
  },
  'AGL-START-DATE': { severities: ['file'], meaning: 'The start is not a valid date.', source: 'R40' },
  'AGL-END-DATE': { severities: ['file'], meaning: 'The end is not a valid date.', source: 'R40' },
  'AGL-END-BEFORE-START': { severities: ['file'], meaning: 'The trial ends before it starts.', source: 'R40' },
  'AGL-LENGTH-JUSTIFICATION': {
    severities: ['file'],
    meaning: 'A longer trial than usual has no justification.',
    source: 'R40, R41',
  },
  'AGL-END-DECISION': { severities: ['file'], meaning: 'The decision for the end is not known.', source: 'R59' },
  'AGL-SSC-REFERENCE': {
    severities: ['file'],
    meaning: 'The decision of the SSC is not given as PARTY:reference.',
    source: 'R36',
  },
  'AGL-DCC-REFERENCE': {
    severities: ['file'],
    meaning: 'The instruction of the DCC Service team is not given as PARTY:reference.',
    source: 'R47',
  },
  'AGL-DSP-REFERENCE': {
    severities: ['file'],
    meaning: 'The agreement of the DSP Service team is not given as PARTY:reference.',
    source: 'R47',
  },
  'AGL-ONE-PARTY': {
    severities: ['file'],
    meaning: 'Instruction and agreement come from one party.',
    source: 'R47',
  },
  'AGL-CERTIFICATE-FORM': {
    severities: ['file'],
    meaning: 'The reference is not that of a trial certificate.',
    source: 'R37; setting trialCertificatePattern',
  },
  'AGL-NO-CPA-NEEDED': {
    severities: ['file'],
    meaning: 'Devices of this type need no CPA certificate.',
    source: 'R44',
  },
  'AGL-TYPE-OTHER': { severities: ['file'], meaning: 'The CPL has the model under another type.', source: 'R42' },
  'AGL-FAMILY-OTHER': { severities: ['file'], meaning: 'The CPL has the model under another variant.', source: 'R42' },
  'AGL-CERTIFICATE-OTHER': {
    severities: ['file'],
    meaning: 'The entry of the CPL has another certificate.',
    source: 'R37',
  },
  'AGL-SMETS1': { severities: ['file'], meaning: 'The CPL has the model as SMETS1.', source: 'R44' },
  'AGL-NOT-ELIGIBLE': {
    severities: ['file'],
    meaning: 'The manufacturer has no Current entry that makes it eligible.',
    source: 'R38',
  },
  'AGL-CERTIFICATES-NOT-KNOWN': {
    severities: ['warning'],
    meaning: 'The certificate of the entry is not known and was not compared.',
    source: 'R37, R38',
  },
  'AGL-DEPARTMENT-DATE': {
    severities: ['file'],
    meaning: 'The day on which the department was notified is not a valid date.',
    source: 'R48',
  },
  'AGL-NOT-ON-CPL': {
    severities: ['warning'],
    meaning: 'The CPL has no entry of the model and firmware yet.',
    source: 'R1',
  },
  'AGL-CPL-NOT-ASKED': {
    severities: ['warning'],
    meaning: 'There was no CPL to check eligibility and certificate by.',
    source: 'R37, R38',
  },
  'AGL-NO-SUPPLIER': { severities: ['warning'], meaning: 'No sponsoring supplier is named.', source: 'R36' },
  'AGL-NO-STATEMENTS': {
    severities: ['warning'],
    meaning: 'No statements of compliance are noted.',
    source: 'R39',
  },
  'AGL-NOT-NOTIFIED': {
    severities: ['warning'],
    meaning: 'It is not noted that the department was notified.',
    source: 'R48',
  },
  'AGL-TRIAL-INCONSISTENT': { severities: ['file'], meaning: 'The rows of one trial differ.', source: 'R36' },
  'AGL-ROW-TWICE': { severities: ['file'], meaning: 'A trial has a model and firmware twice.', source: 'R36' },
  'AGL-FIRMWARE-IN-TWO-TRIALS': {
    severities: ['file'],
    meaning: 'Two trials have the same model and firmware.',
    source: 'R36',
  },
  'AGL-TWO-TRIALS-AT-ONCE': {
    severities: ['file'],
    meaning: 'Two trials of a manufacturer for one type and family overlap.',
    source: 'R42',
  },
} as const satisfies Readonly<Record<string, FindingMeaning>>;
