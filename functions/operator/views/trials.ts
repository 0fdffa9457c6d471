import type { SmiDevice } from '../../domain/devices/device.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import {
  countByStatus,
  devicesByStatus,
  devicesInUse,
  type StatusCounts,
  type Trial,
  type TrialState,
  trialsOf,
  trialState,
} from '../../domain/trials/trial-status.ts';
import type { OperatorPorts } from './ports.ts';

/** One trial of the agreed list, or one that was on it. */
export type TrialLine = {
  readonly trialId: string;
  readonly manufacturer: string;
  readonly deviceType: string;
  readonly variantFamily: string;
  /** Flagged devices that are in use: not withdrawn, decommissioned or deleted (R57). */
  readonly devices: number;
  /** Every flagged device by its status. */
  readonly devicesByStatus: Readonly<Record<string, number>>;
  readonly deviceLimit: number;
  readonly startDate: string;
  readonly endDate: string;
  readonly state: TrialState;
};

/** The trials there are and were, in the order of their ids; a trial the list no longer has is `dropped`. */
export async function trialsView(ports: Pick<OperatorPorts, 'governance' | 'devices' | 'now'>): Promise<TrialLine[]> {
  const lists = await ports.governance.agreedListHistory();
  const flagged = new Map<string, Record<string, number>>();
  for await (const device of ports.devices.trialDevices()) {
    if (device.trial === null) continue;
    const counts = flagged.get(device.trial.trialId) ?? {};
    counts[device.status] = (counts[device.status] ?? 0) + 1;
    flagged.set(device.trial.trialId, counts);
  }
  const today = londonDay(await ports.now());
  return trialsOf(lists).map((trial) => trialLine(trial, flagged.get(trial.trialId) ?? {}, today));
}

/** The status of a trial on a London day with the devices that are flagged with it. */
export function trialLine(trial: Trial, devices: StatusCounts, today: string): TrialLine {
  return {
    trialId: trial.trialId,
    manufacturer: trial.manufacturerIdentifier,
    deviceType: trial.deviceType,
    variantFamily: trial.variantFamily,
    devices: devicesInUse(devices),
    devicesByStatus: Object.fromEntries(devicesByStatus(devices).map(({ status, devices: of }) => [status, of])),
    deviceLimit: trial.deviceLimit,
    startDate: trial.startDate,
    endDate: trial.endDate,
    state: trialState(trial, today),
  };
}

/** Which trials are looked for: in a state, and by a part of their id, manufacturer or type. */
export type TrialSearch = { readonly state: TrialState | ''; readonly text: string };

/** Some of the trials that are looked for, and how many there are of them. */
export type TrialsPage = { readonly trials: readonly TrialLine[]; readonly total: number };

/** Devices of a trial that are counted at most. */
export const MOST_COUNTED = 1000;
/** Trials that ended, the latest first, of which it is known whether devices are left. */
const MOST_ENDED = 50;

/**
 * A page of trials: those that ended with devices left first, then what runs by its end. The devices are read of those
 * trials that are shown, and of the last ones that ended.
 */
export async function trialsPage(
  ports: Pick<OperatorPorts, 'governance' | 'devices' | 'now'>,
  { state, text }: TrialSearch,
  from: number,
  limit: number,
): Promise<TrialsPage> {
  const today = londonDay(await ports.now());
  const wanted = text.trim().toUpperCase();
  const found = trialsOf(await ports.governance.agreedListHistory()).filter(
    (trial) =>
      (state === '' || trialState(trial, today) === state) &&
      `${trial.trialId} ${trial.manufacturerIdentifier} ${trial.deviceType}`.toUpperCase().includes(wanted),
  );
  const counted = new Map<string, TrialLine>();
  const lineOf = async (trial: Trial): Promise<TrialLine> => {
    const line = counted.get(trial.trialId) ?? trialLine(trial, await someDevicesOf(trial, ports), today);
    counted.set(trial.trialId, line);
    return line;
  };
  const ended = found
    .filter((trial) => trialState(trial, today) === 'ended')
    .toSorted((a, b) => (a.endDate > b.endDate ? -1 : 1));
  const lines = await Promise.all(ended.slice(0, MOST_ENDED).map(lineOf));
  const overdue = new Set(lines.filter(({ devices }) => devices > 0).map(({ trialId }) => trialId));
  const placeOf = (trial: Trial): number =>
    overdue.has(trial.trialId) ? 0 : 1 + ORDER.indexOf(trialState(trial, today));
  const sorted = found.toSorted((a, b) => placeOf(a) - placeOf(b) || (a.endDate < b.endDate ? -1 : 1));
  return { trials: await Promise.all(sorted.slice(from, from + limit).map(lineOf)), total: found.length };
}

const ORDER: readonly TrialState[] = ['active', 'planned', 'ended', 'dropped'];

/** The flagged devices of a trial, up to a bound. */
async function someDevicesOf({ trialId }: Trial, { devices }: Pick<OperatorPorts, 'devices'>): Promise<StatusCounts> {
  const some: SmiDevice[] = [];
  for await (const device of devices.trialDevices(trialId)) {
    some.push(device);
    if (some.length === MOST_COUNTED) break;
  }
  return countByStatus(some);
}
