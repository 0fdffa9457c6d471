import { readdirSync, readFileSync, rmSync, statSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import { defaultProvider } from '../../functions/runtime/lambda-credentials.ts';
import { bundleDirectory, bundleFunctions } from '../../infra/bundle.ts';

const functions = Object.keys(ENVIRONMENT);
const LIMIT_KB = 650;
let bundles: string;
beforeAll(() => {
  bundles = bundleFunctions(mkdtempSync(join(tmpdir(), 'bundles-')));
});
afterAll(() => {
  rmSync(bundles, { recursive: true });
});

describe.each(functions)('the bundle of %s', (name) => {
  const file = (): string => join(bundleDirectory(bundles, name), 'index.cjs');

  test('is one file, with its map beside it, of at most 650 kB', () => {
    expect(readdirSync(bundleDirectory(bundles, name)).toSorted()).toEqual(['index.cjs', 'index.cjs.map']);
    expect(statSync(file()).size).toBeLessThanOrEqual(LIMIT_KB * 1000);
  });

  test('exports its handler, and starts nothing when it is loaded', () => {
    expect(createRequire(import.meta.url)(file())).toEqual({ handler: expect.any(Function) });
  });

  test('carries none of the credential sources that Lambda has not', () => {
    const bundle = readFileSync(file(), 'utf8');
    expect(['credential_process', 'sso_start_url', 'aws_ec2_metadata'].filter((word) => bundle.includes(word))).toEqual(
      [],
    );
  });
});

test('the same sources give the same bytes', () => {
  const again = bundleFunctions(mkdtempSync(join(tmpdir(), 'bundles-')));
  for (const name of functions) {
    const bytes = (root: string): Buffer => readFileSync(join(bundleDirectory(root, name), 'index.cjs'));
    expect(bytes(again).equals(bytes(bundles))).toBe(true);
  }
  rmSync(again, { recursive: true });
});

describe('the credentials of a bundle', () => {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
  const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  afterAll(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  test('are those of the environment, as Lambda sets them', async () => {
    for (const name of names) process.env[name] = `the ${name}`;
    await expect(defaultProvider()()).resolves.toEqual({
      accessKeyId: 'the AWS_ACCESS_KEY_ID',
      secretAccessKey: 'the AWS_SECRET_ACCESS_KEY',
      sessionToken: 'the AWS_SESSION_TOKEN',
    });
  });

  test('are missed loudly', async () => {
    for (const name of names) delete process.env[name];
    await expect(defaultProvider()()).rejects.toThrow('no credentials');
  });
});
