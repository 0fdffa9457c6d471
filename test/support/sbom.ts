import { type LockedPackage, lockedPackages, runsOnAws } from './lockfile.ts';

/**
 * What runs on AWS as a CycloneDX bill of materials, from the lockfile alone: the same lockfile gives the same bill.
 * `npm sbom --omit dev` leaves out whatever a tool uses too, zod and half of the SDK among it.
 */
export function billOfMaterials(packages: readonly LockedPackage[] = lockedPackages().filter(runsOnAws)) {
  const [project, ...rest] = packages;
  const at = new Map(packages.map((one) => [one.path, one]));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: project === undefined ? undefined : component(project, 'application') },
    components: rest.map((one) => component(one, 'library')),
    dependencies: packages.map((one) => ({
      ref: purl(one),
      dependsOn: Object.keys(one.dependencies).flatMap((name) => found(one.path, name, at)?.map(purl) ?? []),
    })),
  };
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
