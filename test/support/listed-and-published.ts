import type { CplRow } from './cpl-csv.ts';
import { syntheticCertificates } from './list-history/published-csv.ts';
import { publishedOf } from './workbook-lists.ts';

/** The real list's shape: its device types, SMETS1 as SECAS writes it, a model listed again, an identifier like a number. */
export const LISTED: readonly CplRow[] = [
  { entry: 1 },
  { entry: 1, number: 2, firmware: '00000200' },
  { entry: 3, type: 'Twin Element Electricity Metering Equipment' },
  { entry: 4, type: 'Polyphase Electricity Metering Equipment', smets: 'SMETS V5.1 ' },
  { entry: 5, type: 'Communications Hub', smets: 'CHTS V1.5 ', gbcs: '4.1 ' },
  { entry: 6, type: 'Gas Smart Meter', smets: 'SMETS V1.2', gbcs: '0.0', manufacturer: '10E0' },
  { entry: 9, number: 7, smets: 'SMETS V2.0', gbcs: '1.0' },
  { entry: 9, number: 8 },
];
/** The same list with the entry of the trial marked as removed. */
export const REMOVED: readonly CplRow[] = LISTED.map((row) => (row.number === 2 ? { ...row, status: 'Removed' } : row));

const CPA_DATES = new Map([
  ['000001', { id: 'SYN-CPA-1', date: '2026-12-13', dated: 'expires' as const }],
  ['000002', { id: 'CPA-TRIAL-1', date: '2030-01-15', dated: 'expires' as const }],
  ['000003', { id: 'SYN-CPA-3', date: '2026-12-18', dated: 'renews' as const }],
]);

/** The published sheet of the list, in which some entries lack a DLMS certificate. */
export function published(...withoutDlms: readonly string[]): string {
  return publishedOf(LISTED, (line) => {
    const { dlms, ...others } = syntheticCertificates(line);
    const cpa = CPA_DATES.get(line.entryNumber);
    return {
      ...others,
      ...(withoutDlms.includes(line.entryNumber) ? {} : { dlms }),
      ...(cpa === undefined ? {} : { cpa }),
    };
  });
}
