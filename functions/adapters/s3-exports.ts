import type { S3Objects } from './s3-objects.ts';

/** Where DynamoDB puts the exports that this pipeline starts: a folder each, named by the time at which it began. */
const EXPORTS = 'export/AWSDynamoDB/';

/** Exports that are looked at, the newest: one that failed or is under way has no summary yet. */
const MOST_LOOKED_AT = 7;

/** The exports of the inventory in the reports bucket. DynamoDB writes the summary of one when all of it is there. */
export function s3Exports(bucket: Pick<S3Objects, 'folders' | 'facts'>) {
  return {
    /** When the newest complete export was finished (ISO instant), if there is one among the last. */
    async lastFinished(): Promise<string | undefined> {
      const folders = await Array.fromAsync(bucket.folders(EXPORTS));
      for (const folder of folders.toReversed().slice(0, MOST_LOOKED_AT)) {
        const summary = await bucket.facts(`${folder}manifest-summary.json`);
        if (summary !== undefined) return summary.lastModified;
      }
      return undefined;
    },
  };
}
