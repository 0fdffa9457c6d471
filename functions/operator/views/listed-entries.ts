import type { DeviceModel } from '../../contracts/device-model.ts';
import type { DspChange } from '../../contracts/dsp-change.ts';
import type { WaitingLine } from '../../contracts/waiting-line.ts';
import { type CplEntry, isActive } from '../../domain/cpl/cpl-entry.ts';
import { deadlineStatus } from '../../domain/incidents/deadline.ts';
import { type FittingPage, fittingPage } from './fitting-page.ts';
import type { OperatorPorts } from './ports.ts';

/** Which entries are looked for: all lines of the list in force, those marked Removed, or those of which something is known. */
export type EntryState =
  | 'any'
  | 'removed'
  | 'waiting'
  | 'on-the-way'
  | 'overdue'
  | 'substitute'
  | 'expired-gbcs'
  | 'quarantined'
  | 'disappeared';

/** One line of the list with what the DSP holds of its Device Model; what is not known is null. */
export type ListedEntry = {
  readonly entryKey: string;
  /** '' of an entry that was never on an accepted list. */
  readonly entryNumber: string;
  /** `replaced`: a higher line of the Device Model holds. */
  readonly state: 'uploaded' | 'removed' | 'replaced' | 'blocked' | 'on-the-way' | 'unknown';
  readonly declaredGbcsVersion: string | null;
  /** What the DSP works by. */
  readonly uploadedGbcsVersion: string | null;
  readonly uploadedAt: string | null;
  /** Why it waits, or since when what is looked for holds. */
  readonly note: { readonly what: string; readonly since: string | null } | null;
};

/** Some entries, and the key after which the others begin, if there may be any. */
export type EntriesPage = { readonly entries: readonly ListedEntry[]; readonly next?: string };

type Ports = Pick<
  OperatorPorts,
  'ledger' | 'deviceModels' | 'acceptedLines' | 'undeliveredPage' | 'governance' | 'now'
>;

/** An entry before what the DSP holds of it is known. */
type Found = {
  readonly entryKey: string;
  readonly entry?: CplEntry;
  readonly gbcsVersion?: string;
  /** The line that waits, where it was found by that. */
  readonly line?: WaitingLine;
  /** Whether it was found on its way to the DSP. */
  readonly isOnTheWay?: boolean;
  readonly note?: ListedEntry['note'];
};

/** Lines of the list that one page of a search goes through at most. */
const MOST_SEARCHED = 20_000;
/** Items of the ledger that are read at once. */
const AT_ONCE = 200;
/** Lines that wait, among which those of a page are looked for. */
const MOST_WAITING = 2000;

/**
 * A page of entries: as many items of the DSP are read as are shown, and the accepted list is read up to where the
 * page ends.
 *
 * @param text a part of the key, or an entry number
 */
export async function listedEntries(
  ports: Ports,
  { state, text }: { readonly state: EntryState; readonly text: string },
  limit: number,
  after: string | undefined,
): Promise<EntriesPage> {
  const wanted = text.trim().toUpperCase();
  const says = ({ entryKey, entry }: Found): boolean => entryKey.includes(wanted) || entry?.entryNumber === wanted;
  const { found, next } = await foundOf(state, ports, { limit, after, says });
  const models = await ports.deviceModels.ofEntries(found.map(({ entryKey }) => entryKey));
  const open = found.filter(
    (each) => each.line === undefined && each.isOnTheWay !== true && !isInPlace(each, models.get(each.entryKey)),
  );
  const waiting = await waitingOf(open, ports);
  return {
    entries: found.map((each) => listedEntry(each, models.get(each.entryKey), waiting)),
    ...(next === undefined ? {} : { next }),
  };
}

type Wanted = {
  readonly limit: number;
  readonly after: string | undefined;
  readonly says: (found: Found) => boolean;
};

function foundOf(state: EntryState, ports: Ports, wanted: Wanted): Promise<FittingPage<Found>> {
  const { ledger } = ports;
  const { limit, after, says } = wanted;
  const ifSaid = (found: Found): Found | undefined => (says(found) ? found : undefined);
  switch (state) {
    case 'any':
      return linesOfList(ports, wanted);
    case 'removed':
      return linesOfList(ports, { ...wanted, says: (each) => each.entry?.status === 'Removed' && says(each) });
    case 'waiting':
      return fittingPage(
        (...of) => ledger.page('waitingLines', ...of),
        limit,
        after,
        (line) => ifSaid({ entryKey: line.entry.entryKey, entry: line.entry, line }),
      );
    case 'on-the-way':
      return onTheWay(ports, wanted, () => true);
    case 'overdue':
      return overdue(ports, wanted);
    case 'substitute':
      return fittingPage(
        (...of) => ledger.page('corrections', ...of),
        limit,
        after,
        ({ entry, cause, since }) =>
          ifSaid({ entryKey: entry.entryKey, entry, note: { what: `substitute: ${cause}`, since } }),
      );
    case 'expired-gbcs':
      return fittingPage(
        (...of) => ledger.page('expiredEntries', ...of),
        limit,
        after,
        ({ entryKey, gbcsVersion, noticedOn: since }) =>
          ifSaid({ entryKey, gbcsVersion, note: { what: 'GBCS version expired, noticed', since } }),
      );
    case 'quarantined':
    case 'disappeared': {
      const what = state === 'quarantined' ? 'row quarantined' : 'missing from the list';
      return fittingPage(
        (...of) => ledger.page('marks', ...of),
        limit,
        after,
        ({ entryKey, mark, since }) => (mark === state ? ifSaid({ entryKey, note: { what, since } }) : undefined),
      );
    }
  }
}

/** Changes that were decided and have not reached the DSP. */
async function onTheWay(
  { undeliveredPage }: Ports,
  { limit, after, says }: Wanted,
  isMeant: (change: DspChange) => boolean,
): Promise<FittingPage<Found>> {
  const of = (change: DspChange): boolean =>
    isMeant(change) && says({ entryKey: change.entry.entryKey, entry: change.entry });
  const { items, next } = await undeliveredPage({ of, limit, after });
  const found = items.map(({ change: { entry, publishedAt }, sentAt }): Found => ({
    entryKey: entry.entryKey,
    entry,
    isOnTheWay: true,
    note: sentAt === null ? { what: 'not sent yet, received', since: publishedAt } : { what: 'sent', since: sentAt },
  }));
  return { found, ...(next === undefined ? {} : { next }) };
}

/** How the key begins behind which a page of overdue changes on their way goes on. */
const ON_THE_WAY = 'on the way ';

/** What is not in the DSP although its hours are over (R7): the lines that wait, then the changes on their way. */
async function overdue(ports: Ports, wanted: Wanted): Promise<FittingPage<Found>> {
  const { limit, after, says } = wanted;
  const [settings, now] = [await ports.governance.settings(), await ports.now()];
  const isOverdue = ({ publishedAt }: { readonly publishedAt: string }): boolean =>
    deadlineStatus(publishedAt, now, settings) === 'breached';
  const waiting: FittingPage<Found> =
    after?.startsWith(ON_THE_WAY) === true
      ? { found: [] }
      : await fittingPage(
          (...of) => ports.ledger.page('waitingLines', ...of),
          limit,
          after,
          (line) => {
            const found = { entryKey: line.entry.entryKey, entry: line.entry, line };
            return isOverdue(line) && says(found) ? found : undefined;
          },
        );
  if (waiting.next !== undefined) return waiting;
  const left = {
    limit: Math.max(1, limit - waiting.found.length),
    after: after?.startsWith(ON_THE_WAY) === true ? after.slice(ON_THE_WAY.length) : undefined,
    says,
  };
  const { found, next } = await onTheWay(ports, left, isOverdue);
  return { found: [...waiting.found, ...found], ...(next === undefined ? {} : { next: `${ON_THE_WAY}${next}` }) };
}

/** Lines of the accepted list behind an entry number. */
async function linesOfList(
  { acceptedLines }: Pick<OperatorPorts, 'acceptedLines'>,
  { limit, after = '', says }: Wanted,
): Promise<FittingPage<Found>> {
  const found: Found[] = [];
  let searched = 0;
  let last = '';
  for await (const { entry, isMissing } of acceptedLines()) {
    if (entry.entryNumber <= after) continue;
    if (found.length === limit || searched === MOST_SEARCHED) return { found, next: last };
    searched += 1;
    last = entry.entryNumber;
    const note = isMissing ? { note: { what: 'missing from the list', since: null } } : {};
    const line: Found = { entryKey: entry.entryKey, entry, ...note };
    if (says(line)) found.push(line);
  }
  return { found };
}

/** Lines that wait, by their keys, and whether those of the page that are not among them do not wait. */
type Waiting = { readonly lines: ReadonlyMap<string, WaitingLine>; readonly isWhole: boolean };

/** The lines that wait of some entries, looked for among the first that there are. */
async function waitingOf(open: readonly Found[], { ledger }: Pick<OperatorPorts, 'ledger'>): Promise<Waiting> {
  const keys = new Set(open.map(({ entryKey }) => entryKey));
  const lines = new Map<string, WaitingLine>();
  let next: string | undefined;
  for (let read = 0; keys.size > lines.size && read < MOST_WAITING; read += AT_ONCE) {
    const page = await ledger.page('waitingLines', AT_ONCE, next);
    for (const line of page.items) if (keys.has(line.entry.entryKey)) lines.set(line.entry.entryKey, line);
    next = page.next;
    if (next === undefined) return { lines, isWhole: true };
  }
  return { lines, isWhole: keys.size === lines.size };
}

/** Whether the DSP holds a line as the list has it. */
function isInPlace({ entry }: Found, model: DeviceModel | undefined): boolean {
  if (entry === undefined) return true;
  return (
    model?.entryNumber === entry.entryNumber &&
    model.status === entry.status &&
    model.declaredGbcsVersion === entry.gbcsVersion &&
    model.smetsChtsVersion === entry.smetsChtsVersion
  );
}

function listedEntry(found: Found, model: DeviceModel | undefined, { lines, isWhole }: Waiting): ListedEntry {
  const { entryKey, entry, gbcsVersion, line = lines.get(entryKey), note = null } = found;
  const isIts = line !== undefined && line.entry.entryNumber === (entry?.entryNumber ?? line.entry.entryNumber);
  return {
    entryKey,
    entryNumber: entry?.entryNumber ?? model?.entryNumber ?? '',
    state: isIts ? 'blocked' : found.isOnTheWay === true ? 'on-the-way' : stateOf(found, model, isWhole),
    declaredGbcsVersion: entry?.gbcsVersion ?? gbcsVersion ?? model?.declaredGbcsVersion ?? null,
    uploadedGbcsVersion: model?.gbcsVersion ?? null,
    uploadedAt: model?.uploadedAt ?? null,
    note: note ?? (isIts ? { what: line.reason, since: line.blockedSince } : null),
  };
}

function stateOf(found: Found, model: DeviceModel | undefined, isSent: boolean): ListedEntry['state'] {
  const { entry } = found;
  if (isInPlace(found, model)) {
    if (model === undefined) return 'unknown';
    return isActive(model) ? 'uploaded' : 'removed';
  }
  if (entry !== undefined && model !== undefined && model.entryNumber > entry.entryNumber) return 'replaced';
  if (entry !== undefined && !isActive(entry) && model?.entryNumber !== entry.entryNumber) return 'removed';
  return isSent ? 'on-the-way' : 'unknown';
}
