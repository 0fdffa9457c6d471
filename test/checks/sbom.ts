import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { type LockedPackage, lockedPackages, runsOnAws } from './lockfile.ts';

/**
 * What runs on AWS as a CycloneDX bill of materials, from the lockfile alone: the same lockfile gives the same bill.
 * `npm sbom --omit dev` leaves out whatever a tool uses too, zod and half of the SDK among it.
 */
export function billOfMaterials(
  packages: readonly LockedPackage[] = lockedPackages().filter(runsOnAws),
  madeAt = statSync('package-lock.json').mtime,
) {
  const [project, ...rest] = packages;
  const at = new Map(packages.map((one) => [one.path, one]));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(packages)}`,
    version: 1,
    metadata: {
      timestamp: madeAt.toISOString(),
      authors: [{ name: `The maintainers of ${project?.name ?? 'this project'}` }],
      // AWS provides it, and keeps it up to date.
      properties: [{ name: 'aws:lambda:runtime', value: 'nodejs24.x' }],
      component: project === undefined ? undefined : component(project, 'application'),
    },
    components: rest.map((one) => component(one, 'library')),
    dependencies: packages.map((one) => ({
      ref: purl(one),
      dependsOn: Object.keys(one.dependencies).flatMap((name) => found(one.path, name, at)?.map(purl) ?? []),
    })),
  };
}

/** A UUID (version 8, RFC 9562) that is another one for other packages. */
function uuidOf(packages: readonly LockedPackage[]): string {
  const digest = createHash('sha256').update(JSON.stringify(packages)).digest('hex');
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
}

function component(one: LockedPackage, type: 'application' | 'library') {
  const [algorithm, digest = ''] = one.integrity?.split('-') ?? [];
  return {
    type,
    'bom-ref': purl(one),
    name: one.name,
    version: one.version,
    purl: purl(one),
    licenses: one.license === undefined ? [] : [{ license: { id: one.license } }],
    hashes: algorithm === 'sha512' ? [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] : [],
  };
}

function purl({ name, version }: LockedPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** The package that Node would find by a name from a place: the nearest one on the way up. */
function found(from: string, name: string, at: ReadonlyMap<string, LockedPackage>): LockedPackage[] | undefined {
  const place = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  const here = at.get(place);
  if (here !== undefined) return [here];
  return from === '' ? undefined : found(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name, at);
}

if (import.meta.main) console.log(JSON.stringify(billOfMaterials(), null, 2));
