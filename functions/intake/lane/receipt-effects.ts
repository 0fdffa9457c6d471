import type { Effect } from '../../contracts/effect.ts';
import { findingsKeyOf, type Receipt, type RemovedModel } from '../../contracts/receipt.ts';
import type { ReadyLetter } from '../../contracts/ready-letter.ts';
import type { Upload } from '../../contracts/upload.ts';
import type { WaitingLine } from '../../contracts/waiting-line.ts';
import { uploadDeadline } from '../../domain/incidents/deadline.ts';
import { DEFAULT_MAX_FINDINGS } from '../../domain/findings/finding-log.ts';
import { bounded, type RecordedFinding } from '../../domain/findings/finding.ts';
import { groupedFindings } from '../../domain/findings/grouped-findings.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import { receiptKeyOf } from './arrival.ts';
import { mailEffect, readyLetterEffect } from './decision.ts';
import type { LanePorts } from '../ports.ts';

/** Findings, and blocked lines, that a receipt is about; the record of the upload says how many there are in all. */
const LINES_IN_RECEIPT = DEFAULT_MAX_FINDINGS;
/** Kinds of findings kept in the ledger's record of an upload. */
export const FINDINGS_IN_RECORD = 50;

/** What is said of an upload. */
export type Answer = {
  readonly upload: Upload;
  readonly outcome: string;
  readonly findings: readonly RecordedFinding[];
  readonly blocked: readonly WaitingLine[];
  readonly removed: readonly RemovedModel[];
  readonly settings: Settings;
  /** Letters to people outside that come of the upload. */
  readonly ready?: readonly ReadyLetter[];
};

/** The record of an upload and its receipt, as document, as findings table and as mails. */
export function receiptEffects(answer: Answer, { letters }: Pick<LanePorts, 'letters'>): Effect[] {
  const { ready = [] } = answer;
  const all = answer.findings.slice(0, LINES_IN_RECEIPT).map(bounded);
  const findings = groupedFindings(all);
  const blocked = answer.blocked.slice(0, LINES_IN_RECEIPT).map((line) => ({
    entryKey: line.entry.entryKey,
    entryNumber: line.entry.entryNumber,
    order: line.order,
    kind: line.kind,
    blockedSince: line.blockedSince,
    reason: line.reason,
    declaredGbcsVersion: line.entry.gbcsVersion,
    deadline: uploadDeadline(line.publishedAt, answer.settings),
  }));
  const table = letters.findingsCsv({ findings: all, blocked });
  const receiptKey = receiptKeyOf(answer.upload);
  const upload: Upload = { ...answer.upload, receiptKey, findings: findings.slice(0, FINDINGS_IN_RECORD) };
  const receipt: Receipt = {
    contract: 'receipt/2',
    upload,
    outcome: answer.outcome,
    deadline: uploadDeadline(upload.receivedAt, answer.settings),
    blocked,
    removed: [...answer.removed],
    findings,
  };
  const text = JSON.stringify(receipt, null, 2);
  return [
    { effect: 'upload', upload },
    { effect: 'store', key: upload.receiptKey, contentType: 'application/json', text },
    {
      effect: 'store',
      key: findingsKeyOf(upload),
      contentType: 'text/csv; charset=utf-8',
      text: table,
    },
    ...ready.map(readyLetterEffect),
    ...letters.receipts(receipt, all.length + blocked.length === 0 ? '' : table, ready).map(mailEffect),
  ];
}
