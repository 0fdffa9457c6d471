import type { IncidentNews } from '../contracts/incident-news.ts';
import type { Mail } from '../contracts/mail.ts';
import type { ReadyLetter } from '../contracts/ready-letter.ts';
import type { Receipt } from '../contracts/receipt.ts';
import { addressesOf, type Recipients } from '../contracts/recipients.ts';
import type { Upload } from '../contracts/upload.ts';
import type { SettingChange } from '../domain/settings/settings-change.ts';
import { findingsCsv } from './findings-csv.ts';
import { heldMail } from './held-mail.ts';
import { incidentMail } from './incident-mail.ts';
import { receiptMail } from './receipt-mail.ts';
import { receiptReaders } from './receipt-readers.ts';
import { weakenedMail } from './weakened-mail.ts';

/** The letters of the lane, addressed. */
export function letters(recipients: Recipients) {
  return {
    /** The receipt of an upload; of a list that is held also the letter that asks for its approval. */
    receipts: (receipt: Receipt, findingsTable: string, ready: readonly ReadyLetter[]): readonly Mail[] => [
      receiptMail(receipt, findingsTable, ready, addressesOf(receiptReaders(receipt.upload), recipients)),
      ...(receipt.upload.decision === 'held' ? [heldMail(receipt, recipients.dccOperations)] : []),
    ],
    findingsCsv,
    /** Those who remove the cause, those who watch over it, and SECAS, who inform the Panel and the Parties (R33). */
    incident: (news: IncidentNews, ready: readonly ReadyLetter[]): Mail =>
      incidentMail(
        news,
        ready,
        addressesOf(['dccOperations', 'secas', 'dccServiceTeam', 'dspServiceTeam'], recipients),
      ),
    weakened: (upload: Upload, change: SettingChange): Mail => weakenedMail(upload, change, recipients.dccOperations),
  };
}

/** Addresses as the environment names them: separated by commas. */
export function addresses(list: string): readonly string[] {
  return list
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
}
