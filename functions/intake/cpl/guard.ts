import type { GuardLimits, HeldCpl, UnapprovedLoss } from '../../contracts/lane-state.ts';
import { MOST_REMOVED_DEVICES, MOST_REMOVED_MODELS, type RemovedModel } from '../../contracts/receipt.ts';
import { addDays } from '../../domain/calendar/calendar-day.ts';
import { GUARD_MEMORY_DAYS, guardReasons } from '../../domain/cpl/removal-guard.ts';
import { devicesOfEntry } from '../../domain/devices/device-count.ts';
import type { ComparedList } from '../../domain/list/compare-list.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { LaneView } from '../lane/decision.ts';
import { sideBySide } from '../lane/side-by-side.ts';
import type { LanePorts } from '../ports.ts';

/** Counts of devices that are under way at once. */
const COUNTS_AT_ONCE = 16;

/** The most Device Models whose devices are counted for one list. */
const MOST_COUNTED_MODELS = 2000;

/** What a list takes, and why it must wait for an operator, if it must. */
export type GuardedList = {
  readonly reasons: readonly string[];
  /** The Device Models that lose their entry, with their devices by status. */
  readonly removed: readonly RemovedModel[];
  /** What the next lists remember of this one if it goes on without an approval. */
  readonly loss: UnapprovedLoss;
  /** What earlier lists took, as far as it still counts. */
  readonly earlier: readonly UnapprovedLoss[];
};

/**
 * Counts what a list takes, in Device Models and in devices of the SMI, and asks the removal guard. The receipt names
 * the first 200 models; those after them are counted too, until there are too many devices in any case. A list of which
 * not all devices were counted is always held.
 */
export async function guard(
  { losses, activeBefore, changedInPlace }: ComparedList,
  { state, settings, now }: LaneView,
  { devices }: Pick<LanePorts, 'devices'>,
): Promise<GuardedList> {
  const since = `${addDays(now.slice(0, 10), -GUARD_MEMORY_DAYS)}${now.slice(10)}`;
  const earlier = state.losses.filter(({ at }) => at >= since);
  const before = {
    models: earlier.reduce((sum, { models }) => sum + models, 0),
    devices: earlier.reduce((sum, loss) => sum + loss.devices, 0),
  };
  const limits = limitsOf(settings, state.held);
  const removed: RemovedModel[] = [];
  let taken = 0;
  let atLeast = false;
  const counts = sideBySide(COUNTS_AT_ONCE);
  for (const [index, entry] of losses.entries()) {
    const isDecided = taken + before.devices > limits.removalGuardDevices;
    if (index === MOST_COUNTED_MODELS || (index >= MOST_REMOVED_MODELS && isDecided)) {
      atLeast = true;
      break;
    }
    const { entryKey, entryNumber } = entry;
    await counts.start(entryKey, async () => {
      const counted = await devicesOfEntry(entry, devices, MOST_REMOVED_DEVICES);
      taken += counted.total;
      atLeast ||= counted.atLeast;
      if (index >= MOST_REMOVED_MODELS) return;
      removed[index] = { entryKey, entryNumber, devices: counted.byStatus, suppliers: counted.bySupplier };
    });
  }
  await counts.end();
  const impact = {
    activeBefore,
    modelsBefore: state.accepted?.models ?? 0,
    losses: losses.length,
    devices: taken,
    devicesAtLeast: atLeast,
    changedInPlace,
  };
  return {
    reasons: guardReasons(impact, before, limits),
    removed,
    loss: { at: now, models: losses.length, devices: taken },
    earlier,
  };
}

/** The limits that apply: those of the settings, and, while a list is held, none laxer than when it was. */
export function limitsOf(settings: Settings, held: readonly HeldCpl[]): GuardLimits {
  const all: readonly GuardLimits[] = [
    settings,
    ...held.flatMap(({ limits }) => (limits === undefined ? [] : [limits])),
  ];
  const least = (limit: keyof GuardLimits): number => Math.min(...all.map((limits) => limits[limit]));
  return {
    removalGuardPercent: least('removalGuardPercent'),
    removalGuardMinimum: least('removalGuardMinimum'),
    removalGuardDevices: least('removalGuardDevices'),
    massChangePercent: least('massChangePercent'),
  };
}
