import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import { acceptedModels } from '../domain/list/accepted-models.ts';
import type { S3Objects } from './s3-objects.ts';

/** The Device Models of an accepted list, each by the line that holds: what is published, uploaded or not. */
export function archivedModels(archive: Pick<S3Objects, 'read'>) {
  return ({ listKey }: { readonly listKey: string }): Promise<ReadonlyMap<string, CplEntry>> =>
    acceptedModels(() => archive.read(listKey));
}
