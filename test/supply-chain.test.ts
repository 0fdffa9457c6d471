import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type LockedPackage, lockedPackages, runsOnAws } from './checks/lockfile.ts';
import { billOfMaterials } from './checks/sbom.ts';

const ROOT = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

const Versions = z.record(z.string(), z.string());
const Manifest = z.looseObject({
  dependencies: Versions,
  devDependencies: Versions,
  optionalDependencies: Versions,
  allowScripts: z.record(z.string(), z.literal(true)),
});
const manifest = Manifest.parse(JSON.parse(read('package.json')));
const [, ...packages] = lockedPackages();
const atRunTime = packages.filter(runsOnAws);

/** Licences of what runs on AWS, and further ones of tools, nothing of which is deployed. */
const LICENCES = ['Apache-2.0', 'MIT', 'MIT-0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD'];
const OF_TOOLS = [...LICENCES, 'MPL-2.0', 'BlueOak-1.0.0', '(MIT OR GPL-3.0-or-later)', '(MIT OR Apache-2.0)'];
const Licence = z.looseObject({ license: z.union([z.string(), z.object({ type: z.string() })]) });

describe('the lockfile', () => {
  test('has the SHA-512 of every package that is fetched', () => {
    const without = packages.filter(
      ({ integrity = '', inBundle }) => inBundle !== true && !integrity.startsWith('sha512-'),
    );
    expect(without.map(({ path }) => path)).toEqual([]);
  });

  test('leaves it to whoever installs where packages come from', () => {
    const from = packages.filter(({ resolved, link }) => resolved !== undefined || link === true);
    expect(from.map(({ path, resolved }) => `${path} from ${resolved}`)).toEqual([]);
  });

  test('has no package with an installation script but those that may run one', () => {
    const scripted = packages.filter(({ hasInstallScript }) => hasInstallScript === true);
    expect(scripted.map(({ name }) => name).sort()).toEqual(Object.keys(manifest.allowScripts).sort());
  });

  test('has the very versions that the manifest asks for, each exact', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+$/);
      expect(packages.find(({ path }) => path === `node_modules/${name}`)?.version).toBe(version);
    }
  });
});

describe('what runs on AWS', () => {
  test('depends on what the decision names, each with its reason, and on nothing else', () => {
    const page = read('docs/decisions/0073-supply-chain.md');
    const reasons = [...page.matchAll(/^\| `(?<name>[^`]+)` +\| (?<saves>[^|]+)\| (?<without>[^|]+)\|$/gm)];
    expect(reasons.map(({ groups }) => groups?.['name'])).toEqual(Object.keys(manifest.dependencies).sort());
    expect(page).toContain(`there are ${atRunTime.length} packages`);
  });

  test('is under licences that ask for no more than to be named', () => {
    expect(licencesOf(atRunTime).filter(([, licence]) => !LICENCES.includes(licence))).toEqual([]);
  });

  test('is listed in a bill of materials', () => {
    const { components, dependencies } = billOfMaterials();
    expect(components.map(({ name, version }) => `${name} ${version}`)).toEqual(
      atRunTime.map(({ name, version }) => `${name} ${version}`),
    );
    expect(components.every(({ hashes }) => /^[\da-f]{128}$/.test(hashes[0]?.content ?? ''))).toBe(true);
    const named = new Set(dependencies.flatMap(({ dependsOn }) => dependsOn));
    expect(components.filter(({ purl }) => !named.has(purl))).toEqual([]);
  });

  test('says which bill it is, when and by whom it was made, and what it runs on', () => {
    const madeAt = new Date('2026-11-02T09:00:00.000Z');
    const [bill, others] = [atRunTime, atRunTime.slice(1)].map((each) => billOfMaterials(each, madeAt));
    expect(bill?.serialNumber).toMatch(/^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
    expect(others?.serialNumber).not.toBe(bill?.serialNumber);
    expect(bill?.metadata).toMatchObject({
      timestamp: '2026-11-02T09:00:00.000Z',
      authors: [{ name: expect.stringContaining('maintainers') }],
      properties: [{ name: 'aws:lambda:runtime', value: 'nodejs24.x' }],
    });
    expect(billOfMaterials().metadata.timestamp).toMatch(/^\d{4}-/);
  });
});

test('the tools are under licences that allow their use', () => {
  expect(licencesOf(packages).filter(([, licence]) => !OF_TOOLS.includes(licence))).toEqual([]);
});

/** Licences as the installed packages themselves name them; those of other platforms are not installed. */
function licencesOf(some: readonly LockedPackage[]): [string, string][] {
  return some.flatMap(({ path }): [string, string][] => {
    const file = new URL(`${path}/package.json`, ROOT);
    if (!existsSync(file)) return [];
    const { license } = Licence.parse(JSON.parse(readFileSync(file, 'utf8')));
    return [[path, typeof license === 'string' ? license : license.type]];
  });
}

test('the repository holds no private key and no access key', () => {
  const files = globSync(['{docs,functions,infra,test}/**/*.{ts,md,json,csv,js,xml,pem,key}', '*.{json,md,ts}'], {
    cwd: ROOT,
  });
  expect(files.length).toBeGreaterThan(1000);
  const secrets = /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+\w|\bA(?:KIA|SIA)[0-9A-Z]{16}\b/;
  expect(files.filter((file) => secrets.test(read(file)))).toEqual([]);
});
