import type { IncidentNews } from '../contracts/incident-news.ts';
import type { Mail } from '../contracts/mail.ts';
import type { Receipt } from '../contracts/receipt.ts';
import { findingsCsv } from './findings-csv.ts';
import { incidentMail } from './incident-mail.ts';
import { receiptMail } from './receipt-mail.ts';

/** Who gets what the lane writes. */
export type LetterRecipients = {
  /** Who uploads: SECAS and the DCC Service team. */
  readonly uploaders: readonly string[];
  /** Who mends: DCC operations. */
  readonly operations: readonly string[];
};

/** The letters of the lane, addressed. */
export function letters({ uploaders, operations }: LetterRecipients) {
  return {
    receipt: (receipt: Receipt, findingsTable: string): Mail => receiptMail(receipt, findingsTable, uploaders),
    findingsCsv: ({ findings }: Pick<Receipt, 'findings'>): string => findingsCsv(findings),
    /** Who mends hears of an incident, and who uploads: they tell the Panel and the Parties (R33). */
    incident: (news: IncidentNews): Mail => incidentMail(news, [...new Set([...operations, ...uploaders])]),
  };
}

/** Addresses as the environment names them: separated by commas. */
export function addresses(list: string): readonly string[] {
  return list
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
}
