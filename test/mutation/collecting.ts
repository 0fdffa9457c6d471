import { format } from 'node:util';

export { expect, vi } from 'vitest';

/** One test as a test file says it: what it claims, and how to find out. */
export type Case = { readonly name: string; readonly run: () => unknown };

/** What is done around the tests of one file. */
export type Collected = { readonly cases: Case[]; readonly before: Body[]; readonly after: Body[] };

declare global {
  /** Tests of the file that is being imported. */
  var collected: Collected;
}

type Body = (...row: readonly unknown[]) => unknown;
/** A file or a `describe`: what its tests have before and after each of them. */
type Scope = { readonly name: string; readonly before: Body[]; readonly after: Body[] };

const scopes: Scope[] = [{ name: '', before: [], after: [] }];
const innermost = (): Scope | undefined => scopes.at(-1);

/**
 * Stands for vitest's `test` while mutants are run: it only notes the test, so that it can be run again and again in one
 * process with another mutant switched on each time.
 */
export function test(name: string, body: Body): void {
  const around = [...scopes];
  const names = [...around.slice(1).map((scope) => scope.name), name];
  globalThis.collected.cases.push({
    name: names.join(' > '),
    async run() {
      for (const { before } of around) for (const one of before) await one();
      await body();
      for (const { after } of around) for (const one of after) await one();
    },
  });
}

/** Stands for vitest's `describe`. */
export function describe(name: string, body: Body): void {
  scopes.push({ name, before: [], after: [] });
  body();
  scopes.pop();
}

/** Stands for vitest's `beforeEach`. */
export function beforeEach(body: Body): void {
  innermost()?.before.push(body);
}

/** Stands for vitest's `afterEach`. */
export function afterEach(body: Body): void {
  innermost()?.after.push(body);
}

/** Stands for vitest's `beforeAll`: wherever it stands, it is done before the first test of the file. */
export function beforeAll(body: Body): void {
  globalThis.collected.before.push(body);
}

/** Stands for vitest's `afterAll`: it is done when the file is not needed any more. */
export function afterAll(body: Body): void {
  globalThis.collected.after.push(body);
}

test.each = eachOf(test);
describe.each = eachOf(describe);
test.skipIf = (skipped: boolean) => (skipped ? leftOut : test);

/** A test that is skipped where it cannot be run: it notices no mutant. */
function leftOut(): void {}

function eachOf(one: (name: string, body: Body) => void) {
  return (rows: readonly unknown[]) =>
    (name: string, body: Body): void => {
      for (const row of rows) {
        const values: readonly unknown[] = Array.isArray(row) ? row : [row];
        one(named(name, row, values), () => body(...values));
      }
    };
}

function named(name: string, row: unknown, values: readonly unknown[]): string {
  const fields = new Map(typeof row === 'object' && row !== null ? Object.entries(row) : []);
  const wanted = name.match(/%[sdifjo]/g)?.length ?? 0;
  return format(name, ...values.slice(0, wanted)).replaceAll(/\$(\w+)/g, (whole, field: string) =>
    fields.has(field) ? String(fields.get(field)) : whole,
  );
}
