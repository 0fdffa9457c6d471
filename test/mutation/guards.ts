import { parseArgs } from 'node:util';
import { EXPLAINED_GUARDS } from './explained-guards.ts';
import { guardLine, writeGuardList } from './guard-list.ts';
import { GUARD_KINDS, type GuardKind } from './guard-kinds.ts';
import { mutatedRun, type TriedMutant } from './mutated-run.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, write: { type: 'boolean', default: false } } });
const chosen = values.only?.split(',') ?? GUARD_KINDS.map(({ kind }) => kind);
const unknown = chosen.filter((name) => !GUARD_KINDS.some(({ kind }) => kind === name));
if (unknown.length > 0) {
  console.error(`There is no kind ${unknown.join(', ')}: ${GUARD_KINDS.map(({ kind }) => kind).join(', ')}`);
  process.exit(2);
}

const explained = new Map(
  EXPLAINED_GUARDS.flatMap(({ file, guards, because }) => guards.map((name) => [`${file} ${name}`, because])),
);
const tried = new Map<GuardKind, readonly TriedMutant[]>();
const faults: string[] = [];
for (const kind of GUARD_KINDS.filter(({ kind }) => chosen.includes(kind))) {
  const outcomes = await mutatedRun({ ...kind, tell: (progress) => console.error(`${kind.kind}: ${progress}`) });
  tried.set(kind, outcomes);
  for (const outcome of outcomes) console.log(toldOf(outcome));
  console.log(summary(kind, outcomes));
  if (untold(outcomes).length > kind.allowance) {
    faults.push(`${kind.kind}: no test tells of ${untold(outcomes).length}, ${kind.allowance} are allowed. Write one.`);
  }
}
if (values.write) writeGuardList(tried);
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);

function toldOf({ mutant, fate }: TriedMutant): string {
  const key = `${mutant.file} ${mutant.name}`;
  const because = explained.get(key);
  if ('by' in fate) {
    if (because !== undefined)
      faults.push(`${key}: explained, and ${fate.by} tells of it. Take it from explained-guards.ts.`);
    return `✓ ${guardLine(mutant)}\n    ${fate.by}`;
  }
  if (because !== undefined) return `– ${guardLine(mutant)}\n    ${because}`;
  return `✗ ${guardLine(mutant)}\n    no test tells`;
}

function untold(outcomes: readonly TriedMutant[]): readonly TriedMutant[] {
  return outcomes.filter(({ mutant, fate }) => !('by' in fate) && !explained.has(`${mutant.file} ${mutant.name}`));
}

function summary({ kind }: GuardKind, outcomes: readonly TriedMutant[]): string {
  const told = outcomes.filter(({ fate }) => 'by' in fate).length;
  const known = outcomes.filter(({ mutant }) => explained.has(`${mutant.file} ${mutant.name}`)).length;
  return `\n${kind}: ${outcomes.length} ways to take one away, ${told} told by a named test, ${known} explained\n`;
}
