import { basename } from 'node:path';

const GOVERNANCE_FILES: ReadonlySet<string> = new Set([
  'agreed-list.csv',
  'gbcs-register.csv',
  'version-combinations.csv',
  'settings.json',
]);

/** Where in the inbox a file belongs, by its name. */
export function inboxKey(path: string): string {
  const name = basename(path);
  return GOVERNANCE_FILES.has(name) ? `governance/${name}` : `cpl/${name}`;
}
