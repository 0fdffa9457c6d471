import type { CsvRow } from '../../domain/csv/csv-table.ts';
import { evaluationRules, recordDevice } from '../../srv-events/record-device.ts';
import type { Devices, TrialRules } from '../../srv-events/ports.ts';
import { sideBySide } from '../../intake/lane/side-by-side.ts';
import { type LoadedDevice, rowReader, type RowReader } from './inventory-row.ts';
import type { Pace } from './pace.ts';

/** How far a load is, and what became of the rows so far. */
export type LoadProgress = {
  /** Rows of the extract, the header not counted, that are done. */
  readonly rows: number;
  readonly written: number;
  /** Rows that say what is recorded already. */
  readonly unchanged: number;
  readonly refused: number;
};

export const NOTHING_LOADED: LoadProgress = { rows: 0, written: 0, unchanged: 0, refused: 0 };

/** All that a load needs of the world. */
export type BackfillPorts = {
  readonly devices: Devices;
  /** The rules in force: read again after each few thousand rows, as the agreed list may change meanwhile. */
  readonly rules: () => Promise<TrialRules>;
  readonly now: () => string;
  readonly pace: Pace;
  /** Keeps how far the load is; one that breaks off goes on from there. */
  readonly keep: (progress: LoadProgress) => Promise<void>;
  /** Hears of a row that cannot be loaded, by its line in the file. */
  readonly refuse: (line: number, reason: string) => void;
};

type Known = Awaited<ReturnType<Devices['findMany']>>;

/** Rows between two notes of how far the load is. */
const ROWS_A_STRETCH = 5000;
/** Devices that are read with one request. */
const DEVICES_A_READ = 100;
/** Requests under way at once, at the most; the pace is what limits them. */
const READS_AT_ONCE = 4;
const WRITES_AT_ONCE = 64;

/** DynamoDB has no room for a request now, after the SDK has repeated it. */
const NO_ROOM = /^(?:ProvisionedThroughputExceeded|Throttling|RequestLimitExceeded|ThrottledException)/;

/**
 * Loads an inventory extract into the Devices table: each row as the events by which its device came to be so, merged with
 * what has been recorded of it, as if they had arrived late. So a load may be repeated, run beside the live feed, and
 * break off anywhere. What the table has no room for is tried again at a slower pace.
 *
 * @param rows the extract, its header first
 * @param from how far an earlier load came
 * @returns what became of the rows, or the columns that the extract lacks.
 */
export async function loadInventory(
  rows: AsyncIterable<CsvRow>,
  asOf: string,
  from: LoadProgress,
  ports: BackfillPorts,
): Promise<LoadProgress | { readonly missing: readonly string[] }> {
  let read: RowReader | undefined;
  let progress = from;
  let passed = 0;
  let stretch: CsvRow[] = [];
  const load = async (reader: RowReader): Promise<void> => {
    progress = await loadStretch(stretch, reader, progress, ports);
    stretch = [];
    await ports.keep(progress);
  };
  for await (const row of rows) {
    if (read === undefined) {
      const reader = rowReader(row.values, asOf);
      if ('missing' in reader) return reader;
      read = reader;
      continue;
    }
    passed += 1;
    if (passed <= from.rows) continue;
    stretch.push(row);
    if (stretch.length === ROWS_A_STRETCH) await load(read);
  }
  if (read !== undefined && stretch.length > 0) await load(read);
  return progress;
}

async function loadStretch(
  rows: readonly CsvRow[],
  read: RowReader,
  before: LoadProgress,
  ports: BackfillPorts,
): Promise<LoadProgress> {
  const rules = evaluationRules(await ports.rules(), ports.now());
  const devices: LoadedDevice[] = [];
  for (const { line, values } of rows) {
    const device = read(values);
    if ('refused' in device) ports.refuse(line, device.refused);
    else devices.push(device);
  }
  let written = 0;
  const record = async ({ deviceId, events }: LoadedDevice, known: Known): Promise<void> => {
    const arrivals = events.map((event) => ({ event, message: NO_MESSAGE }));
    let found = known.get(deviceId);
    for (;;) {
      await ports.pace.turn();
      try {
        const outcome = await recordDevice({ deviceId, arrivals, messageIds: [] }, found, rules, ports.devices);
        if (outcome.written) written += 1;
        return;
      } catch (error) {
        if (!hasNoRoom(error)) throw error;
        ports.pace.refused();
        found = (await roomFor(() => ports.devices.findMany([deviceId]), ports.pace)).get(deviceId);
      }
    }
  };
  const [reads, writes] = [sideBySide(READS_AT_ONCE), sideBySide(WRITES_AT_ONCE)];
  for (let at = 0; at < devices.length; at += DEVICES_A_READ) {
    const some = devices.slice(at, at + DEVICES_A_READ);
    await reads.start(String(at), async () => {
      const known = await roomFor(() => ports.devices.findMany(some.map(({ deviceId }) => deviceId)), ports.pace);
      for (const device of some) await writes.start(device.deviceId, () => record(device, known));
    });
  }
  await reads.end();
  await writes.end();
  return {
    rows: before.rows + rows.length,
    written: before.written + written,
    unchanged: before.unchanged + devices.length - written,
    refused: before.refused + rows.length - devices.length,
  };
}

/** Asks until there is room for the answer. */
async function roomFor<T>(ask: () => Promise<T>, pace: Pace): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!hasNoRoom(error)) throw error;
      pace.refused();
      await pace.turn();
    }
  }
}

function hasNoRoom(error: unknown): boolean {
  return error instanceof Error && NO_ROOM.test(error.name);
}

/** A row came by no queue. */
const NO_MESSAGE = { messageId: '', body: '', sentAt: '', receiveCount: 1, messageGroupId: undefined, senderId: '' };
