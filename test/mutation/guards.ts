import { parseArgs } from 'node:util';
import { table } from '../../functions/operator/table.ts';
import { reasonFor } from './explained-guards.ts';
import { guardName } from './guard.ts';
import { GUARD_KINDS } from './guard-kinds.ts';
import { type TriedKind, writeGuardList } from './guard-list.ts';

/** What the command was asked: it takes every guard away, one at a time, and says which one no test noticed. */
const { values } = parseArgs({ options: { only: { type: 'string' }, write: { type: 'boolean', default: false } } });
const names = GUARD_KINDS.map(({ kind }) => kind);
const chosen = values.only?.split(',') ?? names;
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no kind ${unknown.join(', ')}: ${names.join(', ')}`);
  process.exit(2);
}

const unlisted = GUARD_KINDS.filter(({ kind, isListed }) => isListed && !chosen.includes(kind)).map(({ kind }) => kind);
if (values.write && unlisted.length > 0) {
  console.error(`The list is written as a whole: name ${unlisted.join(', ')} too, or leave --only out`);
  process.exit(2);
}

const tried: TriedKind[] = [];
const rows: (readonly [kind: string, ...figures: number[]])[] = [];
const faults: string[] = [];
for (const kind of GUARD_KINDS.filter(({ kind }) => chosen.includes(kind))) {
  const begun = performance.now();
  const verdicts = await kind.tried((progress) => console.error(`${kind.kind}: ${progress}`));
  const outcomes = (await kind.all()).map((guard, index) => {
    const verdict = verdicts[index];
    return { guard, by: verdict !== undefined && 'by' in verdict ? verdict.by : undefined, because: reasonFor(guard) };
  });
  tried.push({ kind, outcomes });
  for (const outcome of outcomes) report(outcome);
  const noticed = outcomes.filter(({ by }) => by !== undefined).length;
  const explained = outcomes.filter(({ by, because }) => by === undefined && because !== undefined).length;
  const seconds = Math.round((performance.now() - begun) / 1000);
  rows.push([kind.kind, outcomes.length, noticed, explained, outcomes.length - noticed - explained, seconds]);
}
const total = ([1, 2, 3, 4, 5] as const).map((column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0));
const all = [...rows, ...(rows.length > 1 ? [['all', ...total] as const] : [])];
console.log(`\n${table(['KIND', 'WAYS', 'NOTICED', 'EXPLAINED', 'UNNOTICED', 'SECONDS'], all)}`);
if (values.write) writeGuardList(tried);
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);

function report({ guard, by, because }: TriedKind['outcomes'][number]): void {
  const name = guardName(guard);
  const mark = by !== undefined ? '✓' : because !== undefined ? '–' : '✗';
  console.log(`${mark} ${name}\n    ${by ?? because ?? 'no test notices'}`);
  if (mark === '✗') faults.push(`${name}: no test notices when it is taken away. Write one.`);
  if (by !== undefined && because !== undefined) {
    faults.push(`${name}: explained, and ${by} notices. Take it from explained-guards.ts.`);
  }
}
