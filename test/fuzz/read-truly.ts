/** How many files were read, and how many refused. */
export type FileTally = { read: number; refused: number };

type Reading<T> = { readonly refused: readonly unknown[] } | { readonly read: T };

/** Whether a file is refused for a reason, or read as something that, written out, is read as the same. */
export function isReadTruly<T>(
  tally: FileTally,
  file: Uint8Array,
  read: (bytes: Uint8Array) => Reading<T>,
  write: (value: T) => string,
): boolean {
  const reading = read(file);
  tally['refused' in reading ? 'refused' : 'read'] += 1;
  if ('refused' in reading) return reading.refused.length > 0;
  const again = read(Buffer.from(write(reading.read)));
  return 'read' in again && JSON.stringify(again.read) === JSON.stringify(reading.read);
}
