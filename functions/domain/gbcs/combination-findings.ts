import { dayInWords } from '../calendar/day-in-words.ts';
import { type CplEntry, isActive } from '../cpl/cpl-entry.ts';
import { deviceTypeWord } from '../cpl/cpl-words.ts';
import { aboutEntry, type Finding } from '../findings/finding.ts';
import type { FindingCode } from '../findings/finding-codes.ts';
import type { GateRules } from './gate.ts';
import { combinationStatus, type VersionCombination } from './version-combinations.ts';

/**
 * What is remarked on the versions that a line declares together (R77): a combination that is not allowed, with those
 * that are, one that is not valid yet, or one that may no longer be installed. None of it blocks a line.
 */
export function combinationFindings(
  entry: CplEntry,
  line: number,
  { combinations, londonDay }: Pick<GateRules, 'combinations' | 'londonDay'>,
): readonly Finding[] {
  if (!isActive(entry)) return [];
  const found = combinationStatus(combinations, entry, londonDay);
  if (found.status === 'allowed') return [];
  const declared = `${deviceTypeWord(entry)}, ${entry.smetsChtsVersion} with GBCS ${entry.gbcsVersion}`;
  const remark = (code: FindingCode, message: string): Finding =>
    aboutEntry(
      {
        code,
        severity: 'warning',
        line,
        field: 'SMETS_CHTS Version.Version_number_and_effective_date',
        value: `${entry.smetsChtsVersion}, GBCS ${entry.gbcsVersion}`,
        message: `Entry number ${entry.entryNumber}: ${message}`,
      },
      entry,
    );
  switch (found.status) {
    case 'not-yet-valid':
      return [
        remark(
          'CPL-COMBINATION-EARLY',
          `${declared} may be declared from ${dayInWords(found.combination.validFrom)} on only.`,
        ),
      ];
    case 'past-installation':
      return [
        remark(
          'CPL-COMBINATION-ENDED',
          `${declared} could be installed until ${dayInWords(found.combination.installationTo)} only.`,
        ),
      ];
    case 'not-allowed':
      if (!found.hasGbcsVersion) {
        return [
          remark(
            'CPL-COMBINATION-NOT-LISTED',
            `${declared}: the table of allowed combinations does not have GBCS ${entry.gbcsVersion} yet. Check the version; if it is right, the DCC Service team adds it to governance/version-combinations.csv.`,
          ),
        ];
      }
      return [
        remark(
          'CPL-COMBINATION',
          `${declared} is not an allowed combination. Allowed for this device type: ${inWords(found.allowed)}. Check which version is wrong.`,
        ),
      ];
  }
}

function inWords(allowed: readonly VersionCombination[]): string {
  const pairs = allowed.map(({ smetsChtsVersion, gbcsVersion }) => `${smetsChtsVersion} with GBCS ${gbcsVersion}`);
  return pairs.length === 0 ? 'none' : pairs.join(', ');
}
