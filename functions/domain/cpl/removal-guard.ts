import { counted, inFigures } from '../words/counted.ts';
import type { Settings } from '../settings/settings.ts';

/** What a list would do at once, as far as the guard is concerned. */
export type ListImpact = {
  /** Device Models that can join by the accepted list, and all that it ever had. */
  readonly activeBefore: number;
  readonly modelsBefore: number;
  /** Device Models that would lose their entry, and devices of the SMI of these models. */
  readonly losses: number;
  readonly devices: number;
  /** Whether not all of these devices were counted. */
  readonly devicesAtLeast: boolean;
  /** Device Models that would be reinstated, or changed under the same entry number. */
  readonly changedInPlace: number;
};

/** What lists took without anyone's approval in the last days. */
export type EarlierLosses = { readonly models: number; readonly devices: number };

/** Days for which the guard remembers what went unapproved. */
export const GUARD_MEMORY_DAYS = 30;

/** The least number of Device Models that counts as a mass change. */
const MASS_CHANGE_MINIMUM = 20;

/**
 * Why a list must wait for an operator's approval, each reason as a sentence; none when it may go on. What went
 * unapproved in the last 30 days counts with it, so that many small removals are as good as one large one.
 */
export function guardReasons(
  { activeBefore, modelsBefore, losses, devices, devicesAtLeast, changedInPlace }: ListImpact,
  earlier: EarlierLosses,
  settings: Pick<Settings, 'removalGuardPercent' | 'removalGuardMinimum' | 'removalGuardDevices' | 'massChangePercent'>,
): readonly string[] {
  const lost = losses + earlier.models;
  const before = activeBefore + earlier.models;
  const reasons: string[] = [];
  if (losses > 0 && lost >= settings.removalGuardMinimum && lost * 100 > before * settings.removalGuardPercent) {
    const beyond = beyondLimit(`${settings.removalGuardPercent}%`, earlier.models === 0 ? '' : outOf(lost, before));
    reasons.push(`${outOf(losses, activeBefore)} Device Models would lose their entry${beyond}.`);
  }
  const lostDevices = devices + earlier.devices;
  if (devicesAtLeast || (devices > 0 && lostDevices > settings.removalGuardDevices)) {
    const together = earlier.devices === 0 ? '' : inFigures(lostDevices);
    const isBeyond = lostDevices > settings.removalGuardDevices;
    const beyond = isBeyond
      ? beyondLimit(inFigures(settings.removalGuardDevices), together)
      : '; not all of them were counted';
    reasons.push(
      `${devicesAtLeast ? 'At least ' : ''}${counted(devices, 'device')} of the Smart Metering Inventory ${devices === 1 ? 'is' : 'are'} of Device Models that would lose their entry${beyond}.`,
    );
  }
  if (changedInPlace >= MASS_CHANGE_MINIMUM && changedInPlace * 100 > modelsBefore * settings.massChangePercent) {
    const beyond = beyondLimit(`${settings.massChangePercent}%`);
    reasons.push(
      `${outOf(changedInPlace, modelsBefore)} Device Models would be reinstated or changed in place at once${beyond}.`,
    );
  }
  return reasons;
}

/** @param together how many there are with those that went unapproved before, if any did */
function beyondLimit(limit: string, together = ''): string {
  const beyond = `more than the limit of ${limit}`;
  return together === '' ? `, ${beyond}` : ` (${together} with those of the last ${GUARD_MEMORY_DAYS} days, ${beyond})`;
}

function outOf(some: number, all: number): string {
  return `${inFigures(some)} of ${inFigures(all)}`;
}
