import { type AcceptedLine, type AcceptedLines, type LineFacts, takenFrom } from './accepted-list.ts';
import { deviceModelChange, type LineAfter, type LineBefore, type ModelChange } from './device-model-change.ts';
import type { HashSet } from './key-hash.ts';
import type { Survey } from './survey.ts';
import type { TypesOfModels } from './types-of-models.ts';
import type { WalkAgain } from './walk.ts';

/** What becomes of the Device Models that have several lines. */
export type ModelPlans = {
  /** Every one of them. */
  readonly all: readonly (ModelChange & { readonly entryKey: string })[];
  /** Those that the DSP is sent something about, in the order of the entry numbers of what is sent. */
  readonly planned: readonly { readonly number: number; readonly change: ModelChange }[];
  /** Entry key and number of each line that goes on to hold although the list has it no longer. */
  readonly kept: ReadonlySet<string>;
};

/** How a line that is kept is named in `ModelPlans.kept`. */
function keptName(entryKey: string, number: number): string {
  return `${entryKey}#${number}`;
}

/**
 * Gathers the lines of each Device Model that has several, now or before, and decides what becomes of it. What is
 * unchanged is shown to `types` too.
 */
export async function planModels(
  { several, sheltered, hasOtherTypes }: Survey,
  types: TypesOfModels,
  walkAgain: WalkAgain,
): Promise<ModelPlans> {
  if (several.size === 0 && !hasOtherTypes) return { all: [], planned: [], kept: new Set() };
  const models = new Map<string, { readonly before: LineBefore[]; readonly after: LineAfter[] }>();
  const linesOf = (entryKey: string) => {
    const lines = models.get(entryKey) ?? { before: [], after: [] };
    models.set(entryKey, lines);
    return lines;
  };
  const was = (accepted: AcceptedLine | AcceptedLines): void => {
    if (!several.has(accepted.modelHash, accepted.keyHash)) return;
    const { entry, isMissing } = takenFrom(accepted);
    linesOf(entry.entryKey).before.push({ entry, isMissing });
  };
  const stays = (accepted: AcceptedLine | AcceptedLines, line: number): void => {
    if (!several.has(accepted.modelHash, accepted.keyHash)) return;
    const { entry, isMissing } = takenFrom(accepted);
    const { before, after } = linesOf(entry.entryKey);
    before.push({ entry, isMissing });
    after.push({ entry, line });
  };
  await walkAgain({
    unchanged(lines) {
      lines.forEach((line, at) => {
        stays(line, at);
        types.addKnown(line);
      });
    },
    line({ modelHash, keyHash, entry, line }, before) {
      if (before !== undefined) was(before);
      if (several.has(modelHash, keyHash)) linesOf(entry.entryKey).after.push({ entry, line });
    },
    unreadable(row, before) {
      if (before?.isMissing === true) was(before);
      else if (before !== undefined) stays(before, row.line);
    },
    left(line) {
      if (isSheltered(line, sheltered)) stays(line, 0);
      else was(line);
    },
  });

  const all = [...models].map(([entryKey, { before, after }]) => ({ entryKey, ...deviceModelChange(before, after) }));
  const planned = all
    .flatMap((change) => (change.sent === undefined ? [] : [{ number: Number(change.sent.entry.entryNumber), change }]))
    .sort((one, other) => one.number - other.number);
  const kept = all.flatMap(({ entryKey, kept: line }) =>
    line === undefined ? [] : [keptName(entryKey, Number(line.entry.entryNumber))],
  );
  return { all, planned, kept: new Set(kept) };
}

/**
 * What becomes of an accepted line that a list does not have: it stays as it was, since a row that cannot be read may
 * be its own; it goes on to hold as missing; or it is gone, since its Device Model has other lines.
 */
export type LeftLine = 'stays' | 'missing' | 'gone';

/** What becomes of the lines that a list does not have. */
export type LeftLines = {
  readonly left: (line: AcceptedLine | AcceptedLines) => LeftLine;
  /** Of a line whose number stands for another Device Model now. */
  readonly replaced: (line: AcceptedLine | AcceptedLines) => LeftLine;
};

/** Says what becomes of the lines that a list does not have, once all of it was read. */
export function leftLines({ several, sheltered }: Survey, { kept }: ModelPlans): LeftLines {
  const replaced: LeftLines['replaced'] = (line) => {
    if (!several.has(line.modelHash, line.keyHash)) return 'missing';
    return kept.has(keptName(takenFrom(line).entry.entryKey, line.number)) ? 'missing' : 'gone';
  };
  return {
    replaced,
    left: (line) => (isSheltered(line, sheltered) ? 'stays' : replaced(line)),
  };
}

/** Whether a row that cannot be read may be that of an accepted line. */
function isSheltered({ isMissing, modelHash, keyHash }: LineFacts, sheltered: HashSet): boolean {
  return !isMissing && sheltered.has(modelHash, keyHash);
}
