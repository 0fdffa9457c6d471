import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingsCsv } from '../../functions/email/findings-csv.ts';
import { rowFinding } from '../support/receipts.ts';

describe('the findings table', () => {
  test('holds no cell that a spreadsheet would run, whatever a sender wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => {
        const findings = values.map((value) => rowFinding({ value, message: value, field: value }));
        const csv = findingsCsv({ findings, blocked: [] });
        const [, ...rows]: readonly string[][] = parse(csv, { bom: true });
        expect(rows).toHaveLength(values.length);
        expect(rows.flat().filter((cell) => /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u.test(cell))).toEqual([]);
      }),
    );
  });
});
