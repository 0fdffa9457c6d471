import { CsvError, parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { hostileCases } from '../support/hostile/corpus.ts';
import { driveFile } from '../support/hostile/drive.ts';
import { EXTRACT_RECIPES } from '../support/hostile/extract-recipes.ts';
import { AGREED_LIST_RECIPES, GBCS_REGISTER_RECIPES } from '../support/hostile/governance-recipes.ts';

const MOST_CHARACTERS = 100_000;

/** The cells on each line, by csv-parse; none of a file that it cannot read, or in which a cell goes over several lines. */
function cellsByLine(content: string): readonly (readonly [line: number, cells: readonly string[]])[] {
  if (content.length > MOST_CHARACTERS) return [];
  try {
    const records: string[][] = parse(content, { bom: true, relax_column_count: true });
    if (records.some((cells) => cells.some((cell) => cell.includes('\n')))) return [];
    return records.map((cells, index) => [index + 1, cells.map((cell) => cell.trim().toUpperCase())]);
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

describe.each([
  ['extracts', EXTRACT_RECIPES, (name: string) => `cpl/${name}`],
  ['agreed-lists', AGREED_LIST_RECIPES, () => 'governance/agreed-list.csv'],
  ['gbcs-registers', GBCS_REGISTER_RECIPES, () => 'governance/gbcs-register.csv'],
] as const)('of hostile %s', (section, recipes, keyOf) => {
  test('each finding about a row names a line on which its value stands', async () => {
    const misplaced: string[] = [];
    let compared = 0;
    for (const one of hostileCases(section, recipes)) {
      const { content } = one;
      const lines = cellsByLine(typeof content === 'string' ? content : new TextDecoder().decode(content));
      if (lines.length === 0) continue;
      const { lane } = await driveFile(keyOf(one.name), one);
      for (const key of lane.archive.objects.keys()) {
        if (!key.endsWith('.findings.csv')) continue;
        const findings: Record<string, string>[] = parse(lane.archive.textOf(key), { bom: true, columns: true });
        for (const { line, value = '', code = '', severity } of findings) {
          if (severity === 'blocked') continue;
          const stands = lines.filter(([, cells]) => cells.includes(value.toUpperCase()));
          if (value === '' || stands.length === 0) continue;
          compared += 1;
          if (stands.some(([at]) => String(at) === line)) continue;
          misplaced.push(`${one.name}: ${code} of ${value} is on line ${line}, not ${stands[0]?.[0]}`);
        }
      }
    }
    expect(misplaced).toEqual([]);
    expect(compared).toBeGreaterThan(10);
  });
});
