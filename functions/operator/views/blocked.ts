import type { WaitingLine } from '../../contracts/waiting-line.ts';
import { type DeadlineStatus, deadlineStatus, uploadDeadline } from '../../domain/incidents/deadline.ts';
import { type FittingPage, fittingPage } from './fitting-page.ts';
import type { OperatorPorts } from './ports.ts';

/** One line that is published and waits, and how much is left of its 24 hours. */
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
  readonly status: DeadlineStatus;
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
    status: deadlineStatus(line.publishedAt, now, settings),
  }));
}

/** Some of the lines that wait and fit, in the order of their release. */
export async function waitingPage(
  { ledger }: Pick<OperatorPorts, 'ledger'>,
  limit: number,
  after: string | undefined,
  fits: (line: WaitingLine) => boolean,
): Promise<FittingPage<WaitingLine>> {
  return fittingPage(
    (...of) => ledger.page('waitingLines', ...of),
    limit,
    after,
    (line) => (fits(line) ? line : undefined),
  );
}
