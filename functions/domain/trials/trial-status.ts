import type { VariantFamily } from '../cpl/cpl-entry.ts';
import type { AgreedListRow } from './agreed-list.ts';
import type { AgreedLists } from './agreed-lists.ts';
import { duisDeviceModel } from '../cpl/cpl-entry.ts';
import { daysBetween } from '../calendar/calendar-day.ts';
import { NOT_IN_USE, SMI_STATUSES, type SmiDevice, type SmiStatus } from '../devices/device.ts';
import type { Settings } from '../settings/settings.ts';

/** A trial of the agreed list: its rows, one per firmware version, taken together. */
export type Trial = {
  readonly trialId: string;
  readonly manufacturerIdentifier: string;
  readonly deviceType: string;
  readonly variantFamily: VariantFamily;
  /** Models as DUIS names them, each with its firmware versions of the trial. */
  readonly models: readonly { readonly model: string; readonly firmwareVersions: readonly string[] }[];
  readonly trialCertificateIds: readonly string[];
  readonly deviceLimit: number;
  readonly startDate: string;
  readonly endDate: string;
  readonly endDecision: AgreedListRow['endDecision'];
  readonly sponsoringSupplier: string;
  readonly sscDecisionReference: string;
  readonly departmentNotifiedOn: string;
  /** Whether the list that is active now still has it. */
  readonly listed: boolean;
};

/** Where a trial is in its life; a trial that an earlier list had and the active one has not is `dropped`. */
export type TrialState = 'planned' | 'active' | 'ended' | 'dropped';

/** Every trial there ever was on the lists; each as the last list that had it says. */
export function trialsOf({ trials }: Pick<AgreedLists, 'trials'>): readonly Trial[] {
  const last = new Map(trials.map((trial) => [trial.trialId, trial]));
  return [...last.values()]
    .flatMap(({ rows, until }) => trialOf(rows, until === undefined))
    .sort((a, b) => a.trialId.localeCompare(b.trialId, 'en', { numeric: true }));
}

type Ending = Pick<Trial, 'startDate' | 'endDate' | 'listed'>;

/** The state of a trial on a London day: its start and end day belong to it. */
export function trialState(trial: Ending, londonDay: string): TrialState {
  if (!trial.listed) return 'dropped';
  if (londonDay < trial.startDate) return 'planned';
  return londonDay > trial.endDate ? 'ended' : 'active';
}

/** Whether a flagged device counts against the limit of its trial. */
export function countsAgainstLimit(device: Pick<SmiDevice, 'status'>): boolean {
  return !NOT_IN_USE.has(device.status);
}

/** How many devices are in each status; a status that none is in may be absent. */
export type StatusCounts = Readonly<Record<string, number>>;

/** Counts devices by their statuses. */
export function countByStatus(devices: Iterable<Pick<SmiDevice, 'status'>>): StatusCounts {
  const counts: Record<string, number> = {};
  for (const { status } of devices) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** How many of counted devices are in use, and count against the limit of a trial. */
export function devicesInUse(byStatus: StatusCounts): number {
  return Object.entries(byStatus)
    .filter(([status]) => !NOT_IN_USE.has(status))
    .reduce((sum, [, devices]) => sum + devices, 0);
}

/** How many devices are in use, and how many of them are Commissioned. */
export type Commissioned = { readonly commissioned: number; readonly inUse: number };

/** The devices in use and the Commissioned ones among them, of several counts together. */
export function commissionedOf(counts: readonly StatusCounts[]): Commissioned {
  return {
    commissioned: counts.reduce((sum, { Commissioned = 0 }) => sum + Commissioned, 0),
    inUse: counts.reduce((sum, byStatus) => sum + devicesInUse(byStatus), 0),
  };
}

/** Whether the devices of a trial are to be suspended: it is over, and that is what the SSC decided (R59). */
export function isToBeSuspended(trial: Ending & Pick<Trial, 'endDecision'>, londonDay: string): boolean {
  return trial.endDecision === 'suspend' && trialState(trial, londonDay) === 'ended';
}

/** Whether a device is still in the field and not suspended: what an end of its trial is about (R58). */
export function awaitsSuspension(device: Pick<SmiDevice, 'status'>): boolean {
  return countsAgainstLimit(device) && device.status !== 'Suspended';
}

/** How many of counted devices are still in the field and not suspended. */
export function devicesLeft(byStatus: StatusCounts): number {
  return devicesInUse(byStatus) - (byStatus['Suspended'] ?? 0);
}

/** Counted devices by status, in the order of a device's life; statuses that no device has are left out. */
export function devicesByStatus(byStatus: StatusCounts): { status: SmiStatus; devices: number }[] {
  return SMI_STATUSES.map((status) => ({ status, devices: byStatus[status] ?? 0 })).filter(
    ({ devices }) => devices > 0,
  );
}

/** Whether a trial runs, or is to begin: its devices count, and more may join. */
export function isToCome(trial: Ending, londonDay: string): boolean {
  const state = trialState(trial, londonDay);
  return state === 'planned' || state === 'active';
}

/** How the number of a trial's devices stands against its limit (R57); after its end they are a matter of the end. */
export function limitStatus(
  trial: Ending & Pick<Trial, 'deviceLimit'>,
  devices: number,
  londonDay: string,
  { warnPercent }: Settings['trialLimits'],
): 'within' | 'near' | 'over' {
  if (!isToCome(trial, londonDay)) return 'within';
  if (devices > trial.deviceLimit) return 'over';
  return devices * 100 >= trial.deviceLimit * warnPercent ? 'near' : 'within';
}

/** How a trial stands against its end: past it with devices in use that are not suspended is `overdue` (R58). */
export function endStatus(
  trial: Ending,
  devicesLeft: number,
  londonDay: string,
  { endWarningDays }: Settings['trialLimits'],
): 'running' | 'ending' | 'overdue' | 'over' {
  const state = trialState(trial, londonDay);
  if (state === 'ended') return devicesLeft > 0 ? 'overdue' : 'over';
  if (state === 'dropped') return 'over';
  return daysBetween(londonDay, trial.endDate) <= Math.max(0, ...endWarningDays) ? 'ending' : 'running';
}

function trialOf(rows: readonly AgreedListRow[], listed: boolean): Trial[] {
  const [first] = rows;
  if (first === undefined) return [];
  const models = Map.groupBy(rows, duisDeviceModel);
  return [
    {
      trialId: first.trialId,
      manufacturerIdentifier: first.manufacturerIdentifier,
      deviceType: first.deviceType,
      variantFamily: first.variantFamily,
      models: [...models].map(([model, of]) => ({
        model,
        firmwareVersions: [...new Set(of.map(({ firmwareVersion }) => firmwareVersion))].sort(),
      })),
      trialCertificateIds: [...new Set(rows.map(({ trialCertificateId }) => trialCertificateId))].sort(),
      deviceLimit: first.deviceLimit,
      startDate: first.startDate,
      endDate: first.endDate,
      endDecision: first.endDecision,
      sponsoringSupplier: first.sponsoringSupplier,
      sscDecisionReference: first.sscDecisionReference,
      departmentNotifiedOn: first.departmentNotifiedOn,
      listed,
    },
  ];
}
