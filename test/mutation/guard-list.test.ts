import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { conditionEdits, guardEdits, policyEdits } from './guard-operators.ts';
import { GUARD_LIST, rowsOfAll } from './guard-list.ts';
import { mutantsOf, type Operators } from './mutants.ts';

/** Rows as they stand in the file, whatever its formatter did to their spaces. */
const rows = readFileSync(GUARD_LIST, 'utf8')
  .split('\n')
  .filter((line) => /^\| (?:functions|infra|storage|pipeline)\//.test(line))
  .map((line) => line.replaceAll(/\s+/g, ' '));

describe('the list of guards', () => {
  test('has every condition of a write and every grant and condition of a policy, and none that is not there', async () => {
    const listed = rows.map((row) => `${row.split(' | ').slice(0, 3).join(' | ')} |`);
    expect(listed).toEqual(await rowsOfAll());
  });

  test('names a test for each, in a file that is there', () => {
    for (const row of rows) {
      const file = /(test\/\S+\.ts) > [^|]+ \|$/.exec(row)?.[1];
      expect(file !== undefined && existsSync(file), row).toBe(true);
    }
  });
});

describe('what is taken away', () => {
  const changes = (source: string, operators: Operators): readonly string[] =>
    mutantsOf('a.ts', source, operators).map(
      ({ mutant: { start, end, text } }) => source.slice(0, start) + text + source.slice(end),
    );

  test('of a conditional write: each part, as if it held always and as if it never did', () => {
    expect(
      changes("put({ ConditionExpression: 'attribute_not_exists(pk) OR #a < :b' });", conditionEdits),
    ).toHaveLength(4);
  });

  test('of what narrows in the words of the CDK: conditions, written out or not, and the prefix of objects', () => {
    expect(changes('grant({ actions, conditions: { a }, on });', policyEdits)).toEqual(['grant({ actions,  on });']);
    expect(changes('grant({ actions, conditions });', policyEdits)).toEqual(['grant({ actions,  });']);
    expect(changes('bucket.arnForObjects(`${a}/*`);', policyEdits)).toEqual(["bucket.arnForObjects('*');"]);
  });

  test('of a function: an if that only leaves', () => {
    expect(changes('if (a) throw b;', guardEdits)).toEqual(['if (false) throw b;']);
    expect(changes('for (const a of b) if (a) { log(a); continue; }', guardEdits)).toHaveLength(1);
    expect(changes('if (a) log(a); if (b) throw c; else log(b);', guardEdits)).toEqual([]);
  });
});
