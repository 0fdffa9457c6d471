import type { AgreedListRow } from '../../domain/agreed-list.ts';
import { londonDay } from '../../domain/london-time.ts';
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
  readonly state: 'planned' | 'active' | 'ended' | 'dropped';
};

const NOT_IN_USE: ReadonlySet<string> = new Set(['Withdrawn', 'Decommissioned', 'Deleted']);

/** The trials there are and were, in the order of their ids; a trial the list no longer has is `dropped`. */
export async function trialsView(ports: Pick<OperatorPorts, 'governance' | 'devices' | 'now'>): Promise<TrialLine[]> {
  const lists = await ports.governance.agreedListHistory();
  const current = new Set(lists.at(-1)?.rows.map((row) => row.trialId));
  const latestRow = new Map<string, AgreedListRow>();
  for (const list of lists) for (const row of list.rows) latestRow.set(row.trialId, row);

  const statuses = new Map<string, Record<string, number>>();
  for await (const { trial, status } of ports.devices.trialDevices()) {
    if (trial === null) continue;
    const counts = statuses.get(trial.trialId) ?? {};
    counts[status] = (counts[status] ?? 0) + 1;
    statuses.set(trial.trialId, counts);
  }
  const today = londonDay(await ports.now());
  return [...latestRow.values()]
    .map((row): TrialLine => {
      const devicesByStatus = statuses.get(row.trialId) ?? {};
      return {
        trialId: row.trialId,
        manufacturer: row.manufacturerIdentifier,
        deviceType: row.deviceType,
        variantFamily: row.variantFamily,
        devices: Object.entries(devicesByStatus)
          .filter(([status]) => !NOT_IN_USE.has(status))
          .reduce((total, [, count]) => total + count, 0),
        devicesByStatus,
        deviceLimit: row.deviceLimit,
        startDate: row.startDate,
        endDate: row.endDate,
        state: current.has(row.trialId) ? stateOn(today, row) : 'dropped',
      };
    })
    .sort((a, b) => (a.trialId < b.trialId ? -1 : 1));
}

/** The end date is the last day of a trial. */
function stateOn(today: string, { startDate, endDate }: AgreedListRow): TrialLine['state'] {
  if (today < startDate) return 'planned';
  return today > endDate ? 'ended' : 'active';
}
