import { COLUMN_MAP } from '../contracts/column-map.ts';
import { acceptedEntries } from '../domain/extract/extract-entries.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import type { S3Objects } from './s3-objects.ts';

/** The accepted list by the key of its snapshot, entry by entry: what is published, uploaded or not. */
export function archivedList(archive: Pick<S3Objects, 'read'>) {
  return ({ snapshotKey }: { readonly snapshotKey: string }): AsyncIterable<CplEntry> =>
    acceptedEntries(
      { records: () => archive.read(`${snapshotKey}/records`), index: () => archive.read(`${snapshotKey}/index`) },
      COLUMN_MAP,
    );
}
