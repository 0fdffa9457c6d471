import { describe, expect, test } from 'vitest';
import { architectureFaults, dayFaults, limitFaults } from './checks/architecture.ts';
import { sourcesUnder } from './support/source-tree.ts';

const faultsOf = (files: Readonly<Record<string, string>>): string[] =>
  architectureFaults(new Map(Object.entries(files)));

describe('the architecture', () => {
  test('holds: dependencies point inwards, nothing goes round, and use cases reach nothing by themselves', () => {
    const sources = sourcesUnder(['functions', 'infra'], '.ts');
    expect(sources.size).toBeGreaterThan(20);
    expect(architectureFaults(sources)).toEqual([]);
  });

  test('holds for the tests, bench and soak: each begins at an instant of its own, whatever day the machine has', () => {
    const sources = sourcesUnder(['test'], '.ts');
    expect(sources.size).toBeGreaterThan(200);
    expect(dayFaults(sources)).toEqual([]);
  });

  test('holds for the tests: each waits as long as any other does', () => {
    const tests = [...sourcesUnder(['test'], '.ts')].filter(([path]) => /\.test\.ts$|^test\/support\//.test(path));
    expect(limitFaults(new Map(tests))).toEqual([]);
  });
});

test('what answers on this machine turns away the same requests in the local run and in the console of a stage', () => {
  // Neither may import the other: the one knows nothing of this app, the other nothing of the workshop.
  const checks = sourcesUnder(['functions/operator/console', 'infra/local-aws/access'], 'foreign-request.ts');
  expect([checks.size, new Set(checks.values()).size]).toEqual([2, 1]);
});

describe('the check of the architecture', () => {
  test.each([
    ['functions/domain/a.ts', `import { b } from '../contracts/b.ts';`, 'domain imports contracts'],
    ['functions/domain/a.ts', `import type { B } from '../intake/b.ts';`, 'domain imports use-case intake'],
    ['functions/domain/a.ts', `export { parse } from 'csv-parse';`, 'a package'],
    ['functions/contracts/a.ts', `import { s } from '../adapters/s.ts';`, 'contracts imports adapters'],
    ['functions/intake/a.ts', `import { s } from '../adapters/s.ts';`, 'use-case intake imports adapters'],
    ['functions/intake/a.ts', `import { w } from '../watch/w.ts';`, 'use-case intake imports use-case watch'],
    ['functions/intake/a.ts', `import {\n  S3Client,\n} from '@aws-sdk/client-s3';`, 'the AWS SDK'],
    ['functions/intake/a.ts', `const s3 = await import('@aws-sdk/client-s3');`, 'the AWS SDK'],
    [
      'functions/intake/handler.ts',
      `import { u } from '../operator/views/uploads.ts';`,
      'handler imports operator-view',
    ],
    ['functions/email/a.ts', `import { readFileSync } from 'node:fs';`, 'reaches outside'],
    ['functions/intake/a.ts', `import { x } from '../../infra/x.ts';`, 'imports infra'],
    ['functions/intake/a.ts', `import { x } from '../../test/support/x.ts';`, 'imports test/support/x.ts'],
    ['infra/a.ts', `import { x } from '../functions/domain/x.ts';`, 'infra imports domain'],
    ['infra/local/a.ts', `import { x } from '../../functions/intake/x.ts';`, 'infra-local imports use-case intake'],
    ['infra/local-aws/a.ts', `import { x } from '../local/x.ts';`, 'local-aws imports infra-local'],
    ['infra/local-aws/a.ts', `import { x } from '../../functions/contracts/x.ts';`, 'local-aws imports contracts'],
    ['functions/operator/views/a.ts', `import { x } from '../../adapters/x.ts';`, 'operator-view imports adapters'],
  ])('sees in %s: %s', (path, source, fault) => {
    expect(faultsOf({ [path]: source }).join()).toContain(fault);
  });

  test.each([
    'const now = Date.now();',
    'const now = new Date();',
    'const now = new Date;',
    'const now = Date();',
    'const chance = Math.random();',
    'const id = crypto.randomUUID();',
    'const wait = setTimeout(go, 5);',
    'const stage = process.env.STAGE;',
    'const text = `it is ${new Date().toISOString()}`;',
    'const quote = /[\'"]/; const now = Date.now();',
    'const took = performance.now();',
    "const page = await fetch('http://127.0.0.1');",
    "console.log('here');",
    'const all = globalThis;',
  ])('sees a use case that reaches outside: %s', (source) => {
    for (const zone of ['domain', 'contracts', 'email', 'intake', 'operator/views']) {
      expect(faultsOf({ [`functions/${zone}/a.ts`]: source })).toHaveLength(1);
    }
    expect(faultsOf({ 'functions/adapters/a.ts': source })).toEqual([]);
  });

  test('is not taken in by comments, strings and names that only look alike', () => {
    const source = [
      '// Date.now() is banned, and so is new Date()',
      "/* import { x } from '../adapters/x.ts'; */",
      "const sentence = 'setTimeout(process.env)';",
      'const day = new Date(instant).toISOString(), later = update(day), Candidate = toDate(day);',
      'const template = `Math.random() ${day} Date.now()`;',
      'const pattern = /Date.now()/;',
      'const half = total / 2 / parts; const text = `${`process.env`}`;',
    ].join('\n');
    expect(faultsOf({ 'functions/domain/a.ts': source })).toEqual([]);
  });

  test.each([
    'const now = Date.now();',
    'const now = new Date();',
    'const now = new Date;',
    'const now = Date();',
    'const text = `it is ${new Date().toISOString()}`;',
    'const devices = dynamoDevices(client, table, systemClock);',
    'const pipeline = await startPipeline({ directory, port: 0, clockFrom: undefined });',
  ])("sees a test that depends on the machine's day: %s", (source) => {
    expect(dayFaults(new Map([['test/a.test.ts', source]]))).toHaveLength(1);
  });

  test('lets a test measure a duration, and make a date of an instant', () => {
    const source = [
      'const took = performance.now() - begun;',
      'const day = new Date(Date.parse(instant) + 1);',
      "const monday = new Date('2026-11-16');",
    ].join('\n');
    expect(dayFaults(new Map([['test/a.test.ts', source]]))).toEqual([]);
  });

  test.each([
    "test('a fact', async () => {\n  await it();\n}, 60_000);",
    'beforeAll(async () => {\n  await it();\n}, 60_000);',
    'afterAll(() => pipeline.stop(), 60_000);',
    "test.each(['a'])('%s is a fact', async () => {\n  await it();\n},\n60_000,\n);",
    'await expect.poll(printed, { timeout: 20_000 }).toMatch(/^ready/);',
    'page.setDefaultTimeout(12_000);',
  ])('sees a time limit of a test of its own: %s', (source) => {
    expect(limitFaults(new Map([['test/a.test.ts', source]]))).toHaveLength(1);
  });

  test('lets a test wait as long as all do', () => {
    const source = 'page.setDefaultTimeout(PATIENCE_MS); await expect.poll(printed).toBe(1); const text = json({}, 2);';
    expect(limitFaults(new Map([['test/a.test.ts', source]]))).toEqual([]);
  });

  test('reports a cycle once, also one of types', () => {
    const faults = faultsOf({
      'functions/domain/a.ts': `import { b } from './b.ts';`,
      'functions/domain/b.ts': `import type { C } from './c.ts';`,
      'functions/domain/c.ts': `export * from './a.ts';`,
    });
    expect(faults).toEqual([
      'cycle: functions/domain/a.ts → functions/domain/b.ts → functions/domain/c.ts → functions/domain/a.ts',
    ]);
  });
});
