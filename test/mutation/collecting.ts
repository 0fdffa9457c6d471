import { format } from 'node:util';

export { expect, vi } from 'vitest';

/** One test as a test file says it: what it claims, and how to find out. */
export type Case = { readonly name: string; readonly run: () => unknown };

declare global {
  /** Tests of the file that is being imported. */
  var collectedCases: Case[];
}

type Body = (...row: readonly unknown[]) => unknown;

const within: string[] = [];

/**
 * Stands for vitest's `test` while mutants are run: it only notes the test, so that it can be run again and again in one
 * process with another mutant switched on each time.
 */
export function test(name: string, body: Body): void {
  globalThis.collectedCases.push({ name: [...within, name].join(' > '), run: body });
}

/** Stands for vitest's `describe`. */
export function describe(name: string, body: Body): void {
  within.push(name);
  body();
  within.pop();
}

test.each = eachOf(test);
describe.each = eachOf(describe);

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
