import type { CplEntry } from '../cpl/cpl-entry.ts';
import { type AcceptedList, AcceptedLines, issueOfWord } from './accepted-list.ts';
import { holdingLine } from './device-model-change.ts';

/** A line of an accepted list, and the issue that first had it. */
export type ListedLine = { readonly entry: CplEntry; readonly issue: string; readonly isMissing: boolean };

/** All lines of an accepted list, in entry-number order, those that it goes on to hold included. */
export async function* acceptedLines(list: AcceptedList): AsyncGenerator<ListedLine, void, void> {
  const lines = await AcceptedLines.open(list);
  try {
    for (await lines.arrive(); !lines.done; await lines.arrive()) {
      const { entry, firstIssue, isMissing } = lines.take();
      yield { entry, issue: issueOfWord(firstIssue), isMissing };
      lines.next();
    }
  } finally {
    await lines.close();
  }
}

/**
 * The Device Models of an accepted list, each by the line that holds; one that is removed by its highest-numbered
 * line. Holds one line of each in memory.
 */
export async function acceptedModels(list: AcceptedList): Promise<ReadonlyMap<string, CplEntry>> {
  const models = new Map<string, CplEntry>();
  for await (const { entry } of acceptedLines(list)) {
    const before = models.get(entry.entryKey);
    const lines = [...(before === undefined ? [] : [{ entry: before }]), { entry }];
    models.set(entry.entryKey, holdingLine(lines)?.entry ?? entry);
  }
  return models;
}

/** One Device Model of an accepted list, by the line that holds, if the list has it. */
export async function acceptedModel(entryKey: string, list: AcceptedList): Promise<CplEntry | undefined> {
  const lines: { entry: CplEntry }[] = [];
  for await (const { entry } of acceptedLines(list)) if (entry.entryKey === entryKey) lines.push({ entry });
  return (holdingLine(lines) ?? lines.at(-1))?.entry;
}
