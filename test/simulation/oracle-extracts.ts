import * as z from 'zod/mini';
import { ESI_034_COLUMNS, OPR_COLUMNS } from '../../functions/contracts/extract-columns.ts';
import { InventoryExtract } from '../../functions/contracts/inventory-extract.ts';
import { currentState, type DeviceRecord, openTrial } from '../../functions/domain/devices/device-record.ts';
import type { DeviceHistory } from './device-history.ts';
import type { World } from './world.ts';

/** By how much a scan may lag behind, and a clock be wrong, in milliseconds. */
const BEHIND = 65_000;
const LATEST = 'esi-034i/latest.json';

/** Looks at every extract of the inventory, when it comes into effect and at the end: complete, and true of its time. */
export class ExtractWatch {
  /** Whether anybody asked for one. */
  asked = false;
  readonly #world: World;
  readonly #history: DeviceHistory;
  readonly #known = new Map<string, string>();

  constructor(world: World, history: DeviceHistory) {
    this.#world = world;
    this.#history = history;
  }

  /** Called after every effect: an extract is in effect once it is known. */
  look(boundary: string): string[] {
    if (!boundary.startsWith('reports reports.PutObject')) return [];
    const { reports } = this.#world.buckets;
    const changed = reports.keys().filter((key) => /^(?:esi-034i?|opr)\/.*\.json$/.test(key) && key !== LATEST);
    return changed.flatMap((key) => {
      const text = reports.text(key);
      if (this.#known.get(key) === text) return [];
      this.#known.set(key, text);
      return this.#check(InventoryExtract.parse(JSON.parse(text)));
    });
  }

  /** What is not as it must be once all has come to rest. */
  atTheEnd(): string[] {
    if (!this.asked) return [];
    const kept = [...this.#known.values()].map((text) => InventoryExtract.parse(JSON.parse(text)));
    const broken = kept.flatMap((extract) => this.#whole(extract).broken);
    return [...broken, ...this.#everyChangeIsReported()];
  }

  /** The file of an extract: there, with its header, and with as many rows as are said of it. */
  #whole({ key, extractId, extract, rows: said }: InventoryExtract) {
    const { reports } = this.#world.buckets;
    const [header = '', ...rows] = reports.text(key).split('\r\n').slice(0, -1);
    const broken: string[] = [];
    if (reports.find(key) === undefined) broken.push(`${extractId} is known, and its file is not there`);
    else if (header !== (extract === 'opr' ? OPR_HEADER : ESI_034_HEADER))
      broken.push(`${extractId} has another header`);
    else if (rows.length !== said) broken.push(`${extractId} has ${rows.length} rows, and is said to have ${said}`);
    return { rows, broken };
  }

  /** Each device is reported as it was at some time while the extract was made. */
  #check(extract: InventoryExtract): string[] {
    const { extractId, asOf } = extract;
    const { rows, broken } = this.#whole(extract);
    if (broken.length > 0) return broken;
    const reported = Map.groupBy(
      extract.extract === 'opr' ? stretchesOf(rows) : rows.map(deviceOf),
      (row) => row.split(',')[0] ?? '',
    );
    for (const deviceId of new Set([...reported.keys(), ...this.#history.devices()])) {
      const found = (reported.get(deviceId) ?? []).join();
      // What did not change since the last extract of changes is not reported in this one.
      if (found === '' && extract.extract === 'esi-034i') continue;
      const held = this.#history.between(deviceId, Date.parse(asOf) - BEHIND, this.#world.now);
      const rowsOf = ROWS[extract.extract];
      if (!held.some((record) => (record === undefined ? '' : rowsOf(record, extract)) === found))
        broken.push(`${extractId} says «${found}», which ${deviceId} was not at that time`);
    }
    return broken;
  }

  /** Whoever follows the extracts of changes, one after the other, knows every device as it is. */
  #everyChangeIsReported(): string[] {
    const { reports } = this.#world.buckets;
    const reported = new Map<string, string>();
    if (reports.find(LATEST) === undefined) return ['There is no latest extract of changes'];
    const followed = new Set<string>();
    let id: string | undefined = Latest.parse(JSON.parse(reports.text(LATEST))).extractId;
    while (id !== undefined) {
      const text: string | undefined = this.#known.get(`esi-034i/${id}.json`);
      if (text === undefined) return [`${id} is gone on from, and not known`];
      if (followed.has(id)) return [`${id} goes on from itself`];
      followed.add(id);
      const extract = InventoryExtract.parse(JSON.parse(text));
      for (const row of this.#whole(extract).rows.map(deviceOf)) {
        const [deviceId = ''] = row.split(',');
        if (!reported.has(deviceId)) reported.set(deviceId, row);
      }
      id = extract.previousExtractId;
    }
    return this.#history.devices().flatMap((deviceId) => {
      const record = this.#history.now(deviceId);
      const is = record === undefined ? '' : changeRow(record, { trialFlagging: 'on' });
      return reported.get(deviceId) === is || (is === '' && !reported.has(deviceId))
        ? []
        : [`The extracts of changes say «${reported.get(deviceId)}», and ${deviceId} is «${is}»`];
    });
  }
}

const Latest = z.object({ extractId: z.string() });
const ESI_034_HEADER = ESI_034_COLUMNS.columns.map(({ label }) => label).join();
/** Columns of the entry, which come last. */
const ENTRY_COLUMNS = 5;
const OPR_HEADER = OPR_COLUMNS.labels.join();

type Flagging = Pick<InventoryExtract, 'trialFlagging' | 'flaggingOffSince'>;
type RowsOf = (record: DeviceRecord, flagging: Flagging) => string;

const ROWS: Readonly<Record<InventoryExtract['extract'], RowsOf>> = {
  'esi-034': (record, flagging) => (statusOf(record) === 'Deleted' ? '' : changeRow(record, flagging)),
  'esi-034i': changeRow,
  opr: ({ deviceId, trials }, { flaggingOffSince: off = '9999' }) =>
    trials
      .filter(({ from }) => from < off)
      .map(({ from, to, trialId }) => [deviceId, from, off < (to ?? '9999') ? off : (to ?? ''), trialId].join())
      .join(),
};

/** What a row says of the device itself, without the entry that it runs by. */
function deviceOf(row: string): string {
  return row.split(',').slice(0, -ENTRY_COLUMNS).join();
}

/** The stretches of the list of exclusions, whole again: each goes on where it was cut at the end of a month. */
function stretchesOf(rows: readonly string[]): string[] {
  const whole: { deviceId: string; from: string; to: string; trialId: string }[] = [];
  for (const row of rows) {
    const [, deviceId = '', from = '', to = '', trialId = ''] = row.split(',');
    const last = whole.at(-1);
    if (last?.deviceId === deviceId && last.to === from && last.trialId === trialId) last.to = to;
    else whole.push({ deviceId, from, to, trialId });
  }
  return whole.map(({ deviceId, from, to, trialId }) => [deviceId, from, to, trialId].join());
}

/** A device as an extract reports it; nothing of one that was never pre-notified. */
function changeRow(record: DeviceRecord, flagging: Flagging): string {
  const { details, statusHistory } = currentState(record);
  const { status, from } = statusHistory.at(-1) ?? {};
  if (status === undefined) return '';
  const { deviceType, manufacturer, model, smetsChtsVersion, firmwareVersion, esmeVariant } = details;
  const is = [deviceType, status, from, manufacturer, model, smetsChtsVersion, firmwareVersion, esmeVariant];
  const open = flagging.trialFlagging === 'on' ? openTrial(record) : undefined;
  const trial = open === undefined ? ['', '', ''] : ['true', open.trialId, open.from];
  return [record.deviceId, ...is, ...trial].join();
}

function statusOf(record: DeviceRecord): string | undefined {
  return currentState(record).statusHistory.at(-1)?.status;
}
