import type { Effect } from '../contracts/effect.ts';
import type { Receipt } from '../contracts/receipt.ts';
import type { Upload } from '../contracts/upload.ts';
import type { WaitingLine } from '../contracts/waiting-line.ts';
import { uploadDeadline } from '../domain/incidents/deadline.ts';
import { DEFAULT_MAX_FINDINGS } from '../domain/findings/finding-log.ts';
import { bounded, type Finding } from '../domain/findings/finding.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { mailEffect } from './decision.ts';
import type { LanePorts } from './ports.ts';

/** Findings, and blocked lines, that a receipt names; the record of the upload says how many there are in all. */
const LINES_IN_RECEIPT = DEFAULT_MAX_FINDINGS;
/** Findings kept in the ledger's record of an upload. */
const FINDINGS_IN_RECORD = 50;

/** What an upload is answered with. */
export type Answer = {
  readonly upload: Upload;
  readonly outcome: string;
  readonly findings: readonly Finding[];
  readonly blocked: readonly WaitingLine[];
  readonly settings: Settings;
};

/** The record of an upload and its receipt, as document, as findings table and as mail. */
export function answerEffects(answer: Answer, { letters }: Pick<LanePorts, 'letters'>): Effect[] {
  const findings = answer.findings.slice(0, LINES_IN_RECEIPT).map(bounded);
  const upload: Upload = { ...answer.upload, findings: findings.slice(0, FINDINGS_IN_RECORD) };
  const receipt: Receipt = {
    contract: 'receipt/1',
    upload,
    outcome: answer.outcome,
    deadline: uploadDeadline(upload.receivedAt, answer.settings),
    blocked: answer.blocked.slice(0, LINES_IN_RECEIPT).map((line) => ({
      entryKey: line.entry.entryKey,
      order: line.order,
      kind: line.kind,
      blockedSince: line.blockedSince,
      reason: line.reason,
      declaredGbcsVersion: line.entry.gbcsVersion,
      deadline: uploadDeadline(line.publishedAt, answer.settings),
    })),
    findings,
  };
  const text = JSON.stringify(receipt, null, 2);
  return [
    { effect: 'upload', upload },
    { effect: 'store', key: upload.receiptKey, contentType: 'application/json', text },
    {
      effect: 'store',
      key: upload.receiptKey.replace(/\.json$/, '.findings.csv'),
      contentType: 'text/csv; charset=utf-8',
      text: letters.findingsCsv(receipt),
    },
    mailEffect(letters.receipt(receipt)),
  ];
}
