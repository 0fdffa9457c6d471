import { type CplEntry, isActive, isSmets1 } from '../cpl/cpl-entry.ts';

/** How much of the published list declares a GBCS version: active entries, and what they are of. */
export type VersionUse = {
  readonly gbcsVersion: string;
  readonly entries: number;
  /** Device Models: a model in several firmware versions is one. */
  readonly models: number;
  readonly manufacturers: number;
};

/** Versions that are counted one by one; there are about a dozen, so a list with more of them is not sound. */
const MOST_VERSIONS = 100;
/** Device Models that are distinguished for one version; beyond, `models` stays at this number. */
const MOST_MODELS = 10_000;

/**
 * Counts the active entries of a list by the GBCS version they declare, one entry at a time: memory does not grow with
 * the list, but with its Device Models, and only to a bound.
 */
export class VersionUses {
  readonly #uses = new Map<string, { entries: number; models: Set<string>; manufacturers: Set<string> }>();

  /** Counts one entry; one that is not active, or is SMETS1, uses none. */
  add(entry: CplEntry): void {
    const { gbcsVersion, manufacturerIdentifier } = entry;
    if (!isActive(entry) || isSmets1(entry)) return;
    let use = this.#uses.get(gbcsVersion);
    if (use === undefined) {
      if (this.#uses.size === MOST_VERSIONS) return;
      use = { entries: 0, models: new Set(), manufacturers: new Set() };
      this.#uses.set(gbcsVersion, use);
    }
    use.entries += 1;
    use.manufacturers.add(manufacturerIdentifier);
    if (use.models.size < MOST_MODELS) use.models.add(modelOf(entry));
  }

  /** What was counted, in the order in which the list has the versions. */
  all(): VersionUse[] {
    return [...this.#uses].map(([gbcsVersion, { entries, models, manufacturers }]) => ({
      gbcsVersion,
      entries,
      models: models.size,
      manufacturers: manufacturers.size,
    }));
  }
}

function modelOf({ deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion }: CplEntry): string {
  return `${deviceType}/${manufacturerIdentifier}/${modelIdentifier}/${hardwareVersion}`;
}
