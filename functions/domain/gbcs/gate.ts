import { type CplEntry, isActive, isSmets1 } from '../cpl/cpl-entry.ts';
import { type GbcsRegister, gbcsOutcome } from './gbcs-register.ts';
import type { Settings } from '../settings/settings.ts';
import type { VersionCombinations } from './version-combinations.ts';

/** What the GBCS gate says of one line: it goes on (perhaps under a substitute, or with a notice), or it is blocked. */
export type GateVerdict =
  | {
      readonly goesOn: true;
      readonly gbcsVersion: string;
      /** Why it goes on under a substitute; null when it goes on under what it declares. */
      readonly substitutedFor: string | null;
      readonly expired: boolean;
    }
  | { readonly goesOn: false; readonly reason: string };

/** All the gate decides by: the register and the settings that are active, and the day in London. */
export type GateRules = {
  readonly register: GbcsRegister;
  readonly combinations: VersionCombinations;
  readonly settings: Pick<Settings, 'gbcsSubstitution'>;
  readonly londonDay: string;
};

/**
 * What becomes of one line (R8). A line that is not active always goes on: a removal or a withdrawn certificate never
 * waits. GBCS does not apply to SMETS1, whatever such a line declares.
 */
export function checkGbcsVersion(entry: CplEntry, rules: Omit<GateRules, 'combinations'>): GateVerdict {
  const declared = entry.gbcsVersion;
  if (!isActive(entry) || isSmets1(entry)) return passes(declared, null, false);
  const outcome = gbcsOutcome(rules.register, declared, rules.londonDay);
  if (outcome === 'in-force' || outcome === 'expired') return passes(declared, null, outcome === 'expired');
  const substitute = rules.settings.gbcsSubstitution[declared];
  if (substitute !== undefined) {
    const instead = gbcsOutcome(rules.register, substitute, rules.londonDay);
    if (instead === 'in-force' || instead === 'expired')
      return passes(substitute, blockedReason(declared, outcome), instead === 'expired');
  }
  return { goesOn: false, reason: blockedReason(declared, outcome) };
}

function passes(gbcsVersion: string, substitutedFor: string | null, expired: boolean): GateVerdict {
  return { goesOn: true, gbcsVersion, substitutedFor, expired };
}

function blockedReason(declared: string, outcome: 'not-yet-in-force' | 'unknown'): string {
  return outcome === 'unknown' ? `GBCS ${declared} not recognised` : `GBCS ${declared} not yet in force`;
}
