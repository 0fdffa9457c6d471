import { type CplEntry, isActive } from '../cpl/cpl-entry.ts';
import type { Finding } from '../findings/finding.ts';
import { type AcceptedLine, type AcceptedLines, takenFrom } from './accepted-list.ts';
import { type HashSet, withoutType } from './key-hash.ts';
import { twoTypes } from './list-findings.ts';
import type { NewLine } from './walk.ts';

/** Gathers under which device types the models of new lines are listed; a line that is removed lists nothing any more. */
export class TypesOfModels {
  readonly #newModels: HashSet;
  readonly #newLines: { readonly line: number; readonly entry: CplEntry }[] = [];
  /** The first entry of each device type, by manufacturer and model. */
  readonly #types = new Map<string, Map<string, CplEntry>>();

  /** @param newModels hashes of the manufacturers and models of new lines; others are not looked at */
  constructor(newModels: HashSet) {
    this.#newModels = newModels;
  }

  /** A line that stays as it was accepted. */
  addKnown(line: AcceptedLine | AcceptedLines): void {
    if (!this.#newModels.has(0, withoutType(line.modelHash))) return;
    const { entry } = takenFrom(line);
    if (isActive(entry)) this.#add(entry);
  }

  /** A line of the list that has changed or is new. */
  add({ line, entry, modelHash }: NewLine, isNew: boolean): void {
    if (!isActive(entry) || !this.#newModels.has(0, withoutType(modelHash))) return;
    this.#add(entry);
    if (isNew) this.#newLines.push({ line, entry });
  }

  /** A finding for each new line whose model is listed under another device type too. */
  findings(): Finding[] {
    return this.#newLines.flatMap(({ line, entry }) => {
      const types = this.#types.get(modelOf(entry)) ?? new Map<string, CplEntry>();
      const others = [...types.values()]
        .filter(({ deviceType }) => deviceType !== entry.deviceType)
        .sort((one, other) => Number(one.entryNumber) - Number(other.entryNumber));
      return others.length === 0 ? [] : [twoTypes(line, entry, others)];
    });
  }

  #add(entry: CplEntry): void {
    const types = this.#types.get(modelOf(entry)) ?? new Map<string, CplEntry>();
    this.#types.set(modelOf(entry), types);
    const first = types.get(entry.deviceType);
    if (first === undefined || entry.entryNumber < first.entryNumber) types.set(entry.deviceType, entry);
  }
}

function modelOf({ manufacturerIdentifier, modelIdentifier }: CplEntry): string {
  return `${manufacturerIdentifier}/${modelIdentifier}`;
}
