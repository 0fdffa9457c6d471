import { inFigures } from '../domain/words/counted.ts';
import type { UploadCounts } from '../contracts/upload.ts';

const LABELS: readonly (readonly [keyof UploadCounts, string])[] = [
  ['added', 'Added'],
  ['addedRemoved', 'Of these, marked Removed already'],
  ['gbcsOnly', 'GBCS version changed'],
  ['changed', 'Changed otherwise'],
  ['removed', 'Removed'],
  ['reinstated', 'Reinstated'],
  ['unchanged', 'Unchanged'],
  ['duplicate', 'Duplicates, refused'],
  ['disappeared', 'Missing without a removal'],
  ['blocked', 'Of all these, blocked'],
  ['quarantined', 'Rows quarantined'],
];

/** What happened to the Device Models of a list: each outcome with its number, if there are any. */
export function countsInWords(counts: UploadCounts): (readonly [label: string, number: string])[] {
  return LABELS.filter(([name]) => counts[name] > 0).map(([name, label]) => [label, inFigures(counts[name])]);
}
