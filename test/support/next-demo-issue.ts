import { demoInput } from '../../infra/local/demo-inputs.ts';

/** Issue 2.313: the last list of the demo, of which so many rows that a change applies to are changed. */
export function nextIssue(change: (row: string) => string, atMost: number): string {
  let changed = 0;
  const rows = demoInput('cpl-2.312.csv').replaceAll('Version 2.312 ', 'Version 2.313 ').split('\r\n');
  return rows
    .map((row) => {
      const after = change(row);
      if (after === row || changed === atMost) return row;
      changed += 1;
      return after;
    })
    .join('\r\n');
}
