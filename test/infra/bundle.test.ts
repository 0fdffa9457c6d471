import { readdirSync, readFileSync, rmSync, statSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import { defaultProvider } from '../../functions/runtime/lambda-credentials.ts';
import { bundleDirectory, bundleFunctions, withLiteralKeys } from '../../infra/bundle.ts';

const BundleMap = z.object({ sources: z.array(z.string()) });
const functions = Object.keys(ENVIRONMENT);
const LIMIT_KIB = 730;
let bundles: string;
beforeAll(async () => {
  bundles = await bundleFunctions(mkdtempSync(join(tmpdir(), 'bundles-')));
});
afterAll(() => {
  rmSync(bundles, { recursive: true });
});

describe.each(functions)('the bundle of %s', (name) => {
  const file = (): string => join(bundleDirectory(bundles, name), 'index.cjs');

  test('is one file, with its map and its notices beside it, of at most 730 KiB', () => {
    expect(readdirSync(bundleDirectory(bundles, name)).toSorted()).toEqual([
      'THIRD-PARTY-NOTICES.txt',
      'index.cjs',
      'index.cjs.map',
    ]);
    expect(statSync(file()).size).toBeLessThanOrEqual(LIMIT_KIB * 1024);
  });

  test('names each package whose code is in it, with the terms of its licence in full', () => {
    const notices = readFileSync(join(bundleDirectory(bundles, name), 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const { sources } = BundleMap.parse(JSON.parse(readFileSync(`${file()}.map`, 'utf8')));
    const inBundle = new Set(
      sources.flatMap((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.slice(1) ?? []),
    );
    expect(inBundle.size).toBeGreaterThan(5);
    for (const each of inBundle) expect(notices).toMatch(new RegExp(`^${each} \\d+\\.\\d+\\.\\d+ \\(.+\\)$`, 'm'));
    expect(notices).toContain('Permission is hereby granted, free of charge');
    expect(notices).toContain('Apache License');
    // No package is named without terms.
    expect(notices).not.toMatch(/\)\n\n(?:-{76}|$)/);
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

test('the same sources give the same bytes', async () => {
  const again = await bundleFunctions(mkdtempSync(join(tmpdir(), 'bundles-')));
  for (const name of functions) {
    const bytes = (root: string): Buffer => readFileSync(join(bundleDirectory(root, name), 'index.cjs'));
    expect(bytes(again).equals(bytes(bundles))).toBe(true);
  }
  rmSync(again, { recursive: true });
});

describe('what the SDK knows of its operations', () => {
  /** The schemas of a client as they are when loaded, with the text of functions in their place. */
  async function loaded(client: string, change: (source: string) => string): Promise<string> {
    const path = join('node_modules/@aws-sdk', client, 'dist-es/schemas/schemas_0.js');
    const changing: Plugin = {
      name: 'changing',
      setup: (building) => {
        building.onLoad({ filter: /schemas_0\.js$/ }, () => ({ contents: change(readFileSync(path, 'utf8')) }));
      },
    };
    const built = await build({
      entryPoints: [path],
      bundle: true,
      format: 'cjs',
      platform: 'node',
      write: false,
      plugins: [changing],
    });
    const module = { exports: {} };
    runInNewContext(built.outputFiles[0]?.text ?? '', { module, require: createRequire(import.meta.url), process });
    return JSON.stringify({ ...module.exports }, (_, value: unknown) =>
      typeof value === 'function' ? String(value) : value,
    );
  }

  test.each(['client-s3', 'client-sesv2', 'client-sqs', 'client-dynamodb'])(
    'is the same in a bundle, where unused operations can be left out: %s',
    async (client) => {
      const asInstalled = await loaded(client, (source) => source);
      expect(asInstalled.length).toBeGreaterThan(10_000);
      expect((await loaded(client, withLiteralKeys)) === asInstalled).toBe(true);
    },
  );

  test('a key that is no constant text of its module is left as it is', () => {
    const source =
      'const _a = "httpHeader";\nconst _p = "__proto__";\nlet _b = "x";\nconst all = { [_a]: 1, [_b]: 2, [_p]: 3 };';
    expect(withLiteralKeys(source)).toContain('{ "httpHeader": 1, [_b]: 2, [_p]: 3 }');
  });
});

describe('the credentials of a bundle', () => {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('are those of the environment, as Lambda sets them', async () => {
    for (const name of names) vi.stubEnv(name, `the ${name}`);
    await expect(defaultProvider()()).resolves.toEqual({
      accessKeyId: 'the AWS_ACCESS_KEY_ID',
      secretAccessKey: 'the AWS_SECRET_ACCESS_KEY',
      sessionToken: 'the AWS_SESSION_TOKEN',
    });
  });

  test('are missed loudly', async () => {
    for (const name of names) vi.stubEnv(name, undefined);
    await expect(defaultProvider()()).rejects.toThrow('no credentials');
  });
});
