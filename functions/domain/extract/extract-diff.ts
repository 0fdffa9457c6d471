import { createHash } from 'node:crypto';
import { CsvReader } from '../csv/csv-reader.ts';
import { ByteWindow } from '../csv/csv-window.ts';
import { type ColumnMap, layOutColumns } from '../cpl/cpl-columns.ts';
import { ROW_RULES_VERSION } from '../cpl/cpl-row.ts';
import { AcceptedList } from './extract-accepted.ts';
import type { ComparisonInput, ComparisonSink, ExtractComparison } from './extract-comparison.ts';
import { judgeSeveralLines } from './extract-lines.ts';
import { linkQuarantined } from './extract-quarantine.ts';
import { ExtractScan } from './extract-scan.ts';
import { ExtractTelling } from './extract-telling.ts';
import { FindingLog } from '../findings/finding-log.ts';

/**
 * Compares an extract with the accepted list. It reads the extract once to judge it, and only when nothing refuses it
 * a second time to tell its changes and write the next snapshot; so a refused one tells nothing at all. Memory grows
 * with the number of records by some fifty bytes each, not with their size.
 *
 * @throws when the accepted list is damaged or the extract has another length at another reading: faults, not findings.
 */
export async function compareExtract(input: ComparisonInput, sink: ComparisonSink): Promise<ExtractComparison> {
  const accepted = input.accepted && (await AcceptedList.open(input.accepted, input.columnMap));
  try {
    return await compareWith(accepted, input, sink);
  } finally {
    await accepted?.close();
  }
}

async function compareWith(
  accepted: AcceptedList | undefined,
  input: ComparisonInput,
  sink: ComparisonSink,
): Promise<ExtractComparison> {
  const findings = new FindingLog(input.maxFindings);
  const hash = createHash('sha256');
  const window = ByteWindow.over(input.extract(), (chunk) => hash.update(chunk));
  const reader = new CsvReader(window, input.maxExtractBytes, findings);
  const headed = await readHeader(reader);
  const layout = layOutColumns(input.columnMap, reader.labels, headed ? findings : new FindingLog(0));
  const bodyOffset = window.offset;
  const scan = new ExtractScan(reader, layout, findings, accepted, isComparable(accepted, reader, input.columnMap));
  if (!findings.refuses) await scan.run();
  else await readStructureOnly(reader);
  await window.close();
  if (findings.refuses) return refused(findings);

  const source = { records: scan.records, layout, bodyOffset };
  const several = await judgeSeveralLines(scan.several, source, input.extract, accepted, findings);
  if (findings.refuses) return refused(findings);

  const returned = await linkQuarantined(scan.quarantined, accepted, scan.sightings);
  const { headerText: header, format: csv } = reader;
  const judged = {
    ...source,
    sightings: scan.sightings,
    several,
    accepted,
    findings,
    met: scan.beside?.met ?? new Map(),
  };
  const telling = new ExtractTelling(judged, { header, csv, columnMap: input.columnMap.version }, sink);
  const told = await telling.run(input.extract(), window.bytesRead);
  return {
    outcome: 'compared',
    ...told,
    counts: { ...told.counts, quarantined: scan.quarantined.length },
    findings: findings.findings,
    findingsTotal: findings.total,
    quarantined: scan.quarantined.map(({ entryKey, line }) => ({ entryKey, line })),
    returned: [...scan.returned, ...returned],
    sha256: hash.digest('hex'),
  };
}

function refused(findings: FindingLog): ExtractComparison {
  return { outcome: 'refused', findings: findings.findings, findingsTotal: findings.total };
}

async function readHeader(reader: CsvReader): Promise<boolean> {
  for (;;) {
    const step = reader.step();
    if (step !== 'starved') return step === 'header';
    await reader.window.fill();
  }
}

/** Reads on behind a header that refuses the file, for what else makes it unreadable. */
async function readStructureOnly(reader: CsvReader): Promise<void> {
  for (let step = reader.step(); step === 'record' || step === 'starved'; step = reader.step()) {
    if (step === 'starved') await reader.window.fill();
  }
}

function isComparable(accepted: AcceptedList | undefined, reader: CsvReader, columnMap: ColumnMap): boolean {
  if (accepted === undefined) return false;
  const { head } = accepted;
  return (
    head.headers[0] === reader.headerText && head.columnMap === columnMap.version && head.rules === ROW_RULES_VERSION
  );
}
