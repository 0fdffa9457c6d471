import { describe, expect, test } from 'vitest';
import { CPL_COLUMNS, foldLabel, knownLabels, layOutColumns } from '../../../functions/domain/cpl/cpl-columns.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';
import { LABELS } from '../../support/compared-lists.ts';
import { LIST_COLUMNS } from '../../support/list-history/cpl-list-csv.ts';

function layOut(labels: readonly string[]) {
  const log = new FindingLog();
  return { ...layOutColumns(labels, log), findings: log.findings };
}

describe('the columns of a list', () => {
  test("are the 13 of the DCC's csv, in its order", () => {
    expect(LABELS).toEqual(LIST_COLUMNS);
    expect([...layOut(LABELS).positions.values()]).toEqual(LABELS.map((_, at) => at));
  });

  test('[R27] are found by label, wherever they are, whatever the case and the blanks', () => {
    expect(foldLabel('  GBCS \t Version.Version_Number ')).toBe('gbcs version.version_number');
    const labels = ['Extra', ...LABELS.toReversed().map((label) => ` ${label.toUpperCase().replace(' ', '\u00A0 ')}`)];
    const { positions, findings } = layOut(labels);
    expect(findings).toEqual([]);
    expect(positions.get('version')).toBe(13);
    expect(positions.get('manufacturerImageHash')).toBe(1);
    expect(knownLabels(labels)).toBe(13);
  });

  test('that are missing refuse the list, or are remarked on where it can do without them', () => {
    const { findings } = layOut(['x']);
    expect(findings.map(({ code, field }) => `${code} ${field}`).sort()).toEqual(
      CPL_COLUMNS.map(({ label, required }) => `CPL-COLUMN-${required ? 'MISSING' : 'ABSENT'} ${label}`).sort(),
    );
    expect(CPL_COLUMNS.filter(({ required }) => !required).map(({ field }) => field)).toEqual([
      'deviceModel',
      'manufacturerImageHash',
    ]);
    expect(findings.find(({ field }) => field === 'Version')).toMatchObject({
      severity: 'file',
      message:
        'The header has no column "Version", without which no line can be read. Send the csv that the workbook saves for the DCC, with its header as it is.',
    });
    expect(findings.find(({ field }) => field === 'Manufacturer_Image.hash')).toMatchObject({
      severity: 'warning',
      message:
        'The header has no column "Manufacturer_Image.hash": every line counts as having no such value. Check that it was meant to be left out.',
    });
  });

  test('that are there twice in another case refuse the list; the very same label is for the reader of the file', () => {
    const { findings, positions } = layOut([...LABELS, 'VERSION', ' Entry.number ']);
    expect(findings).toMatchObject([
      {
        code: 'CPL-COLUMN-DOUBLED',
        severity: 'file',
        message: 'The columns "Version" and "VERSION" are one. Remove or rename one of them.',
      },
    ]);
    expect(positions.get('version')).toBe(0);
    expect(layOut([...LABELS, 'Colour', 'colour']).findings).toEqual([]);
    expect(layOut([' Version ', ...LABELS]).findings).toEqual([]);
  });
});
