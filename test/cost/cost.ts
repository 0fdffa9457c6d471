import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { ROOT } from '../support/source-tree.ts';
import { costPage } from './cost-page.ts';
import { COUNTED_PATH } from './counted.ts';
import { countRequests } from './count-requests.ts';

// Counts, and writes the page by it.
const counted = await countRequests();
writeFileSync(`${ROOT}${COUNTED_PATH}`, `${JSON.stringify(counted, undefined, 2)}\n`);
writeFileSync(`${ROOT}docs/COST.md`, costPage(counted));
execFileSync('npx', ['oxfmt', `${ROOT}docs/COST.md`, `${ROOT}${COUNTED_PATH}`]);
console.log(costPage(counted));
