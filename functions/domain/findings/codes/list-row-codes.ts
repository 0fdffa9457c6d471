import type { FindingMeaning } from './finding-meaning.ts';

const DATA_QUALITY = 'SECAS, CPL quality of data, 16 April 2019';

/** What can be wrong with the rows of a list, and with what they say together. */
export const LIST_ROW_CODES = {
  'CPL-EXCEL-ERROR': {
    severities: ['row'],
    meaning: 'A value is an error of a spreadsheet.',
    source: 'CPL workbook, sheet for the DCC',
  },
  'CPL-NUMBER-SHORTENED': {
    severities: ['row'],
    meaning: 'An entry number has lost its leading zeros.',
    source: 'CPL, Entry.number',
  },
  'CPL-NUMBER-FORM': {
    severities: ['row'],
    meaning: 'An entry number is not six digits.',
    source: 'CPL, Entry.number',
  },
  'CPL-STATUS-UNKNOWN': {
    severities: ['row'],
    meaning: 'The status is neither Current nor Removed.',
    source: 'CPL, Entry.status',
  },
  'CPL-DEVICE-TYPE-UNKNOWN': {
    severities: ['row'],
    meaning: 'The device type is not one of the list.',
    source: 'CPL, Device_Type.name',
  },
  'CPL-MANUFACTURER-SHORTENED': {
    severities: ['row'],
    meaning: 'The manufacturer identifier seems to have been a number in a spreadsheet.',
    source: DATA_QUALITY,
  },
  'CPL-MANUFACTURER-FORM': {
    severities: ['row'],
    meaning: 'The manufacturer identifier is not 4 hexadecimal characters.',
    source: DATA_QUALITY,
  },
  'CPL-MODEL-SHORTENED': {
    severities: ['row'],
    meaning: 'The model identifier seems to have been a number in a spreadsheet.',
    source: DATA_QUALITY,
  },
  'CPL-MODEL-FORM': {
    severities: ['row'],
    meaning: 'The model identifier is not 4 hexadecimal characters.',
    source: DATA_QUALITY,
  },
  'CPL-HARDWARE-SHORTENED': {
    severities: ['row'],
    meaning: 'The hardware version or revision seems to have been a number in a spreadsheet.',
    source: DATA_QUALITY,
  },
  'CPL-HARDWARE-FORM': {
    severities: ['row'],
    meaning: 'The hardware version or revision is not 2 hexadecimal characters.',
    source: DATA_QUALITY,
  },
  'CPL-FIRMWARE-SHORTENED': {
    severities: ['row'],
    meaning: 'The firmware version seems to have been a number in a spreadsheet.',
    source: DATA_QUALITY,
  },
  'CPL-FIRMWARE-FORM': {
    severities: ['row'],
    meaning: 'The firmware version is not 8 hexadecimal characters.',
    source: DATA_QUALITY,
  },
  'CPL-MANUFACTURER-RANGE': {
    severities: ['row'],
    meaning: 'No manufacturer can have this identifier.',
    source: 'Zigbee OTA header',
  },
  'CPL-MODEL-RANGE': {
    severities: ['row'],
    meaning: 'No model can have this identifier.',
    source: 'Zigbee OTA header',
  },
  'CPL-MODEL-DISAGREES': {
    severities: ['row'],
    meaning: 'The model with its hardware version is not what the columns of its parts say.',
    source: 'CPL, sheet for the DCC: the column repeats model, hardware version and revision',
  },
  'CPL-SMETS-MISSING': {
    severities: ['row'],
    meaning: 'There is no SMETS or CHTS version.',
    source: 'R3; CPL18 s2',
  },
  'CPL-SMETS-FORM': {
    severities: ['row'],
    meaning: 'The SMETS or CHTS version is not of the right form.',
    source: 'R3; CPL18 s2',
  },
  'CPL-GBCS-MISSING': { severities: ['row'], meaning: 'There is no GBCS version.', source: 'R3, R20; CPL18 s2' },
  'CPL-GBCS-SHORTENED': {
    severities: ['row'],
    meaning: 'A spreadsheet may have made 4 out of GBCS version 4.0.',
    source: 'R20',
  },
  'CPL-GBCS-FORM': { severities: ['row'], meaning: 'The GBCS version is not of the right form.', source: 'R20' },
  'CPL-GBCS-NOT-APPLICABLE': {
    severities: ['row'],
    meaning: 'An entry that is not SMETS1 has GBCS version 0.0.',
    source: 'CPL: GBCS Version 0.0 is how a SMETS1 entry is written',
  },
  'CPL-HASH-FORM': {
    severities: ['row'],
    meaning: 'The image hash is not 64 hexadecimal characters.',
    source: 'XSD FirmwareHash',
  },
  'CPL-HASH-LOWER-CASE': {
    severities: ['warning'],
    meaning: 'The image hash has lower-case letters.',
    source: 'CPL issue 1.233: the DSP refused such a hash',
  },
  'CPL-VALUE-TOO-LONG': {
    severities: ['row'],
    meaning: 'A value is longer than 1,000 characters.',
    source: 'docs/decisions/0033',
  },
  'CPL-NUMBER-REUSED': {
    severities: ['warning'],
    meaning: 'An entry number is given to another Device Model than before.',
    source: 'CPL, Entry.number: a number is given once',
  },
  'CPL-DISAPPEARED': {
    severities: ['warning'],
    meaning: 'An entry is gone from the list without having been marked Removed.',
    source: 'CPL, Entry.number: a number is never deleted',
  },
  'CPL-REMOVED-LINE-GONE': {
    severities: ['warning'],
    meaning: 'A line that was marked Removed is gone from the list.',
    source: 'CPL, Entry.number: a number is never deleted',
  },
  'CPL-DUPLICATE': {
    severities: ['row'],
    meaning: 'A new line repeats every value of the current line of its Device Model: it is not sent.',
    source: 'R13; CPL18 s5',
  },
  'CPL-RENUMBERED': {
    severities: ['warning'],
    meaning: 'A line under a new number says what one that no longer holds has said.',
    source: 'CPL, Entry.number: a number is given once',
  },
  'CPL-MODEL-TWO-TYPES': {
    severities: ['warning'],
    meaning: 'One model identifier of a manufacturer is listed under several device types.',
    source: 'CPL issues 1.24 and 1.25: the DSP refused such an entry',
  },
  'CPL-COMBINATION-NOT-LISTED': {
    severities: ['warning'],
    meaning: 'The table of allowed combinations does not have the GBCS version of an entry yet.',
    source: 'R77',
  },
  'CPL-COMBINATION': {
    severities: ['warning'],
    meaning: 'Device type, SMETS or CHTS version and GBCS version are not an allowed combination.',
    source: 'R77; TS Applicability Tables',
  },
  'CPL-COMBINATION-EARLY': {
    severities: ['warning'],
    meaning: 'The combination of versions is not valid yet.',
    source: 'R77; TS Applicability Tables',
  },
  'CPL-COMBINATION-ENDED': {
    severities: ['warning'],
    meaning: 'Devices of the combination of versions may no longer be installed.',
    source: 'R77; TS Applicability Tables',
  },
  'CPL-LINE-GONE': {
    severities: ['warning'],
    meaning: 'A line is gone, and other lines of its Device Model are there.',
    source: 'CPL, Entry.number: numbers are never deleted',
  },
} as const satisfies Readonly<Record<string, FindingMeaning>>;
