import type { FindingMeaning } from './finding-meaning.ts';

const REGISTER = 'R9, R10';
const COMBINATIONS = 'R77; TS Applicability Tables';
const SETTINGS = 'functions/contracts/settings-file.ts';

/** What can be wrong with the GBCS register, the combinations of versions and the settings. */
export const GOVERNANCE_CODES = {
  'GOV-FILE-GONE': {
    severities: ['file'],
    meaning: 'The object was deleted or replaced before it could be read.',
    source: 'Amazon S3 object versions',
  },
  'GOV-FILE-TOO-LARGE': { severities: ['file'], meaning: 'The file is larger than what is read.', source: SETTINGS },
  'GBCS-COLUMN-MISSING': { severities: ['file'], meaning: 'The register lacks a column.', source: REGISTER },
  'GBCS-COLUMN-UNKNOWN': {
    severities: ['warning'],
    meaning: 'A column of the register is not read.',
    source: REGISTER,
  },
  'GBCS-COLUMN-DOUBLED': {
    severities: ['file'],
    meaning: 'Two columns of the register have the same name.',
    source: REGISTER,
  },
  'GBCS-DATE-FORM': { severities: ['file'], meaning: 'A date of the register is not a valid date.', source: REGISTER },
  'GBCS-VERSION-DOUBLED': {
    severities: ['file'],
    meaning: 'A GBCS version is on two rows of the register.',
    source: REGISTER,
  },
  'GBCS-VERSION-DROPPED': {
    severities: ['file'],
    meaning: 'The register leaves out a version that Current entries declare.',
    source: 'R21, R23',
  },
  'GBCS-VERSION-MISSING': {
    severities: ['file'],
    meaning: 'A row of the register has no GBCS version.',
    source: REGISTER,
  },
  'GBCS-VERSION-FORM': {
    severities: ['warning'],
    meaning: 'A GBCS version of the register does not look like one.',
    source: REGISTER,
  },
  'GBCS-RECOGNISED-FORM': {
    severities: ['file'],
    meaning: 'The register says neither yes nor no to a version.',
    source: REGISTER,
  },
  'GBCS-VALIDITY-REVERSED': {
    severities: ['file'],
    meaning: 'A version of the register ends before it begins.',
    source: REGISTER,
  },
  'COMB-COLUMN-MISSING': {
    severities: ['file'],
    meaning: 'The table of combinations lacks a column.',
    source: COMBINATIONS,
  },
  'COMB-COLUMN-UNKNOWN': {
    severities: ['warning'],
    meaning: 'A column of the table of combinations is not read.',
    source: COMBINATIONS,
  },
  'COMB-COLUMN-DOUBLED': {
    severities: ['file'],
    meaning: 'Two columns of the table of combinations have the same name.',
    source: COMBINATIONS,
  },
  'COMB-DATE-FORM': {
    severities: ['file'],
    meaning: 'A date of the table of combinations is not a valid date.',
    source: COMBINATIONS,
  },
  'COMB-DOUBLED': { severities: ['file'], meaning: 'A combination is on two rows of the table.', source: COMBINATIONS },
  'COMB-DEVICE-TYPE-UNKNOWN': {
    severities: ['file'],
    meaning: 'The device type of a combination is not one of the list.',
    source: 'CPL, Device_Type.name',
  },
  'COMB-SMETS-FORM': {
    severities: ['file'],
    meaning: 'The SMETS or CHTS version of a combination is not of the right form.',
    source: COMBINATIONS,
  },
  'COMB-GBCS-FORM': {
    severities: ['file'],
    meaning: 'The GBCS version of a combination is not of the right form.',
    source: COMBINATIONS,
  },
  'COMB-VALIDITY-REVERSED': {
    severities: ['file'],
    meaning: 'A combination ends before it begins.',
    source: COMBINATIONS,
  },
  'SET-EMPTY': { severities: ['file'], meaning: 'The file has no bytes in it.', source: 'RFC 8259' },
  'SET-TOO-LARGE': { severities: ['file'], meaning: 'The file is larger than 1 MiB.', source: SETTINGS },
  'SET-NOT-UTF-8': { severities: ['file'], meaning: 'The file is not UTF-8.', source: 'RFC 8259' },
  'SET-JSON': { severities: ['file'], meaning: 'The file is not JSON.', source: 'RFC 8259' },
  'SET-KEY-DOUBLED': { severities: ['file'], meaning: 'A key is in one object twice.', source: 'RFC 8259' },
  'SET-KEY-FORBIDDEN': { severities: ['file'], meaning: 'A key cannot be the name of a setting.', source: SETTINGS },
  'SET-KEY-UNKNOWN': { severities: ['file'], meaning: 'There is no setting of this name.', source: SETTINGS },
  'SET-VALUE': { severities: ['file'], meaning: 'A setting has a value that it cannot have.', source: SETTINGS },
  'SET-SUBSTITUTION-EMPTY': {
    severities: ['file'],
    meaning: 'A substitution lacks a version.',
    source: 'R16 to R18',
  },
  'SET-SUBSTITUTION-ITSELF': {
    severities: ['file'],
    meaning: 'A substitution names the same version twice.',
    source: 'R16 to R18',
  },
  'SET-SUBSTITUTION-DOUBLED': {
    severities: ['file'],
    meaning: 'A version is substituted twice, in two spellings.',
    source: 'R16 to R18',
  },
  'SET-SUBSTITUTION-FORM': {
    severities: ['file'],
    meaning: 'A version that is sent instead of another is not of the right form.',
    source: 'R16 to R18',
  },
  'SET-BELOW-FLOOR': {
    severities: ['file'],
    meaning: 'A setting is weaker than the stage allows.',
    source: SETTINGS,
  },
  'SET-CHANGED': { severities: ['warning'], meaning: 'A setting has another value than before.', source: SETTINGS },
  'SET-WEAKENED': {
    severities: ['warning'],
    meaning: 'A setting checks, holds or reports less than before; DCC operations are notified.',
    source: SETTINGS,
  },
  'GBCS-VERSION-CHANGED': {
    severities: ['warning'],
    meaning: 'The register gives another value for a version than before.',
    source: 'R21',
  },
  'SET-AT-RISK-TOO-LATE': {
    severities: ['file'],
    meaning: 'An upload would be at risk only after its deadline.',
    source: 'R7',
  },
} as const satisfies Readonly<Record<string, FindingMeaning>>;
