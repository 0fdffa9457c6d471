import { inFigures } from '../words/counted.ts';
import type { FindingLog } from '../findings/finding-log.ts';
import { aboutEntry, type Finding } from '../findings/finding.ts';
import { labelOf } from '../cpl/cpl-columns.ts';
import type { CplEntry } from '../cpl/cpl-entry.ts';
import type { AcceptedLines } from './accepted-list.ts';
import { hasSameContent } from './device-model-change.ts';
import { HashColumn, HashSet, KeyHasher, type ModelHash, withoutType } from './key-hash.ts';
import type { ListRows } from './list-rows.ts';
import { inTurn, type ListVisitor, type NewLine, walk } from './walk.ts';

/** A quarantined row: where it is, and whose it is ('' where that cannot be read). */
export type QuarantinedRow = { readonly entryKey: string; readonly line: number };

/** Rows that may be quarantined: so many are no slips of a few people, but a list that was spoiled as a whole. */
const MOST_QUARANTINED = 50_000;

/** What a first reading of a list comes to. */
export type Survey = {
  readonly order: 'walked' | 'out-of-order';
  readonly quarantined: readonly QuarantinedRow[];
  /** Device Models of which something has changed and of which there are several lines, now or before. */
  readonly several: HashSet;
  /** Device Models of quarantined rows under no known number: what is gone of their lines stays, unless it was missing. */
  readonly sheltered: HashSet;
  /** Hashes of the manufacturers and models of new lines. */
  readonly newModels: HashSet;
  /** Whether one of these may be listed under several device types. */
  readonly hasOtherTypes: boolean;
};

/**
 * Reads a list once: checks every row that is not the same as an accepted one, and finds which Device Models have
 * changed and have several lines, since those are decided about together.
 */
export async function surveyList(
  rows: ListRows,
  accepted: AcceptedLines,
  findings: FindingLog,
  ...beside: readonly ListVisitor[]
): Promise<Survey> {
  const quarantined: QuarantinedRow[] = [];
  const [touched, several, sheltered] = [new HashSet(), new HashSet(), new HashSet()];
  const [newModels, newTypes] = [new HashSet(), new HashSet()];
  const keys = new HashColumn();
  const hasher = new KeyHasher();
  const rowsRead = { sound: 0, damaged: 0 };
  const touch = ({ modelHash, keyHash }: ModelHash): void => {
    touched.add(modelHash, keyHash);
    keys.push(modelHash, keyHash);
  };
  const survey = { quarantined, several, sheltered, newModels, hasOtherTypes: false };
  if (findings.refuses) {
    await rows.readStructureOnly();
    return { ...survey, order: 'walked' };
  }
  const order = await walk(
    rows,
    accepted,
    inTurn(...beside, {
      unchanged({ accepted: unchanged, count }) {
        rowsRead.sound += count;
        unchanged.addHashes(count, keys);
      },
      line(line, before) {
        const isDamaged = line.findings.some(({ severity }) => severity === 'row');
        rowsRead[isDamaged ? 'damaged' : 'sound'] += 1;
        const isSame = before !== undefined && !before.isMissing && saysTheSame(before.entry, line.entry);
        if (!isSame || isDamaged) for (const finding of line.findings) findings.add(finding);
        if (isSame) {
          keys.push(line.modelHash, line.keyHash);
          return;
        }
        touch(line);
        if (before?.entry.entryKey === line.entry.entryKey) return;
        newModels.add(0, withoutType(line.modelHash));
        newTypes.add(0, line.modelHash);
        if (before === undefined) return;
        touch(before);
        findings.add(numberReused(line, before.entry, rows));
      },
      unreadable(row, before) {
        rowsRead.damaged += 1;
        for (const finding of row.findings) findings.add(finding);
        quarantined.push({ entryKey: before?.entry.entryKey ?? row.entryKey, line: row.line });
        if (quarantined.length === MOST_QUARANTINED) findings.add(tooManyUnreadable(row.line));
        if (before !== undefined) keys.push(before.modelHash, before.keyHash);
        else if (row.entryKey !== '') {
          const { modelHash, keyHash } = hasher.ofKey(row.entryKey);
          sheltered.add(modelHash, keyHash);
        }
      },
      left(line) {
        if (line.isMissing) keys.push(line.modelHash, line.keyHash);
        else touch(line);
      },
    }),
    findings,
  );
  if (order === 'out-of-order') {
    await rows.readStructureOnly();
    return { ...survey, order };
  }
  if (rowsRead.sound === 0 && !findings.refuses) findings.add(nothingReadable(rowsRead.damaged, findings));
  const seen = new HashSet();
  let ofModel: number | undefined;
  keys.forEach((modelHash, keyHash) => {
    if (touched.has(modelHash, keyHash) && !seen.add(modelHash, keyHash)) several.add(modelHash, keyHash);
    // Lines of one model mostly follow each other.
    if (modelHash === ofModel) return;
    ofModel = modelHash;
    if (newModels.has(0, withoutType(modelHash)) && (newTypes.size > newModels.size || !newTypes.has(0, modelHash)))
      survey.hasOtherTypes = true;
  });
  return { ...survey, order };
}

/** Whether two lines under one number say the same, whatever their bytes. */
export function saysTheSame(one: CplEntry, other: CplEntry): boolean {
  return one.status === other.status && one.entryKey === other.entryKey && hasSameContent(one, other);
}

function numberReused({ line, entry }: NewLine, before: CplEntry, rows: ListRows): Finding {
  const finding: Finding = {
    code: 'CPL-NUMBER-REUSED',
    severity: 'warning',
    line,
    field: labelOf(rows.layout, 'entryNumber'),
    value: entry.entryNumber,
    message: `Entry number ${entry.entryNumber} stood for ${before.entryKey} and stands for ${entry.entryKey} now. A number is given once: the old Device Model counts as missing, the new one as a new line. Check both.`,
  };
  return aboutEntry(finding, entry);
}

function tooManyUnreadable(line: number): Finding {
  return {
    code: 'CPL-ROWS-UNREADABLE',
    severity: 'file',
    line,
    field: '',
    value: '',
    message: `${inFigures(MOST_QUARANTINED)} rows cannot be read, as far as this one: the list was spoiled as a whole. Save it again from the workbook.`,
  };
}

function nothingReadable(rows: number, findings: FindingLog): Finding {
  const shortened = findings.findings.filter(({ code }) => code === 'CPL-NUMBER-SHORTENED').length;
  const isNumbers = shortened >= Math.min(rows, findings.findings.length);
  return {
    code: isNumbers ? 'CPL-NUMBERS-SHORTENED' : 'CPL-NO-ROW-READABLE',
    severity: 'file',
    line: 2,
    field: '',
    value: '',
    message: isNumbers
      ? 'Every entry number has lost its leading zeros: the list was opened and saved by a spreadsheet. Save it again from the workbook, with the columns as text.'
      : 'Not one row of the list can be read: the columns seem to hold something else than their header says. Save the list again from the workbook.',
  };
}
