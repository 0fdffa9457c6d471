import { ESI_034_COLUMNS, OPR_COLUMNS } from '../contracts/extract-columns.ts';
import { ExtractRequest, type InventoryExtract } from '../contracts/inventory-extract.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { smiDevice } from '../domain/devices/smi-device.ts';
import { changesSinceLast } from './changes-since-last.ts';
import type { ExtractFile, ExtractPorts, FoundRecord } from './extract-ports.ts';
import { ESI_034_HEADER, esi034Row, OPR_HEADER, oprRows } from './extract-rows.ts';
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
  const begun = {
    contract: 'inventory-extract/1',
    extractId: id,
    extract: request.report,
    key: await extracts.newKey(request.report, id),
    columnMap: request.report === 'opr' ? OPR_COLUMNS.version : ESI_034_COLUMNS.version,
    asOf,
    trialFlagging: settings.trialFlagging,
  } as const;

  let done: Pick<InventoryExtract, 'rows' | 'previousExtractId'>;
  switch (request.report) {
    case 'esi-034':
      done = await written(extracts.file(begun.key), ESI_034_HEADER, inventory.all(), (found) => {
        const device = smiDevice(found.record, settings);
        return device.known ? esi034Row(device) : '';
      });
      break;
    case 'esi-034i':
      done = await writeChanges(begun, settings, ports);
      break;
    case 'opr':
      done = await written(extracts.file(begun.key), OPR_HEADER, inventory.everTrial(), ({ record }) =>
        oprRows(smiDevice(record, settings)),
      );
  }
  return extracts.keep({ ...begun, ...done, finishedAt: clock.now() });
}

/** A device that was deleted is told as such; one that was never pre-notified is nobody's business yet. */
async function writeChanges(
  begun: Pick<InventoryExtract, 'key' | 'asOf'>,
  settings: Settings,
  ports: ExtractPorts,
): Promise<Pick<InventoryExtract, 'rows' | 'previousExtractId'>> {
  const { extracts } = ports;
  const previous = await extracts.latestOfChanges();
  const lately = extracts.toldLatelyFile(begun.key);
  try {
    const changes = changesSinceLast(previous, { asOf: begun.asOf, settings, lately }, ports);
    const { rows } = await written(extracts.file(begun.key), ESI_034_HEADER, changes, ({ record }) => {
      const device = smiDevice(record, settings);
      return device.known || device.status === 'Deleted' ? esi034Row(device) : '';
    });
    await lately.finish();
    return previous === undefined ? { rows } : { rows, previousExtractId: previous.extractId };
  } catch (fault) {
    await lately.discard();
    throw fault;
  }
}

/** Writes a file from records, in the order in which they come; counts the rows that came of them. */
async function written(
  file: ExtractFile,
  header: string,
  records: AsyncIterable<FoundRecord>,
  rowsOf: (found: FoundRecord) => string,
): Promise<{ rows: number }> {
  let rows = 0;
  try {
    await file.write(header);
    for await (const found of records) {
      const text = rowsOf(found);
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
