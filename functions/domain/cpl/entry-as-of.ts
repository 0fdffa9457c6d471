import { CPL_STATUSES, type CplEntry } from './cpl-entry.ts';

/** One change of an entry as it reached the DSP, as far as it shows what the DSP held from then on. */
export type ReachedChange = {
  readonly order: string;
  readonly kind: string;
  readonly status: string;
  readonly uploadedGbcsVersion: string;
  readonly uploadedAt: string;
};

/** Changes that leave all but the GBCS version as it is. */
const GBCS_ALONE: ReadonlySet<string> = new Set(['gbcsOnly', 'correction']);

/**
 * What the DSP held of an entry at an instant; undefined when it held none. Status and GBCS version are kept of every
 * change; the rest is that of the last one, which is `exact` unless a later change may have touched it.
 */
export function entryAsOf(
  entry: CplEntry & { readonly history: readonly ReachedChange[] },
  instant: string,
): { readonly entry: CplEntry; readonly exact: boolean } | undefined {
  const inOrder = entry.history.toSorted((a, b) => (a.order < b.order ? -1 : 1));
  const then = inOrder.findLast(({ uploadedAt }) => uploadedAt <= instant);
  if (then === undefined) return undefined;
  const exact = inOrder.every(({ uploadedAt, kind }) => uploadedAt <= instant || GBCS_ALONE.has(kind));
  const status = CPL_STATUSES.find((known) => known === then.status) ?? entry.status;
  return { entry: { ...entry, status, gbcsVersion: then.uploadedGbcsVersion }, exact };
}
