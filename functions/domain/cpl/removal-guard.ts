import type { Settings } from '../settings/settings.ts';

/**
 * Says whether an extract must wait for an operator's approval: when more than `removalGuardPercent` of the active
 * entries, and at least `removalGuardMinimum`, become inactive or disappear with it (DESIGN 3).
 */
export function holdsBack(
  change: { readonly activeBefore: number; readonly becomingInactive: number },
  settings: Pick<Settings, 'removalGuardPercent' | 'removalGuardMinimum'>,
): boolean {
  return (
    change.becomingInactive >= settings.removalGuardMinimum &&
    change.becomingInactive * 100 > change.activeBefore * settings.removalGuardPercent
  );
}
