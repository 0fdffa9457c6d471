import { ESI_034_COLUMNS, OPR_COLUMNS } from '../contracts/extract-columns.ts';
import {
  ExtractRequest,
  type InventoryExtract,
  type InventoryPosition,
  KnownExtract,
  type UnfinishedExtract,
} from '../contracts/inventory-extract.ts';
import type { Invocation } from '../contracts/queue.ts';
import { isActive } from '../domain/cpl/cpl-entry.ts';
import { EntriesByModel, needsEntry } from '../domain/cpl/entry-of-device.ts';
import { smiDevice } from '../domain/devices/smi-device.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { oprExclusions } from '../domain/trials/opr-exclusions.ts';
import { changesSinceLast } from './changes-since-last.ts';
import { WithoutEntry } from './devices-without-entry.ts';
import type { ExtractFile, ExtractPorts, FoundRecord, InventoryPage } from './extract-ports.ts';
import {
  type EntryOfRow,
  ESI_034_HEADER,
  esi034Row,
  OPR_HEADER,
  oprRows,
  WITHOUT_ENTRY_HEADER,
} from './extract-rows.ts';
import { extractId } from './report-id.ts';
import { settingsActivations } from './settings-activations.ts';

/** Share of its time after which a run stops reading: what is left is for closing its files, and for a slow page. */
const READING_SHARE = 0.75;

/** What an extract is known by before its rows are read. */
type Known = Omit<UnfinishedExtract, 'contract' | 'rows' | 'position' | 'withoutEntry'>;

/** One run of an extract. */
type Run = {
  readonly known: Known;
  /** The extract whose changes an extract of changes goes on from. */
  readonly previous: InventoryExtract | undefined;
  /** What the runs before made of it. */
  readonly before: Pick<UnfinishedExtract, 'rows' | 'position' | 'withoutEntry'> | undefined;
  /** Key of the file that this run writes. */
  readonly file: string;
  /** Whether it is to stop reading. */
  readonly isLate: () => boolean;
};

/** What a run read: rows, and how far it came, unless it came to the end. */
type Part = Pick<UnfinishedExtract, 'rows' | 'withoutEntry'> & { readonly position?: InventoryPosition };

/**
 * Makes an extract of the inventory in the reports bucket, row by row, whatever its size: ESI-034, ESI-034i (R66) or
 * the list of exclusions from OPR figures (R69). A run whose time is up keeps what it wrote and how far it came, and
 * the next run of the same request goes on from there in a file of its own. A run that is repeated, or made twice at the
 * same time, comes to the one extract of its id.
 *
 * @returns the extract; an unfinished one has to be asked for again.
 * @throws when the input is not a request for an extract.
 */
export async function makeExtract(
  input: unknown,
  ports: ExtractPorts,
  { remainingMs }: Invocation,
): Promise<InventoryExtract | UnfinishedExtract> {
  const stopAt = remainingMs() * (1 - READING_SHARE);
  const isLate = (): boolean => remainingMs() < stopAt;
  const request = ExtractRequest.parse(input);
  const { extracts, clock } = ports;
  const id = extractId(request, clock.now());
  const made = await extracts.find(request.report, id);
  if (made !== undefined) return made;
  const run = { ...(await begin(request, id, ports)), isLate };
  const { position, rows, ...part } = await partOf(run, ports);
  const done = { ...run.known, ...part, rows: rows + (run.before?.rows ?? 0) };
  if (position === undefined)
    return extracts.keep({ contract: 'inventory-extract/1', ...done, finishedAt: clock.now() });
  const unfinished = { contract: 'unfinished-extract/1', ...done, position } as const;
  await extracts.keepUnfinished(unfinished);
  return unfinished;
}

/** Begins an extract, or goes on with one that an earlier run had no time to finish: it stays what that one began. */
async function begin(
  { report }: Pick<ExtractRequest, 'report'>,
  id: string,
  ports: Pick<ExtractPorts, 'extracts' | 'governance' | 'ledger' | 'clock'>,
): Promise<Omit<Run, 'isLate'>> {
  const { extracts, governance, clock } = ports;
  const asOf = clock.now();
  const before = await extracts.unfinished(report, id);
  const file = await extracts.newKey(report, id);
  if (before !== undefined) {
    const { furtherKeys = [], previousExtractId } = before;
    const previous = previousExtractId === undefined ? undefined : await extracts.find(report, previousExtractId);
    const known = { ...KnownExtract.parse(before), furtherKeys: [...furtherKeys, file] };
    return { known, previous, before, file };
  }
  const settings = await governance.settings();
  const offSince = await flaggingOffSince(settings, ports);
  const previous = report === 'esi-034i' ? await extracts.latestOfChanges() : undefined;
  const known = {
    extractId: id,
    extract: report,
    key: file,
    asOf,
    columnMap: report === 'opr' ? OPR_COLUMNS.version : ESI_034_COLUMNS.version,
    trialFlagging: settings.trialFlagging,
    ...(offSince === undefined ? {} : { flaggingOffSince: offSince }),
    ...(previous === undefined ? {} : { previousExtractId: previous.extractId }),
  };
  return { known, previous, before: undefined, file };
}

function partOf(run: Run, ports: ExtractPorts): Promise<Part> {
  switch (run.known.extract) {
    case 'esi-034':
      return writeAll(run, ports);
    case 'esi-034i':
      return writeChanges(run, ports);
    case 'opr':
      return writeExclusions(run, ports);
  }
}

/** Every device, and beside them a list of those in use that have no Current entry (R1). */
async function writeAll(run: Run, ports: ExtractPorts): Promise<Part> {
  const { extracts, inventory, models } = ports;
  const entries = await entriesHeld(models);
  const listKey = run.file.replace(/\.csv$/, '.without-entry.csv');
  const list = extracts.file(listKey);
  const withoutEntry = new WithoutEntry(run.before?.withoutEntry);
  const rowsOf = async (found: readonly FoundRecord[]): Promise<string> => {
    let rows = '';
    let without = '';
    for (const { record } of found) {
      const device = smiDevice(record, run.known);
      if (!device.known) continue;
      const entry = entries.of(device);
      if (needsEntry(device) && !(entry !== undefined && isActive(entry))) without += withoutEntry.add(device, entry);
      rows += esi034Row(device, entry);
    }
    await list.write(without);
    return rows;
  };
  return finished(list, async () => {
    await list.write(WITHOUT_ENTRY_HEADER);
    const pages = inventory.all(run.before?.position);
    const part = await written(run, extracts, { header: ESI_034_HEADER, pages, rowsOf });
    return { ...part, withoutEntry: withoutEntry.known(listKey, part.position === undefined) };
  });
}

/** A device that was deleted is reported as such; one that was never pre-notified is nobody's business yet. */
async function writeChanges(run: Run, ports: ExtractPorts): Promise<Part> {
  const { extracts, models } = ports;
  const entries = await entriesHeld(models);
  const recent = extracts.recentlyReportedFile(run.file);
  const pages = changesSinceLast(run.previous, { ...run.known, recent, from: run.before?.position }, ports);
  const rowsOf = async (found: readonly FoundRecord[]): Promise<string> =>
    found
      .map(({ record }) => smiDevice(record, run.known))
      .filter(({ known, status }) => known || status === 'Deleted')
      .map((device) => esi034Row(device, entries.of(device)))
      .join('');
  return finished(recent, () => written(run, extracts, { header: ESI_034_HEADER, pages, rowsOf }));
}

/** What is left out of OPR figures, whatever the switch says now: it is kept although it is not shown (R54, R69). */
function writeExclusions(run: Run, { extracts, inventory }: ExtractPorts): Promise<Part> {
  const rowsOf = async (found: readonly FoundRecord[]): Promise<string> =>
    found
      .map(({ record }) => smiDevice(record, { trialFlagging: 'on' }))
      .map(({ deviceId, trialHistory }) =>
        oprRows(deviceId, oprExclusions(trialHistory, run.known.asOf, run.known.flaggingOffSince)),
      )
      .join('');
  const pages = inventory.everTrial(run.before?.position);
  return written(run, extracts, { header: OPR_HEADER, pages, rowsOf });
}

/** When trial flagging was turned off, if it is: each version of the settings is kept, and when it was decided on. */
async function flaggingOffSince(
  settings: Settings,
  { ledger, governance }: Pick<ExtractPorts, 'ledger' | 'governance'>,
): Promise<string | undefined> {
  if (settings.trialFlagging === 'on') return undefined;
  let since: string | undefined;
  for await (const { version, decidedAt } of settingsActivations(ledger)) {
    if ((await governance.settingsVersion(version)).trialFlagging === 'on') break;
    since = decidedAt;
  }
  return since;
}

async function entriesHeld({ all }: ExtractPorts['models']): Promise<EntriesByModel<EntryOfRow>> {
  const entries = new EntriesByModel<EntryOfRow>();
  for await (const held of all()) {
    // Without its history: it is kept for as long as the inventory is read.
    const { deviceType, firmwareVersion, entryNumber, status, smetsChtsVersion, gbcsVersion, declaredGbcsVersion } =
      held;
    const entry = {
      deviceType,
      firmwareVersion,
      entryNumber,
      status,
      smetsChtsVersion,
      gbcsVersion,
      declaredGbcsVersion,
    };
    entries.add(held, entry);
  }
  return entries;
}

/** Writes the file of a run from the rows of each page, until the inventory is read or the time is short; counts them. */
function written(
  { file: key, isLate }: Run,
  extracts: Pick<ExtractPorts['extracts'], 'file'>,
  {
    header,
    pages,
    rowsOf,
  }: {
    readonly header: string;
    readonly pages: AsyncIterable<InventoryPage>;
    readonly rowsOf: (found: readonly FoundRecord[]) => Promise<string>;
  },
): Promise<Part> {
  const file = extracts.file(key);
  return finished(file, async () => {
    let rows = 0;
    await file.write(header);
    for await (const { found, position } of pages) {
      const text = await rowsOf(found);
      rows += text.split('\r\n').length - 1;
      await file.write(text);
      if (isLate() && position.some((after) => after !== null)) return { rows, position };
    }
    return { rows };
  });
}

/** Finishes a file when what writes it has ended; discards it when that fails. */
async function finished<T>(file: ExtractFile, writing: () => Promise<T>): Promise<T> {
  try {
    const result = await writing();
    await file.finish();
    return result;
  } catch (fault) {
    await file.discard();
    throw fault;
  }
}
