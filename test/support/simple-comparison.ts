import { parse } from 'csv-parse/sync';
import { layOutColumns } from '../../functions/domain/cpl/cpl-columns.ts';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import { readRow, type RowReading } from '../../functions/domain/cpl/cpl-row.ts';
import { readListIssue } from '../../functions/domain/cpl/list-issue.ts';
import { FindingLog } from '../../functions/domain/findings/finding-log.ts';
import { becameOf, CHANGES, COUNTED, type SimpleLine } from './simple-model.ts';

/** The accepted list as an oracle keeps it: every line, those that are missing included. */
export type SimpleList = readonly SimpleLine[];

type Row = { readonly line: number; readonly values: string[] };
type ReadRow = { readonly line: number; readonly reading: RowReading; readonly number: string };

/**
 * The comparison written down as plainly as it can be: parse everything, hold everything, group by Device Model. It is
 * the oracle that the comparison line by line must agree with on every list.
 */
export function compareSimply(csv: string, list: SimpleList) {
  const [header, ...rows] = parseRecords(csv);
  const layout = layOutColumns(header?.values ?? [], new FindingLog(0));
  const versions = rows.map(({ values }) => values[layout.positions.get('version') ?? -1]?.trim() ?? '');
  const read = rows.map(({ line, values }): ReadRow => {
    const reading = readRow(layout, values, line);
    return { line, reading, number: reading.sound ? reading.entry.entryNumber : reading.entryNumber };
  });
  const numbers = read.flatMap(({ number }) => (number === '' ? [] : [number]));
  const refusing = [
    ...(new Set(versions).size > 1 ? ['CPL-TWO-ISSUES'] : []),
    ...(new Set(numbers).size < numbers.length ? ['CPL-NUMBER-TWICE'] : []),
  ];
  const isReadable = read.some(({ reading }) => reading.sound);
  if (refusing.length === 0 && !isReadable) refusing.push('CPL-NO-ROW-READABLE', 'CPL-NUMBERS-SHORTENED');
  if (refusing.length > 0) return { outcome: 'refused' as const, codes: refusing };

  const issue = readListIssue(versions[0] ?? '')?.issue ?? '';
  const { after, newLines, quarantined, findings } = takenIn(read, list, issue);
  const keys = [...new Set([...list, ...after].map(({ entry }) => entry.entryKey))];
  const models = keys.map((key) => {
    const of = ({ entry }: SimpleLine) => entry.entryKey === key;
    return { key, ...becameOf(list.filter(of), after.filter(of)) };
  });
  const kept = models.flatMap((model) => (model.kept === undefined ? [] : [{ ...model.kept, line: 0, missing: true }]));
  const next = [...after, ...kept];
  return {
    outcome: 'compared' as const,
    findings: [...findings, ...models.flatMap((model) => model.findings), ...twoTypes(next, newLines)].sort(),
    counts: {
      ...Object.fromEntries(COUNTED.map((name) => [name, models.filter(({ became }) => became === name).length])),
      addedRemoved: models.filter(({ became, sent }) => became === 'added' && sent?.entry.status === 'Removed').length,
      quarantined: quarantined.length,
    },
    changes: models
      .flatMap(({ became, sent, previous }) =>
        CHANGES.has(became) && sent !== undefined
          ? [{ kind: became, entry: sent.entry, line: sent.line, ...(previous && { previous: previous.entry }) }]
          : [],
      )
      .sort((one, other) => Number(one.entry.entryNumber) - Number(other.entry.entryNumber)),
    quarantined,
    disappeared: models.flatMap(({ key, became }) => (became === 'disappeared' ? [key] : [])).sort(),
    returned: models.flatMap(({ key, isBack }) => (isBack ? [key] : [])).sort(),
    losses: models.flatMap(({ lost }) => (lost === undefined ? [] : [lost.entry.entryNumber])).sort(),
    changedInPlace: models.filter(({ isInPlace }) => isInPlace).length,
    activeBefore: activeModels(list),
    totals: {
      models: new Set(next.map(({ entry }) => entry.entryKey)).size,
      activeModels: activeModels(next),
      missingModels: new Set(next.filter(({ missing }) => missing).map(({ entry }) => entry.entryKey)).size,
    },
    next,
  };
}

/** What the rows of a file make of the lines: those it has, and those that stay as they are. */
function takenIn(read: readonly ReadRow[], list: SimpleList, issue: string) {
  const after: SimpleLine[] = [];
  const quarantined: { entryKey: string; line: number }[] = [];
  const findings: string[] = [];
  const taken = new Set<SimpleLine>();
  const newLines = new Set<number>();
  const sheltered = new Set<string>();
  for (const { line, reading, number } of read) {
    const key = reading.sound ? reading.entry.entryKey : reading.entryKey;
    const known = knownUnder(number, key, list);
    const removes = !reading.sound && known !== undefined && reading.saysRemoved;
    const entry = reading.sound ? reading.entry : removes ? { ...known.entry, status: 'Removed' as const } : undefined;
    if (known !== undefined) taken.add(known);
    if (entry !== undefined) {
      const isSame =
        known !== undefined && !known.missing && JSON.stringify(sorted(known.entry)) === JSON.stringify(sorted(entry));
      if (removes || !isSame) findings.push(...reading.findings.map(({ code }) => `${line} ${code}`));
      const isReused = known !== undefined && known.entry.entryKey !== entry.entryKey;
      if (isReused) findings.push(`${line} CPL-NUMBER-REUSED`);
      const isNew = known === undefined || isReused;
      if (isNew) newLines.add(line);
      after.push({ entry, line, missing: false, firstIssue: isNew ? issue : known.firstIssue });
      continue;
    }
    findings.push(...reading.findings.map(({ code }) => `${line} ${code}`));
    quarantined.push({ entryKey: known?.entry.entryKey ?? key, line });
    if (known === undefined) sheltered.add(key);
    else if (!known.missing) after.push({ ...known, line });
  }
  for (const line of list) {
    if (!taken.has(line) && !line.missing && sheltered.has(line.entry.entryKey)) after.push({ ...line, line: 0 });
  }
  return { after, newLines, quarantined, findings };
}

/** The accepted line under a number: the one that is not missing, else that of the same model, else the only one. */
function knownUnder(number: string, key: string, list: SimpleList): SimpleLine | undefined {
  const under = list.filter(({ entry }) => entry.entryNumber === number);
  return (
    under.find(({ missing }) => !missing) ??
    under.find(({ entry }) => entry.entryKey === key) ??
    (under.length === 1 ? under[0] : undefined)
  );
}

/** New Current lines whose manufacturer and model are Current under another device type too. */
function twoTypes(next: SimpleList, newLines: ReadonlySet<number>): string[] {
  const isOther = (one: CplEntry, other: CplEntry) =>
    one.manufacturerIdentifier === other.manufacturerIdentifier &&
    one.modelIdentifier === other.modelIdentifier &&
    one.deviceType !== other.deviceType;
  const current = next.filter(({ entry }) => entry.status === 'Current');
  return current
    .filter((line) => newLines.has(line.line) && current.some((other) => isOther(line.entry, other.entry)))
    .map(({ line }) => `${line} CPL-MODEL-TWO-TYPES`);
}

function activeModels(lines: SimpleList): number {
  const active = lines.filter(({ entry, missing }) => entry.status === 'Current' && !missing);
  return new Set(active.map(({ entry }) => entry.entryKey)).size;
}

function sorted(entry: CplEntry): [string, string][] {
  return Object.entries(entry).sort(([one], [other]) => (one < other ? -1 : 1));
}

function parseRecords(csv: string): readonly Row[] {
  const records: string[][] = parse(csv, { bom: true, relax_column_count: true, record_delimiter: ['\r\n', '\n'] });
  let line = 1;
  return records
    .map((values) => {
      const start = line;
      line += values.join('').split('\n').length;
      return { line: start, values };
    })
    .filter(({ values }) => values.some((value) => value !== ''));
}
