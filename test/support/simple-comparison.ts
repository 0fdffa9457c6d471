import { parse } from 'csv-parse/sync';
import { COLUMN_MAP } from '../../functions/contracts/column-map.ts';
import { layOutColumns } from '../../functions/domain/cpl/cpl-columns.ts';
import {
  compareEntry,
  differencesBesideGbcs,
  type EntryComparison,
  hasNewId,
  hasSameContent,
} from '../../functions/domain/cpl/cpl-content.ts';
import { type CplEntry, isActive } from '../../functions/domain/cpl/cpl-entry.ts';
import { readRow } from '../../functions/domain/cpl/cpl-row.ts';
import type { EntryLine } from '../../functions/domain/extract/extract-comparison.ts';
import { FindingLog } from '../../functions/domain/findings/finding-log.ts';

/** The accepted list as an oracle keeps it. */
export type SimpleList = ReadonlyMap<string, { readonly entry: CplEntry; readonly missing: boolean }>;

type Line = { readonly line: number; readonly entry: CplEntry };

/**
 * The comparison written down as plainly as it can be: parse everything, hold everything, compare entry by entry. It
 * is the oracle that the byte-first comparison must agree with on every extract.
 */
export function compareSimply(csv: string, list: SimpleList) {
  const findings: string[] = [];
  const [header, ...rows] = parseRecords(csv);
  const layout = layOutColumns(COLUMN_MAP, header?.values ?? [], new FindingLog(0));
  const quarantined: { entryKey: string; line: number; id: string }[] = [];
  const linesOf = new Map<string, Line[]>();
  for (const { line, values } of rows) {
    const reading = readRow(layout, values, line);
    for (const finding of reading.findings) findings.push(`${finding.line} ${finding.code}`);
    if (!reading.sound) quarantined.push({ entryKey: reading.entryKey, line, id: reading.cplEntryId });
    else
      linesOf.set(reading.entry.entryKey, [
        ...(linesOf.get(reading.entry.entryKey) ?? []),
        { line, entry: reading.entry },
      ]);
  }
  let refused = false;
  for (const [first, ...others] of linesOf.values()) {
    for (const other of others) {
      if (differencesBesideGbcs(first!.entry, other.entry).length === 0) continue;
      refused = true;
      findings.push(`${other.line} CPL-ENTRY-TWICE`);
    }
  }
  if (refused)
    return { outcome: 'refused' as const, findings: findings.filter((text) => text.endsWith('TWICE')).sort() };

  const next = new Map<string, { entry: CplEntry; missing: boolean }>();
  const told: EntryLine[] = [];
  const counts: Record<EntryComparison | 'disappeared' | 'quarantined', number> = {
    added: 0,
    gbcsOnly: 0,
    changed: 0,
    removed: 0,
    reinstated: 0,
    unchanged: 0,
    duplicate: 0,
    disappeared: 0,
    quarantined: quarantined.length,
  };
  const returned: string[] = [];
  let becomingInactive = 0;
  for (const [key, lines] of linesOf) {
    const accepted = list.get(key)?.entry;
    if (list.get(key)?.missing === true) returned.push(key);
    const distinct: Line[] = [];
    let repeatsUnderNewId = false;
    for (const line of lines) {
      const same = distinct.find((earlier) => earlier.entry.gbcsVersion === line.entry.gbcsVersion);
      if (same === undefined) distinct.push(line);
      else if (hasNewId(line.entry, same.entry)) {
        repeatsUnderNewId = true;
        findings.push(`${line.line} CPL-DUPLICATE`);
      } else findings.push(`${line.line} CPL-LINE-REPEATED`);
    }
    const last = distinct.at(-1)!;
    const net = accepted === undefined ? 'added' : compareEntry(accepted, last.entry);
    if (net === 'duplicate') findings.push(`${last.line} CPL-DUPLICATE`);
    counts[net === 'unchanged' && repeatsUnderNewId ? 'duplicate' : net] += 1;
    if (net === 'removed') becomingInactive += 1;
    next.set(key, { entry: net === 'duplicate' ? accepted! : last.entry, missing: false });
    if (net === 'unchanged' || net === 'duplicate') continue;
    const known = distinct.findLastIndex((line) => accepted !== undefined && hasSameContent(accepted, line.entry));
    let previous = accepted;
    for (const line of distinct.slice(known + 1)) {
      const kind = previous === undefined ? 'added' : compareEntry(previous, line.entry);
      if (kind !== 'unchanged' && kind !== 'duplicate') told.push({ kind, ...line, ...(previous && { previous }) });
      previous = line.entry;
    }
  }
  const linked = new Set(
    quarantined.map(({ entryKey }) => entryKey).filter((key) => list.has(key) && !linesOf.has(key)),
  );
  for (const row of quarantined.filter(({ entryKey, id }) => entryKey === '' && id !== '')) {
    for (const [key, { entry }] of list) {
      if (entry.cplEntryId !== row.id || linesOf.has(key)) continue;
      row.entryKey = key;
      linked.add(key);
    }
  }
  const disappeared: string[] = [];
  let stillMissing = 0;
  for (const [key, { entry, missing }] of list) {
    if (linesOf.has(key)) continue;
    next.set(key, { entry, missing: !linked.has(key) });
    if (linked.has(key)) {
      counts.unchanged += 1;
      if (missing) returned.push(key);
    } else if (missing) stillMissing += 1;
    else {
      disappeared.push(key);
      if (isActive(entry)) becomingInactive += 1;
    }
  }
  counts.disappeared = disappeared.length;
  return {
    outcome: 'compared' as const,
    findings: findings.sort(),
    counts,
    told: told.sort((one, other) => one.line - other.line),
    quarantined: quarantined.map(({ entryKey, line }) => ({ entryKey, line })),
    disappeared: disappeared.sort(),
    stillMissing,
    returned: returned.sort(),
    activeBefore: [...list.values()].filter(({ entry }) => isActive(entry)).length,
    becomingInactive,
    next,
  };
}

function parseRecords(csv: string): readonly { line: number; values: string[] }[] {
  const records: string[][] = parse(csv, { bom: true, record_delimiter: ['\r\n', '\n'] });
  let line = 1;
  return records.map((values) => {
    const start = line;
    line += values.join('').split('\n').length;
    return { line: start, values };
  });
}
