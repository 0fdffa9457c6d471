import { readFileSync, writeFileSync } from 'node:fs';
import { FINDING_CODES } from '../../functions/domain/findings/finding-codes.ts';
import { ROOT, sourcesUnder } from '../support/source-tree.ts';

/** Where the page of all findings is kept. */
export const FINDINGS_PATH = 'docs/FINDINGS.md';

const REACH = { file: 'refuses the file', row: 'quarantines the row', warning: 'please check' } as const;

/** Codes in the text of a source: whole literals, and the two ends of one that is put together. */
const LITERAL = /(['`])([A-Z]+(?:-(?:[A-Z0-9]+|\$\{\w+\}))+|\$\{\w+\}(?:-[A-Z]+)+)\1/g;

/** The page of all findings, made of the list of their codes. */
export function findingsPage(): string {
  const rows = Object.entries(FINDING_CODES).map(([code, { severities, meaning, source }]) => {
    const reach = severities.map((severity) => REACH[severity]).join(' or ');
    return `| \`${code}\` | ${reach} | ${meaning} | ${source} |`;
  });
  return [
    '# Findings',
    '',
    'Written by `npm run findings` from `functions/domain/findings/codes`; a test fails when this page is not what the list',
    'says. A receipt, its mail and `npm run cpl -- check` show one finding of each code and field, the worst first, which',
    'names the other lines of its kind; the findings table beside a receipt has every single one. A finding that *refuses the',
    'file* leaves everything as it is; one that *quarantines the row* leaves its entry as it is; *please check* changes nothing.',
    '',
    `${rows.length} codes.`,
    '',
    '| code | reach | meaning | source |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** The page as it is on disk. */
export function findingsPageOnDisk(): string {
  return readFileSync(`${ROOT}${FINDINGS_PATH}`, 'utf8');
}

/**
 * What in the sources looks like a code of a finding, each as a pattern: one that is put together has `*` where a name
 * is filled in.
 */
export function codesInSources(): ReadonlySet<string> {
  const sources = [...sourcesUnder(['functions'], '.ts')].filter(([path]) => !path.includes('/findings/codes/'));
  return new Set(
    sources.flatMap(([, text]) =>
      [...text.matchAll(LITERAL)].map(([, , code = '']) => code.replaceAll(/\$\{\w+\}/g, '*')),
    ),
  );
}

if (import.meta.main) {
  if (process.argv.includes('--write')) writeFileSync(`${ROOT}${FINDINGS_PATH}`, findingsPage());
  else process.stdout.write(findingsPage());
}
