import { posix } from 'node:path';
import { readModule, type SourceModule } from '../support/source-text.ts';

/** The parts of the tree that the dependency rule speaks of. */
export type Zone =
  | 'domain'
  | 'contracts'
  | 'email'
  | 'adapters'
  | 'runtime'
  | 'handler'
  | 'operator-view'
  | 'operator'
  | 'infra'
  | 'infra-local'
  | 'local-aws'
  | `use-case ${string}`;

/** The zone a file is in, or undefined for a file the rule does not cover (tests). */
export function zoneOf(path: string): Zone | undefined {
  if (path.startsWith('infra/local-aws/')) return 'local-aws';
  if (path.startsWith('infra/local/')) return 'infra-local';
  if (path.startsWith('infra/')) return 'infra';
  const [top, part, ...rest] = path.split('/');
  if (top !== 'functions' || part === undefined) return undefined;
  if (part === 'domain' || part === 'contracts' || part === 'email' || part === 'adapters' || part === 'runtime') {
    return part;
  }
  if (part === 'operator') return rest[0] === 'views' ? 'operator-view' : 'operator';
  return rest[0] === 'handler.ts' ? 'handler' : `use-case ${part}`;
}

/** The dependency rule: domain ← contracts ← email ← use cases ← adapters ← handler. */
function mayImport(from: Zone, to: Zone): boolean {
  if (from === to && from !== 'handler') return true;
  const isUseCase = to.startsWith('use-case ');
  switch (from) {
    case 'domain':
    // What runs any CDK app knows nothing of this one.
    case 'local-aws':
      return false;
    case 'contracts':
      return to === 'domain';
    case 'email':
      return to === 'domain' || to === 'contracts';
    case 'adapters':
      return to === 'domain' || to === 'contracts' || to === 'email' || to === 'operator-view' || isUseCase;
    case 'runtime':
      return to === 'domain' || to === 'contracts';
    case 'handler':
      return to !== 'handler' && to !== 'operator' && to !== 'operator-view' && !to.startsWith('infra');
    case 'operator':
      return to !== 'handler' && !to.startsWith('infra');
    case 'infra':
      return to === 'contracts';
    case 'infra-local':
      return to === 'infra' || to === 'local-aws' || to === 'contracts' || to === 'operator' || to === 'operator-view';
    case 'operator-view':
    default:
      return to === 'domain' || to === 'contracts' || to === 'email';
  }
}

/** Zones that a simulated world must be able to run: no clock, randomness, timers, environment or network. */
function isPure(zone: Zone): boolean {
  return zone === 'domain' || zone === 'contracts' || zone === 'email' || zone === 'operator-view' || isUse(zone);
}

function isUse(zone: Zone): boolean {
  return zone.startsWith('use-case ');
}

/** What reads what day it is; each with the name a fault is reported under. */
const DAY_READERS: readonly (readonly [string, RegExp])[] = [
  ['the clock (Date.now)', /\bDate\s*\.\s*now\b/],
  ['the clock (new Date without an argument)', /\bnew\s+Date\s*(?:\(\s*\)|(?!\s*[(\w.]))/],
  ['the clock (Date called)', /(?<!new\s)(?<![\w.])Date\s*\(/],
];

/** What reaches outside the program. */
const BANNED: readonly (readonly [string, RegExp])[] = [
  ...DAY_READERS,
  ['the clock (performance)', /\bperformance\s*\./],
  ['randomness (Math.random)', /\bMath\s*\.\s*random\b/],
  ['randomness (crypto)', /\b(?:randomUUID|randomBytes|randomInt|getRandomValues)\b/],
  ['a timer', /\b(?:setTimeout|setInterval|setImmediate)\b/],
  ['the environment (process)', /(?<![.\w])process\s*\.\s*\w/],
  ['the network (fetch)', /(?<![.\w])fetch\s*\(/],
  ['the global object', /\bglobalThis\b/],
  ['the log (console)', /(?<![.\w])console\s*\./],
];

/** Node modules that compute and reach nothing. */
const PURE_NODE_MODULES: ReadonlySet<string> = new Set([
  'node:buffer',
  'node:crypto',
  'node:string_decoder',
  'node:util',
  'node:zlib',
]);

/** Where the AWS SDK may be imported. */
function mayUseSdk(zone: Zone): boolean {
  return (
    zone === 'adapters' ||
    zone === 'runtime' ||
    zone === 'handler' ||
    zone === 'operator' ||
    zone === 'infra-local' ||
    zone === 'local-aws'
  );
}

/** Every breach of the architecture in a tree of sources by path, as sentences; none means that it holds. */
export function architectureFaults(sources: ReadonlyMap<string, string>): string[] {
  const modules = new Map<string, SourceModule>();
  for (const [path, source] of sources) if (zoneOf(path) !== undefined) modules.set(path, readModule(source));
  const faults = [...modules].flatMap(([path, module]) => {
    const zone = zoneOf(path);
    return zone === undefined ? [] : [...importFaults(path, zone, module), ...reachFaults(path, zone, module)];
  });
  return [...faults, ...cycles(modules).map((cycle) => `cycle: ${cycle.join(' → ')}`)];
}

function importFaults(path: string, zone: Zone, module: SourceModule): string[] {
  return module.imports.flatMap(({ specifier }) => {
    if (!specifier.startsWith('.')) return packageFaults(path, zone, specifier);
    const target = posix.join(posix.dirname(path), specifier);
    const targetZone = zoneOf(target);
    if (targetZone === undefined) return target.endsWith('.ts') ? [`${path}: ${zone} imports ${target}`] : [];
    return mayImport(zone, targetZone) ? [] : [`${path}: ${zone} imports ${targetZone} (${target})`];
  });
}

function packageFaults(path: string, zone: Zone, specifier: string): string[] {
  const fault = (why: string): string[] => [`${path}: ${zone} imports ${specifier}${why}`];
  if (/^(?:@aws-sdk|@smithy)\//.test(specifier) && !mayUseSdk(zone)) return fault(', the AWS SDK');
  if (!isPure(zone)) return [];
  if (specifier.startsWith('node:')) return PURE_NODE_MODULES.has(specifier) ? [] : fault(', which reaches outside');
  if (zone === 'domain' && specifier !== 'saxes') return fault(', a package');
  if (zone === 'contracts' && specifier !== 'zod' && !specifier.startsWith('zod/')) return fault(', a package');
  return [];
}

function reachFaults(path: string, zone: Zone, module: SourceModule): string[] {
  if (!isPure(zone)) return [];
  return BANNED.filter(([, pattern]) => pattern.test(module.code)).map(([what]) => `${path}: ${zone} uses ${what}`);
}

/** What makes a test depend on the machine's day. Durations are measured by `performance.now`, which no day changes. */
const DAY_OF_THE_MACHINE: readonly (readonly [string, RegExp])[] = [
  ...DAY_READERS,
  ["the system's clock", /\bsystemClock\b/],
  ["a pipeline on the machine's day", /\bclockFrom\s*:\s*undefined\b/],
];

/** Every place where a tree of tests by path depends on the machine's day, as sentences: each test chooses its instants. */
export function dayFaults(sources: ReadonlyMap<string, string>): string[] {
  return [...sources].flatMap(([path, source]) => {
    const { code } = readModule(source);
    return DAY_OF_THE_MACHINE.filter(([, pattern]) => pattern.test(code)).map(([what]) => `${path}: uses ${what}`);
  });
}

/** Time limits that a test has for itself: what is enough for one machine is not for a busy one. */
const LIMITS: readonly RegExp[] = [
  /\btimeout\s*:\s*\d/,
  /\bset\w*Timeout\s*\(\s*\d/,
  /^\s*\},\s*\d[\d_]*,?\s*\);/m,
  /\b(?:before|after)(?:All|Each)\([^;]*,\s*\d[\d_]*\s*\)\s*;/,
];

/** Every test that has a time limit of its own, as sentences: the limits are one for all, in `test/support/patience.ts`. */
export function limitFaults(sources: ReadonlyMap<string, string>): string[] {
  return [...sources].flatMap(([path, source]) => {
    const { code } = readModule(source);
    return LIMITS.some((limit) => limit.test(code)) ? [`${path}: has a time limit of its own`] : [];
  });
}

/** Import cycles, each reported once, from its first file by name. */
function cycles(modules: ReadonlyMap<string, SourceModule>): string[][] {
  const found = new Map<string, string[]>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) {
      const cycle = trail.slice(start);
      found.set([...cycle].sort((a, b) => (a < b ? -1 : 1)).join(), [...cycle, path]);
      return;
    }
    if (done.has(path)) return;
    for (const { specifier } of modules.get(path)?.imports ?? []) {
      const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : '';
      if (modules.has(target)) visit(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of modules.keys()) visit(path, []);
  return [...found.values()];
}
