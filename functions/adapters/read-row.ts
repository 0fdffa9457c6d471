/** A row of a table is not what this pipeline writes there: someone else wrote it, or another version of it. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
}

/** The attributes that name a row, in the order of a key. */
const KEYS = ['pk', 'sk', 'deviceId', 'entryKey'];

/**
 * Reads a row of a table.
 *
 * @throws UnreadableRow in one sentence that names the row and what to do, for one that is not of its form.
 */
export function readRow<Item extends Readonly<Record<string, unknown>>, T>(
  table: string,
  item: Item,
  read: (item: Item) => T,
): T {
  try {
    return read(item);
  } catch (cause) {
    const key = KEYS.flatMap((name) => (typeof item[name] === 'string' ? [`${name} "${item[name]}"`] : [])).join(', ');
    throw new UnreadableRow(
      `The row with ${key} of the table ${table} cannot be read (${reasonOf(cause)}). ` +
        'Correct or delete it there, then ask again: docs/RUNBOOK.md, "A row that cannot be read"',
      { cause },
    );
  }
}

/** The first thing that is wrong, as a schema or a parser says it. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const [issue] = 'issues' in cause && Array.isArray(cause.issues) ? cause.issues : [];
  return issue === undefined ? cause.message : `${issue.path.join('.') || 'the whole'}: ${issue.message}`;
}
