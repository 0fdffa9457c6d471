import type { LedgerPager } from '../contracts/ledger.ts';
import type { Upload } from '../contracts/upload.ts';

/** Uploads that are read at once. */
const A_PAGE = 100;

/** A version of the settings, and when it was decided that it is active. */
export type SettingsActivation = { readonly version: number; readonly decidedAt: string };

/**
 * The versions of the settings that were ever active, newest first. Files that arrived are read a page at a time, for as
 * long as someone asks for an earlier version, and no further than the first one.
 */
export async function* settingsActivations(
  ledger: Pick<LedgerPager<'uploads'>, 'page'>,
): AsyncGenerator<SettingsActivation> {
  // Ids of files that arrived in the same second are in no order, versions are.
  let ofSecond: SettingsActivation[] = [];
  let second = '';
  let after: string | undefined;
  do {
    const { items, next } = await ledger.page('uploads', A_PAGE, after);
    for (const upload of items) {
      if (upload.receivedAt !== second) {
        yield* newestFirst(ofSecond);
        if (ofSecond.some(({ version }) => version === 1)) return;
        [ofSecond, second] = [[], upload.receivedAt];
      }
      if (wasActive(upload)) ofSecond.push({ version: Number(upload.version), decidedAt: upload.decidedAt });
    }
    after = next;
  } while (after !== undefined);
  yield* newestFirst(ofSecond);
}

/** A file that gave way to a later one was active before; one that never was has no version. */
function wasActive({ kind, decision, version }: Upload): boolean {
  return kind === 'settings' && version !== '' && (decision === 'active' || decision === 'superseded');
}

function newestFirst(activations: readonly SettingsActivation[]): SettingsActivation[] {
  return activations.toSorted((a, b) => b.version - a.version);
}
