import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Locked = z.looseObject({
  version: z.string().default(''),
  license: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  link: z.boolean().optional(),
  inBundle: z.boolean().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
});
const Lockfile = z.looseObject({ lockfileVersion: z.literal(3), packages: z.record(z.string(), Locked) });

/** One package as the lockfile has it, with where it is installed and its name. */
export type LockedPackage = z.infer<typeof Locked> & { readonly path: string; readonly name: string };

/** The packages of the project's lockfile, the project itself first. */
export function lockedPackages(): readonly LockedPackage[] {
  const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
  return Object.entries(Lockfile.parse(JSON.parse(text)).packages).map(([path, locked]) => ({
    ...locked,
    path,
    name: path === '' ? 'cpl-to-dsp-pipeline' : path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
  }));
}

/** Whether a package is part of what runs on AWS; an optional one is a tool that not every machine can install. */
export function runsOnAws({ dev, devOptional, optional }: LockedPackage): boolean {
  return dev !== true && devOptional !== true && optional !== true;
}
