import type { DeviceModel } from '../../contracts/device-model.ts';
import type { EntryMark, OvertakenLine, WaitingLine } from '../../contracts/waiting-line.ts';
import { isActive } from '../../domain/cpl/cpl-entry.ts';
import { deadlineStanding } from '../../domain/incidents/deadline.ts';
import { correctBy, type ExpiredStanding, expiredStanding } from '../../domain/gbcs/expired-gbcs.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import type { ChangeInFlight, OperatorPorts } from './ports.ts';

/** One line of an entry's history: a change that the list declared, and how far it came. */
export type EntryHistoryLine = {
  readonly order: string;
  readonly kind: string;
  readonly uploadId: string;
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

/** One entry of the list as the DSP knows it, or does not know it yet; what is absent is null. */
export type EntryLine = {
  readonly entryKey: string;
  readonly state: 'sent' | 'uploaded' | 'blocked' | 'removed';
  /** What the latest line of the list declares. */
  readonly declaredGbcsVersion: string;
  /** What the DSP works by. */
  readonly uploadedGbcsVersion: string | null;
  /** The three times of the latest line: they stand apart (R9). */
  readonly publishedAt: string;
  readonly sentAt: string | null;
  readonly uploadedAt: string | null;
  readonly blockedSince: string | null;
  readonly quarantinedSince: string | null;
  readonly disappearedAt: string | null;
  readonly reason: string | null;
  /** Since when its GBCS version is known to have expired, until when it is to be corrected, and how that stands. */
  readonly expiredGbcs: ExpiredGbcs | null;
  readonly history: readonly EntryHistoryLine[];
};

/** How an active entry under an expired GBCS version stands (R24, R25). */
export type ExpiredGbcs = {
  readonly noticedOn: string;
  readonly correctBy: string;
  readonly standing: ExpiredStanding;
};

/** Which entries to show; all of them without a filter. */
export type EntryFilter = {
  readonly blocked?: boolean;
  /** Published longer ago than the upload deadline and still not uploaded (R7). */
  readonly overdue?: boolean;
  /** Active under an expired GBCS version (R24). */
  readonly expiredGbcs?: boolean;
  /** Text that is part of the entry key. */
  readonly model?: string;
};

/** What the ledger, the queue and the DSP know of one entry. */
export type KnownOfEntry = {
  deviceModel?: DeviceModel;
  readonly inFlight: ChangeInFlight[];
  readonly waiting: WaitingLine[];
  readonly overtaken: OvertakenLine[];
};

/** The entries of the list in the order of their keys: the DeviceModels, what is on its way, and what waits. */
export async function entriesView(
  ports: Pick<OperatorPorts, 'ledger' | 'changesInFlight' | 'deviceModels' | 'expiredEntries' | 'governance' | 'now'>,
  filter: EntryFilter = {},
): Promise<EntryLine[]> {
  const known = new Map<string, KnownOfEntry>();
  const of = (entryKey: string): KnownOfEntry => {
    const found = known.get(entryKey) ?? { inFlight: [], waiting: [], overtaken: [] };
    known.set(entryKey, found);
    return found;
  };
  for (const line of await ports.ledger.waitingLines()) of(line.entry.entryKey).waiting.push(line);
  for (const line of await ports.ledger.overtakenLines()) of(line.entry.entryKey).overtaken.push(line);
  for await (const flying of ports.changesInFlight()) of(flying.change.entry.entryKey).inFlight.push(flying);
  for await (const deviceModel of ports.deviceModels.all()) of(deviceModel.entryKey).deviceModel = deviceModel;

  const marks = await ports.ledger.marks();
  const [settings, now] = [await ports.governance.settings(), await ports.now()];
  const expired = new Map(
    (await ports.expiredEntries()).map(({ entryKey, noticedOn }) => [entryKey, expiredGbcs(noticedOn, londonDay(now))]),
  );
  const isOverdue = (line: EntryLine): boolean =>
    (line.state === 'blocked' || line.state === 'sent') &&
    deadlineStanding(line.publishedAt, now, settings) === 'breached';
  return [...known]
    .flatMap(([entryKey, found]) => entryLine(entryKey, found, marks, expired.get(entryKey) ?? null) ?? [])
    .filter((line) => filter.blocked !== true || line.state === 'blocked')
    .filter((line) => filter.overdue !== true || isOverdue(line))
    .filter((line) => filter.expiredGbcs !== true || line.expiredGbcs !== null)
    .filter((line) => line.entryKey.includes((filter.model ?? '').toUpperCase()))
    .sort((a, b) => (a.entryKey < b.entryKey ? -1 : 1));
}

/** An entry in words, or undefined when all that is left of it is a line that was overtaken before it was sent. */
function entryLine(
  entryKey: string,
  known: KnownOfEntry,
  marks: readonly EntryMark[],
  expiredGbcs: ExpiredGbcs | null,
): EntryLine | undefined {
  const history = historyOf(known);
  const latest = history.findLast((line) => line.state !== 'overtaken');
  if (latest === undefined) return undefined;
  const { deviceModel, waiting } = known;
  const since = (mark: EntryMark['mark']): string | null =>
    marks.find((candidate) => candidate.entryKey === entryKey && candidate.mark === mark)?.since ?? null;
  return {
    entryKey,
    state: stateOf(latest, deviceModel),
    declaredGbcsVersion: latest.declaredGbcsVersion,
    uploadedGbcsVersion: deviceModel?.gbcsVersion ?? null,
    publishedAt: latest.publishedAt,
    sentAt: latest.sentAt,
    uploadedAt: latest.uploadedAt,
    blockedSince: waiting[0]?.blockedSince ?? null,
    quarantinedSince: since('quarantined'),
    disappearedAt: since('disappeared'),
    reason: waiting[0]?.reason ?? null,
    expiredGbcs,
    history,
  };
}

function expiredGbcs(noticedOn: string, day: string): ExpiredGbcs {
  return { noticedOn, correctBy: correctBy(noticedOn), standing: expiredStanding(noticedOn, day) };
}

function stateOf({ state }: EntryHistoryLine, deviceModel: DeviceModel | undefined): EntryLine['state'] {
  if (state === 'uploaded' && deviceModel !== undefined && !isActive(deviceModel)) return 'removed';
  return state === 'overtaken' ? 'removed' : state;
}

/** The state of an entry by its history; null when all its lines were overtaken before they were sent. */
export function entryState(known: KnownOfEntry): EntryLine['state'] | null {
  const latest = historyOf(known).findLast((line) => line.state !== 'overtaken');
  return latest === undefined ? null : stateOf(latest, known.deviceModel);
}

/** Every line the list ever had of the entry, in the order in which the lane decided. */
export function historyOf({ deviceModel, inFlight, waiting, overtaken }: KnownOfEntry): EntryHistoryLine[] {
  const lines: EntryHistoryLine[] = [
    ...(deviceModel?.history ?? []).map((line) => ({
      ...line,
      state: 'uploaded' as const,
      blockedSince: line.blockedSince ?? null,
      reason: null,
    })),
    ...inFlight.map(({ change, sentAt }) => ({
      order: change.order,
      kind: change.kind,
      uploadId: change.uploadId,
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
    ...overtaken.map((line) => notSent(line, 'overtaken', `overtaken at ${line.overtakenAt} by ${line.overtakenBy}`)),
  ];
  return lines.sort((a, b) => (a.order < b.order ? -1 : 1));
}

function notSent(line: WaitingLine, state: 'blocked' | 'overtaken', reason: string): EntryHistoryLine {
  return {
    order: line.order,
    kind: line.kind,
    uploadId: line.uploadId,
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
