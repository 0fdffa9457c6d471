import { AGREED_LIST_CODES } from './codes/agreed-list-codes.ts';
import { CSV_CODES } from './codes/csv-codes.ts';
import type { FindingMeaning } from './codes/finding-meaning.ts';
import { GOVERNANCE_CODES } from './codes/governance-codes.ts';
import { LIST_FILE_CODES } from './codes/list-file-codes.ts';
import { LIST_ROW_CODES } from './codes/list-row-codes.ts';
import { PUBLISHED_CODES } from './codes/published-codes.ts';

/** Every code that a finding can have, with what it means: the one list of them, which `docs/FINDINGS.md` prints. */
export const FINDING_CODES = {
  ...LIST_FILE_CODES,
  ...LIST_ROW_CODES,
  ...PUBLISHED_CODES,
  ...CSV_CODES,
  ...GOVERNANCE_CODES,
  ...AGREED_LIST_CODES,
} as const satisfies Readonly<Record<string, FindingMeaning>>;
/** Code of a finding. */
export type FindingCode = keyof typeof FINDING_CODES;
