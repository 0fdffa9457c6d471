import { type DeadlineStanding, deadlineStanding, uploadDeadline } from '../../domain/incidents/deadline.ts';
import type { OperatorPorts } from './ports.ts';

/** One line that is published and waits, and how its 24 hours stand. */
export type BlockedLine = {
  readonly entryKey: string;
  readonly entryNumber: string;
  /** The issue of the list that it came with. */
  readonly issue: string;
  readonly order: string;
  readonly uploadId: string;
  readonly declaredGbcsVersion: string;
  readonly reason: string;
  readonly publishedAt: string;
  readonly blockedSince: string;
  readonly deadline: string;
  readonly standing: DeadlineStanding;
};

/** Every line that waits, in the original order in which it will be released (R12). */
export async function blockedView(ports: Pick<OperatorPorts, 'ledger' | 'governance' | 'now'>): Promise<BlockedLine[]> {
  const [waiting, settings, now] = [
    await ports.ledger.list('waitingLines'),
    await ports.governance.settings(),
    await ports.now(),
  ];
  return waiting.map((line) => ({
    entryKey: line.entry.entryKey,
    entryNumber: line.entry.entryNumber,
    issue: line.issue,
    order: line.order,
    uploadId: line.uploadId,
    declaredGbcsVersion: line.entry.gbcsVersion,
    reason: line.reason,
    publishedAt: line.publishedAt,
    blockedSince: line.blockedSince,
    deadline: uploadDeadline(line.publishedAt, settings),
    standing: deadlineStanding(line.publishedAt, now, settings),
  }));
}
