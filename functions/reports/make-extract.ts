import { ESI_034_COLUMNS, OPR_COLUMNS } from '../contracts/extract-columns.ts';
import { ExtractRequest, type InventoryExtract } from '../contracts/inventory-extract.ts';
import { isActive } from '../domain/cpl/cpl-entry.ts';
import { EntriesByModel, needsEntry } from '../domain/cpl/entry-of-device.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { smiDevice } from '../domain/devices/smi-device.ts';
import { oprExclusions } from '../domain/trials/opr-exclusions.ts';
import { changesSinceLast } from './changes-since-last.ts';
import type { ExtractFile, ExtractPorts, FoundRecord } from './extract-ports.ts';
import { WithoutEntry } from './devices-without-entry.ts';
import {
  type EntryOfRow,
  ESI_034_HEADER,
  esi034Row,
  OPR_HEADER,
  oprRows,
  WITHOUT_ENTRY_HEADER,
} from './extract-rows.ts';
import { extractId } from './report-id.ts';

/**
 * Makes an extract of the inventory in the reports bucket, row by row, whatever its size: ESI-034, ESI-034i (R66) or
 * the list of exclusions from OPR figures (R69). A run that is repeated, or made twice at the same time, comes to the one
 * extract of its id.
 *
 * @throws when the input is not a request for an extract.
 */
export async function makeExtract(input: unknown, ports: ExtractPorts): Promise<InventoryExtract> {
  const request = ExtractRequest.parse(input);
  const { extracts, governance, inventory, clock } = ports;
  const asOf = clock.now();
  const id = extractId(request, asOf);
  const made = await extracts.find(request.report, id);
  if (made !== undefined) return made;
  const settings = await governance.settings();
  const offSince = await flaggingOffSince(settings, ports);
  const begun = {
    contract: 'inventory-extract/1',
    extractId: id,
    extract: request.report,
    key: await extracts.newKey(request.report, id),
    columnMap: request.report === 'opr' ? OPR_COLUMNS.version : ESI_034_COLUMNS.version,
    asOf,
    trialFlagging: settings.trialFlagging,
    ...(offSince === undefined ? {} : { flaggingOffSince: offSince }),
  } as const;

  let done: Pick<InventoryExtract, 'rows' | 'previousExtractId' | 'withoutEntry'>;
  switch (request.report) {
    case 'esi-034':
      done = await writeAll(begun, settings, ports);
      break;
    case 'esi-034i':
      done = await writeChanges(begun, settings, ports);
      break;
    case 'opr':
      done = await written(extracts.file(begun.key), OPR_HEADER, exclusions(inventory.everTrial(), asOf, offSince));
  }
  return extracts.keep({ ...begun, ...done, finishedAt: clock.now() });
}

/** Every device, and beside them a list of those in use that have no Current entry (R1). */
async function writeAll(
  { key }: Pick<InventoryExtract, 'key'>,
  settings: Settings,
  { extracts, inventory, models }: ExtractPorts,
): Promise<Pick<InventoryExtract, 'rows' | 'withoutEntry'>> {
  const entries = await entriesHeld(models);
  const listKey = key.replace(/\.csv$/, '.without-entry.csv');
  const file = extracts.file(listKey);
  const withoutEntry = new WithoutEntry(file);
  async function* rows(): AsyncGenerator<string> {
    for await (const { record } of inventory.all()) {
      const device = smiDevice(record, settings);
      if (!device.known) continue;
      const entry = entries.of(device);
      if (needsEntry(device) && !(entry !== undefined && isActive(entry))) await withoutEntry.add(device, entry);
      yield esi034Row(device, entry);
    }
  }
  try {
    await file.write(WITHOUT_ENTRY_HEADER);
    const all = await written(extracts.file(key), ESI_034_HEADER, rows());
    return { ...all, withoutEntry: { key: listKey, ...(await withoutEntry.finish()) } };
  } catch (fault) {
    await file.discard();
    throw fault;
  }
}

/** A device that was deleted is reported as such; one that was never pre-notified is nobody's business yet. */
async function writeChanges(
  begun: Pick<InventoryExtract, 'key' | 'asOf'>,
  settings: Settings,
  ports: ExtractPorts,
): Promise<Pick<InventoryExtract, 'rows' | 'previousExtractId'>> {
  const { extracts, models } = ports;
  const previous = await extracts.latestOfChanges();
  const entries = await entriesHeld(models);
  const recent = extracts.recentlyReportedFile(begun.key);
  async function* rows(): AsyncGenerator<string> {
    for await (const { record } of changesSinceLast(previous, { asOf: begun.asOf, settings, recent }, ports)) {
      const device = smiDevice(record, settings);
      if (device.known || device.status === 'Deleted') yield esi034Row(device, entries.of(device));
    }
  }
  try {
    const { rows: changes } = await written(extracts.file(begun.key), ESI_034_HEADER, rows());
    await recent.finish();
    return previous === undefined ? { rows: changes } : { rows: changes, previousExtractId: previous.extractId };
  } catch (fault) {
    await recent.discard();
    throw fault;
  }
}

/** What is left out of OPR figures, whatever the switch says now: it is kept although it is not shown (R54, R69). */
async function* exclusions(
  records: AsyncIterable<FoundRecord>,
  asOf: string,
  offSince: string | undefined,
): AsyncGenerator<string> {
  for await (const { record } of records) {
    const { deviceId, trialHistory } = smiDevice(record, { trialFlagging: 'on' });
    yield oprRows(deviceId, oprExclusions(trialHistory, asOf, offSince));
  }
}

/** When trial flagging was turned off, if it is: each version of the settings is kept, and when it was decided on. */
async function flaggingOffSince(
  settings: Settings,
  { ledger, governance }: Pick<ExtractPorts, 'ledger' | 'governance'>,
): Promise<string | undefined> {
  if (settings.trialFlagging === 'on') return undefined;
  const activated = (await ledger.list('uploads'))
    .filter(({ kind, decision }) => kind === 'settings' && decision === 'active')
    .toSorted((a, b) => Number(b.version) - Number(a.version));
  let since: string | undefined;
  for (const { version, decidedAt } of activated) {
    if ((await governance.settingsVersion(Number(version))).trialFlagging === 'on') break;
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

/** Writes a file from rows, in the order in which they come; counts them. */
async function written(file: ExtractFile, header: string, texts: AsyncIterable<string>): Promise<{ rows: number }> {
  let rows = 0;
  try {
    await file.write(header);
    for await (const text of texts) {
      rows += text.split('\r\n').length - 1;
      await file.write(text);
    }
    await file.finish();
    return { rows };
  } catch (fault) {
    await file.discard();
    throw fault;
  }
}
