import type { DeviceModel } from '../../contracts/device-model.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { EntryMark } from '../../contracts/waiting-line.ts';
import { isActive } from '../../domain/cpl/cpl-entry.ts';
import { deadlineStatus } from '../../domain/incidents/deadline.ts';
import { correctBy, type ExpiredStatus, expiredStatus } from '../../domain/gbcs/expired-gbcs.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import { holdingLine } from '../../domain/list/device-model-change.ts';
import type { ListedLine } from '../../domain/list/accepted-models.ts';
import { type EntryHistoryLine, historyOf, type KnownOfEntry } from './entry-history.ts';
import type { OperatorPorts } from './ports.ts';

/** One line of the accepted list that a Device Model has, and the issue that first had it. */
export type ListLine = {
  readonly number: string;
  readonly status: string;
  readonly smetsChtsVersion: string;
  readonly gbcsVersion: string;
  readonly issue: string;
};

/** One entry of the list as the DSP knows it, or does not know it yet; what is absent is null. */
export type EntryLine = {
  readonly entryKey: string;
  /** The number of the line that holds; of a removed Device Model the highest one. */
  readonly entryNumber: string;
  /** What the accepted list has of the Device Model, in entry-number order. */
  readonly lines: readonly ListLine[];
  readonly state: 'sent' | 'uploaded' | 'blocked' | 'removed';
  /** What the latest change declares. */
  readonly declaredGbcsVersion: string;
  /** What the DSP works by. */
  readonly uploadedGbcsVersion: string | null;
  /** The three times of the latest change, each on its own (R9). */
  readonly publishedAt: string;
  readonly sentAt: string | null;
  readonly uploadedAt: string | null;
  readonly blockedSince: string | null;
  readonly quarantinedSince: string | null;
  readonly disappearedAt: string | null;
  readonly reason: string | null;
  /** Since when its GBCS version is known to have expired, until when it is to be corrected, and its status. */
  readonly expiredGbcs: ExpiredGbcs | null;
  readonly history: readonly EntryHistoryLine[];
};

/** An entry without what the accepted list has of it. */
export type EntrySeen = Omit<EntryLine, 'entryNumber' | 'lines'>;

/** The status of an active entry under an expired GBCS version (R24, R25). */
export type ExpiredGbcs = {
  readonly noticedOn: string;
  readonly correctBy: string;
  readonly status: ExpiredStatus;
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

/** The entries of the list in the order of their keys: the DeviceModels, what is on its way, and what waits. */
export async function entriesView(
  ports: Pick<OperatorPorts, SeenOfEntries | 'acceptedLines'>,
  filter: EntryFilter = {},
): Promise<EntryLine[]> {
  return withLines(await entriesSeen(ports, filter), ports);
}

/** What the view of entries reads, except the accepted list. */
type SeenOfEntries = 'ledger' | 'undeliveredChanges' | 'deviceModels' | 'governance' | 'now';

/** The same entries without the lines that the accepted list has of them: what there is to say for a summary. */
export async function entriesSeen(
  ports: Pick<OperatorPorts, SeenOfEntries>,
  filter: EntryFilter = {},
): Promise<EntrySeen[]> {
  const known = new Map<string, KnownOfEntry>();
  const of = (entryKey: string): KnownOfEntry => {
    const found = known.get(entryKey) ?? { undelivered: [], waiting: [], overtaken: [] };
    known.set(entryKey, found);
    return found;
  };
  for (const line of await ports.ledger.list('waitingLines')) of(line.entry.entryKey).waiting.push(line);
  for (const line of await ports.ledger.list('overtakenLines')) of(line.entry.entryKey).overtaken.push(line);
  for await (const undelivered of ports.undeliveredChanges())
    of(undelivered.change.entry.entryKey).undelivered.push(undelivered);
  for await (const deviceModel of ports.deviceModels.all()) of(deviceModel.entryKey).deviceModel = deviceModel;

  const marks = await ports.ledger.list('marks');
  const [settings, now] = [await ports.governance.settings(), await ports.now()];
  const expired = new Map(
    (await ports.ledger.list('expiredEntries')).map(({ entryKey, noticedOn }) => [
      entryKey,
      expiredGbcs(noticedOn, londonDay(now)),
    ]),
  );
  return [...known]
    .flatMap(([entryKey, found]) => entryLine(entryKey, found, marks, expired.get(entryKey) ?? null) ?? [])
    .filter((line) => filter.blocked !== true || line.state === 'blocked')
    .filter((line) => filter.overdue !== true || isOverdue(line, settings, now))
    .filter((line) => filter.expiredGbcs !== true || line.expiredGbcs !== null)
    .filter((line) => line.entryKey.includes((filter.model ?? '').toUpperCase()))
    .sort((a, b) => (a.entryKey < b.entryKey ? -1 : 1));
}

/** Whether an entry is not in the DSP although its hours are over (R7). */
export function isOverdue(
  { state, publishedAt }: Pick<EntrySeen, 'state' | 'publishedAt'>,
  settings: Settings,
  now: string,
): boolean {
  return (state === 'blocked' || state === 'sent') && deadlineStatus(publishedAt, now, settings) === 'breached';
}

/** Adds what the accepted list has of each entry; the list is read only when there is an entry to show. */
async function withLines(
  entries: readonly EntrySeen[],
  { acceptedLines }: Pick<OperatorPorts, 'acceptedLines'>,
): Promise<EntryLine[]> {
  const listed = new Map<string, ListedLine[]>(entries.map(({ entryKey }) => [entryKey, []]));
  if (listed.size > 0) for await (const line of acceptedLines()) listed.get(line.entry.entryKey)?.push(line);
  return entries.map(({ entryKey, ...seen }) => {
    const lines = listed.get(entryKey) ?? [];
    const { entry } = holdingLine(lines) ?? lines.at(-1) ?? {};
    const entryNumber = entry?.entryNumber ?? seen.history.at(-1)?.entryNumber ?? '';
    return { entryKey, entryNumber, lines: lines.map(listLine), ...seen };
  });
}

function listLine({ entry, issue }: ListedLine): ListLine {
  const { entryNumber, status, smetsChtsVersion, gbcsVersion } = entry;
  return { number: entryNumber, status, smetsChtsVersion, gbcsVersion, issue };
}

/** An entry in words, or undefined when all that is left of it is a line that was overtaken before it was sent. */
function entryLine(
  entryKey: string,
  known: KnownOfEntry,
  marks: readonly EntryMark[],
  expiredGbcs: ExpiredGbcs | null,
): EntrySeen | undefined {
  const history = historyOf(known);
  const latest = latestOf(history);
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
  return { noticedOn, correctBy: correctBy(noticedOn), status: expiredStatus(noticedOn, day) };
}

/** A line that was not overtaken before it was sent. */
type EffectiveLine = EntryHistoryLine & { readonly state: Exclude<EntryHistoryLine['state'], 'overtaken'> };

function latestOf(history: readonly EntryHistoryLine[]): EffectiveLine | undefined {
  return history.findLast((line): line is EffectiveLine => line.state !== 'overtaken');
}

function stateOf({ state }: EffectiveLine, deviceModel: DeviceModel | undefined): EntryLine['state'] {
  return state === 'uploaded' && deviceModel !== undefined && !isActive(deviceModel) ? 'removed' : state;
}

/** The state of an entry by its history; null when all its lines were overtaken before they were sent. */
export function entryState(
  history: readonly EntryHistoryLine[],
  deviceModel: DeviceModel | undefined,
): EntryLine['state'] | null {
  const latest = latestOf(history);
  return latest === undefined ? null : stateOf(latest, deviceModel);
}
