import type { DeviceModel } from '../../contracts/device-model.ts';
import type { OvertakenLine, WaitingLine } from '../../contracts/waiting-line.ts';
import { momentInWords } from '../../email/words.ts';
import type { UndeliveredChange } from '../../contracts/undelivered-change.ts';

/** One line of an entry's history: a change that the list declared, and how far it came. */
export type EntryHistoryLine = {
  readonly order: string;
  readonly kind: string;
  readonly uploadId: string;
  /** The issue of the list that carries the line, and the line's number on it. */
  readonly issue: string;
  readonly entryNumber: string;
  readonly status: string;
  readonly state: 'uploaded' | 'sent' | 'blocked' | 'overtaken';
  readonly declaredGbcsVersion: string;
  readonly uploadedGbcsVersion: string | null;
  readonly publishedAt: string;
  readonly blockedSince: string | null;
  readonly sentAt: string | null;
  readonly uploadedAt: string | null;
  readonly reason: string | null;
};

/** What the ledger, the queue and the DSP know of one entry. */
export type KnownOfEntry = {
  deviceModel?: DeviceModel;
  readonly undelivered: UndeliveredChange[];
  readonly waiting: WaitingLine[];
  readonly overtaken: OvertakenLine[];
};

/** Every line the list ever had of the entry, in the order in which the lane decided. */
export function historyOf({ deviceModel, undelivered, waiting, overtaken }: KnownOfEntry): EntryHistoryLine[] {
  const lines: EntryHistoryLine[] = [
    ...(deviceModel?.history ?? []).map((line) => ({
      ...line,
      state: 'uploaded' as const,
      blockedSince: line.blockedSince ?? null,
      reason: null,
    })),
    ...undelivered.map(({ change, sentAt }) => ({
      order: change.order,
      kind: change.kind,
      uploadId: change.uploadId,
      issue: change.issue,
      entryNumber: change.entry.entryNumber,
      status: change.entry.status,
      state: 'sent' as const,
      declaredGbcsVersion: change.declaredGbcsVersion,
      uploadedGbcsVersion: null,
      publishedAt: change.publishedAt,
      blockedSince: change.blockedSince ?? null,
      sentAt,
      uploadedAt: null,
      reason: null,
    })),
    ...waiting.map((line) => notSent(line, 'blocked', line.reason)),
    ...overtaken.map((line) =>
      notSent(line, 'overtaken', `overtaken on ${momentInWords(line.overtakenAt)} by upload ${line.overtakenBy}`),
    ),
  ];
  return lines.sort((a, b) => (a.order < b.order ? -1 : 1));
}

function notSent(line: WaitingLine, state: 'blocked' | 'overtaken', reason: string): EntryHistoryLine {
  return {
    order: line.order,
    kind: line.kind,
    uploadId: line.uploadId,
    issue: line.issue,
    entryNumber: line.entry.entryNumber,
    status: line.entry.status,
    state,
    declaredGbcsVersion: line.entry.gbcsVersion,
    uploadedGbcsVersion: null,
    publishedAt: line.publishedAt,
    blockedSince: line.blockedSince,
    sentAt: null,
    uploadedAt: null,
    reason,
  };
}
