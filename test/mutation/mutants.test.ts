import { stripTypeScriptTypes } from 'node:module';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { editsOf } from './mutation-operators.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { withCountedLoops, withSwitches } from './schemata.ts';

const mutantsIn = (source: string): readonly Mutant[] => mutantsOf('a.ts', source, editsOf).map(({ mutant }) => mutant);
const changesOf = (source: string): readonly string[] =>
  mutantsIn(source).map(({ name }) => name.replace(/^\w*: /, ''));

/** What `answer` is when a text with switches runs while a mutant is on. */
function answerWith(source: string, on: number): unknown {
  const text = stripTypeScriptTypes(withSwitches(source, mutantsOf('a.ts', source, editsOf)));
  return runInNewContext(`${text}; answer`, { mutantIsOn: (id: number) => id === on });
}

describe('a mutant is a mistake that somebody might make', () => {
  test.each([
    ['f(a < b);', ['f(a < b); → ;', '< → <=', '< → >=']],
    ['x = a && b;', ['x = a && b; → ;', 'a && b → a', 'a && b → b']],
    ['x = a ?? 0;', ['x = a ?? 0; → ;', 'a ?? 0 → a', 'a ?? 0 → 0', '0 → 1']],
    ['if (a) throw b;', ['a → true', 'a → false']],
    ['x = a?.b;', ['x = a?.b; → ;', '?. → .']],
    ['x = a.trim();', ['x = a.trim(); → ;', 'a.trim() → a']],
    ['x = a.some(b);', ['x = a.some(b); → ;', 'some → every']],
    ["x = 'a';", ["x = 'a'; → ;", "'a' → ''"]],
    ['const x = /^a+$/i;', ['/a+$/i', '/^a+/i', '/^a$/i', '/^a+$/'].map((regex) => `/^a+$/i → ${regex}`)],
    ['const x = [a];', ['[a] → []']],
    ['const x = () => a;', ['a → undefined']],
    ['const x = String.raw`a${b + c}`;', ['+ → -']],
  ])('%s', (source, changes) => {
    expect(changesOf(source)).toEqual(changes);
  });

  test.each([
    "import { a } from './a.ts';",
    "export * from './a.ts';",
    "export { a } from './a.ts';",
    "type A = 'a' | 1;",
    "declare const a: { b: 'c' };",
    'x: for (;;) {}',
    'const x = () => undefined;',
  ])('nothing is one in %s: it computes nothing', (source) => {
    expect(changesOf(source)).toEqual([]);
  });

  test('it is named by the declaration it stands in, so that it keeps its name when lines move', () => {
    const source = 'function add(a: number) {\n  return a + 1 + 1;\n}';
    const names = ['{ return a + 1 + 1; } → {}', '+ → -', '+ → - (2)', '1 → 2', '1 → 2 (2)'];
    expect(mutantsIn(source).map(({ name }) => name)).toEqual(names.map((name) => `add: ${name}`));
    expect(mutantsIn(`\n\n${source}`).map(({ name }) => name)).toEqual(names.map((name) => `add: ${name}`));
  });
});

test('a loop of a source without mutants ends when too many switches are passed', () => {
  const source = 'const answer = () => {\n  for (;;) {\n    Math.max(1);\n  }\n};\nanswer();';
  let passed = 0;
  const mutantIsOn = (): void => {
    passed += 1;
    if (passed > 1000) throw new Error('on and on');
  };
  expect(() => runInNewContext(withCountedLoops(source), { mutantIsOn })).toThrow('on and on');
});

describe('a text with switches', () => {
  const SOURCE = [
    'const of = (row: { cells?: string[] } | undefined) => row?.cells?.[0]?.trim();',
    'function add(list: readonly string[]): string[] { const out: string[] = []; out.push(...list); return out; }',
    "const answer = [of({ cells: [' a '] }) ?? 'none', of(undefined) ?? 'none', add(['b'] as const).length > 0].join('|');",
  ].join('\n');

  test('says what the source says while no mutant is on', () => {
    expect(answerWith(SOURCE, -1)).toBe('a|none|true');
  });

  test.each([
    ['of: row?.cells?.[0]?.trim() → row?.cells?.[0]', ' a |none|true'],
    ['add: out.push(...list); → ;', 'a|none|false'],
    ["answer: of({ cells: [' a '] }) ?? 'none' → 'none'", 'none|none|true'],
    ["answer: '|' → ''", 'anonetrue'],
    ['answer: > → <=', 'a|none|false'],
  ])('says what the mutant %s says while that is on', (name, said) => {
    const mutant = mutantsIn(SOURCE).find((one) => one.name === name);
    expect(answerWith(SOURCE, mutant?.id ?? -1)).toBe(said);
  });
});
