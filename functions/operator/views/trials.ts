import type { SmiDevice } from '../../domain/devices/device.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import {
  countsAgainstLimit,
  devicesByStatus,
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
  const flagged = new Map<string, SmiDevice[]>();
  for await (const device of ports.devices.trialDevices()) {
    if (device.trial === null) continue;
    const { trialId } = device.trial;
    flagged.set(trialId, [...(flagged.get(trialId) ?? []), device]);
  }
  const today = londonDay(await ports.now());
  return trialsOf(lists).map((trial) => trialLine(trial, flagged.get(trial.trialId) ?? [], today));
}

/** Where a trial stands on a London day with the devices that are flagged with it. */
export function trialLine(trial: Trial, devices: readonly SmiDevice[], today: string): TrialLine {
  return {
    trialId: trial.trialId,
    manufacturer: trial.manufacturerIdentifier,
    deviceType: trial.deviceType,
    variantFamily: trial.variantFamily,
    devices: devices.filter(countsAgainstLimit).length,
    devicesByStatus: Object.fromEntries(devicesByStatus(devices).map(({ status, devices: of }) => [status, of])),
    deviceLimit: trial.deviceLimit,
    startDate: trial.startDate,
    endDate: trial.endDate,
    state: trialState(trial, today),
  };
}
