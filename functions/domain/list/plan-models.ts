import { type AcceptedLine, type AcceptedLines, takenFrom } from './accepted-list.ts';
import { deviceModelChange, type LineAfter, type LineBefore, type ModelChange } from './device-model-change.ts';
import type { Survey } from './survey.ts';
import type { WalkAgain } from './walk.ts';

/** What becomes of the Device Models that have several lines. */
export type ModelPlans = {
  /** Every one of them. */
  readonly all: readonly (ModelChange & { readonly entryKey: string })[];
  /** Those that the DSP is sent something about, by the entry number of what is sent. */
  readonly byNumber: ReadonlyMap<number, readonly ModelChange[]>;
  /** Entry key and number of each line that goes on to hold although the list has it no longer. */
  readonly kept: ReadonlySet<string>;
};

/** How a line that is kept is named in `ModelPlans.kept`. */
export function keptName(entryKey: string, number: number): string {
  return `${entryKey}#${number}`;
}

/** Gathers the lines of each Device Model that has several, now or before, and decides what becomes of it. */
export async function planModels({ several, sheltered }: Survey, walkAgain: WalkAgain): Promise<ModelPlans> {
  if (several.size === 0) return { all: [], byNumber: new Map(), kept: new Set() };
  const models = new Map<string, { readonly before: LineBefore[]; readonly after: LineAfter[] }>();
  const linesOf = (entryKey: string) => {
    const lines = models.get(entryKey) ?? { before: [], after: [] };
    models.set(entryKey, lines);
    return lines;
  };
  const was = (accepted: AcceptedLine | AcceptedLines): void => {
    if (!several.has(accepted.keyHigh, accepted.keyLow)) return;
    const { entry, isMissing } = takenFrom(accepted);
    linesOf(entry.entryKey).before.push({ entry, isMissing });
  };
  const stays = (accepted: AcceptedLine | AcceptedLines, line: number): void => {
    if (!several.has(accepted.keyHigh, accepted.keyLow)) return;
    const { entry, isMissing } = takenFrom(accepted);
    const { before, after } = linesOf(entry.entryKey);
    before.push({ entry, isMissing });
    after.push({ entry, line });
  };
  await walkAgain({
    unchanged(lines) {
      lines.forEach(stays);
    },
    line({ keyHigh, keyLow, entry, line }, before) {
      if (before !== undefined) was(before);
      if (several.has(keyHigh, keyLow)) linesOf(entry.entryKey).after.push({ entry, line });
    },
    unreadable(row, before) {
      if (before?.isMissing === true) was(before);
      else if (before !== undefined) stays(before, row.line);
    },
    left(line) {
      if (!line.isMissing && sheltered.has(line.keyHigh, line.keyLow)) stays(line, 0);
      else was(line);
    },
    settle: () => undefined,
  });

  const all = [...models].map(([entryKey, { before, after }]) => ({ entryKey, ...deviceModelChange(before, after) }));
  const byNumber = Map.groupBy(
    all.filter(({ sent }) => sent !== undefined),
    ({ sent }) => Number(sent?.entry.entryNumber),
  );
  const kept = all.flatMap(({ entryKey, kept: line }) =>
    line === undefined ? [] : [keptName(entryKey, Number(line.entry.entryNumber))],
  );
  return { all, byNumber, kept: new Set(kept) };
}
