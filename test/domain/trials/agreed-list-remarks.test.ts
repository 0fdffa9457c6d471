import { describe, expect, test } from 'vitest';
import {
  type AgreedListCells,
  agreedListCodes as codes,
  agreedListCsv as csv,
  readAgreedList as read,
} from '../../support/agreed-list-csv.ts';

describe('what is said of a list, and refuses nothing', () => {
  test.each<[string, Partial<AgreedListCells>]>([
    ['AGL-NO-STATEMENTS', { compliance_statements: '' }],
    ['AGL-NO-SUPPLIER', { sponsoring_supplier: '' }],
    ['AGL-NOT-NOTIFIED', { department_notified_on: '' }],
  ])('[R36] [R39] [R48] %s', (code, row) => {
    expect(read(csv(row)).outcome).toBe('read');
    expect(codes(csv(row))).toEqual([code]);
  });

  test('[R39] statements of compliance are kept as they were noted', () => {
    expect(read(csv({}))).toMatchObject({ rows: [{ complianceStatements: 'GBCS 4.1; SMETS2 v5.1' }] });
  });
});
