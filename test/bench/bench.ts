import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { table } from '../../functions/operator/table.ts';
import { bundleFigures } from './bundles.ts';
import { consoleFigures } from './console.ts';
import { extractFigures } from './extracts.ts';
import { type Bench, type Figure, holds } from './figure.ts';
import { inventoryFigures } from './inventory.ts';
import { localFigures } from './local.ts';
import { lookFigures } from './looks.ts';
import { roundTripFigures } from './round-trips.ts';
import { sendFigures } from './sends.ts';
import { srvFigures } from './srv-figures.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  bundle: bundleFigures,
  local: localFigures,
  intake: extractFigures,
  sends: sendFigures,
  roundTrips: roundTripFigures,
  looks: lookFigures,
  srv: srvFigures,
  inventory: inventoryFigures,
  console: consoleFigures,
};

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const chosen = positionals.length === 0 ? Object.keys(BENCHES) : positionals;
const figures: Figure[] = [];
for (const name of chosen) {
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (bench === undefined) throw new Error(`There is no bench ${name}: ${Object.keys(BENCHES).join(', ')}`);
  figures.push(...(await bench()));
}

console.log(
  `\n${table(
    ['', 'FIGURE', 'VALUE', 'BOUND'],
    figures.map((figure) => [
      holds(figure) ? '✓' : '✗',
      figure.name,
      figure.value.toPrecision(4),
      figure.atLeast === undefined ? `at most ${figure.atMost}` : `at least ${figure.atLeast}`,
    ]),
  )}`,
);
if (values.json !== undefined) {
  const byName = Object.fromEntries(figures.map(({ name, value }) => [name, value]));
  writeFileSync(values.json, `${JSON.stringify(byName, undefined, 2)}\n`);
}
