import { londonDay } from '../../domain/calendar/london-time.ts';
import { nextChange } from '../../domain/gbcs/gbcs-horizon.ts';
import { type GbcsVersion, gbcsOutcome } from '../../domain/gbcs/gbcs-register.ts';
import type { VersionUse } from '../../domain/gbcs/version-use.ts';
import type { OperatorPorts } from './ports.ts';

/** A GBCS version: what the register says of it today, what comes next, and what of the published list declares it. */
export type GbcsLine = {
  readonly gbcsVersion: string;
  readonly state: 'in-force' | 'not-yet-in-force' | 'expired' | 'not-recognised' | 'not-in-register';
  readonly validFrom: string | null;
  /** Its last valid day; null where none is known. */
  readonly validTo: string | null;
  readonly nextChange: { readonly change: 'begins' | 'ends'; readonly day: string; readonly daysLeft: number } | null;
  /** Active entries that declare it, as the watch counted them last, and of how many Device Models and manufacturers. */
  readonly entries: number;
  readonly models: number;
  readonly manufacturers: number;
};

/** Every version of the register in its order, then those that entries declare and the register does not have. */
export async function gbcsView(
  ports: Pick<OperatorPorts, 'governance' | 'ledger' | 'declaredVersions' | 'now'>,
): Promise<GbcsLine[]> {
  const [register, look, now] = await Promise.all([
    ports.governance.gbcsRegister(),
    ports.ledger.get('listLook'),
    ports.now(),
  ]);
  // Until the watch has counted once, they are counted here: none is no answer while a list is in force.
  const uses = look?.uses ?? (await ports.declaredVersions());
  const today = londonDay(now);
  const known = new Set(register.map(({ gbcsVersion }) => gbcsVersion));
  return [
    ...register.map((version): GbcsLine => {
      const outcome = gbcsOutcome(register, version.gbcsVersion, today);
      return {
        ...whenOf(version, today),
        state: outcome === 'unknown' ? 'not-recognised' : outcome,
        ...useOf(version.gbcsVersion, uses),
      };
    }),
    ...uses
      .filter(({ gbcsVersion }) => !known.has(gbcsVersion))
      .map((use): GbcsLine => ({ state: 'not-in-register', validFrom: null, validTo: null, nextChange: null, ...use })),
  ];
}

function whenOf(version: GbcsVersion, today: string): Pick<GbcsLine, 'validFrom' | 'validTo' | 'nextChange'> {
  const next = nextChange(version, today);
  return {
    validFrom: version.validFrom === '' ? null : version.validFrom,
    validTo: version.validTo === '' ? null : version.validTo,
    nextChange: next === undefined ? null : { change: next.change, day: next.day, daysLeft: next.daysLeft },
  };
}

function useOf(gbcsVersion: string, uses: readonly VersionUse[]): VersionUse {
  return (
    uses.find((use) => use.gbcsVersion === gbcsVersion) ?? { gbcsVersion, entries: 0, models: 0, manufacturers: 0 }
  );
}
