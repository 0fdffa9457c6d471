import { type DeviceSuspension, suspensionId } from './device-suspension.ts';
import type { LedgerPager } from './ledger.ts';

/** Suspensions that are read at once. */
const A_PAGE = 1000;

/**
 * Whether the DSP was asked to suspend devices at the end of their trial. Devices are asked about in the order of their
 * ids, as the suspensions of a trial are kept: each page is read once, from the device on that is asked about, and
 * one page is in memory. What is read depends on the devices that are asked about, and not on how many there were before.
 */
export function askedSuspensions(
  ledger: Pick<LedgerPager<'suspensions'>, 'page'>,
  trial: Pick<DeviceSuspension, 'trialId' | 'endDate'>,
): { readonly has: (deviceId: string) => Promise<boolean> } {
  let known: ReadonlySet<string> = new Set();
  /** The last device that the page in memory speaks of. */
  let upTo = '';

  async function readFrom(deviceId: string): Promise<void> {
    // Of an id without its last character no suspension is kept, and it stands before the id.
    const before = suspensionId(trial, deviceId.slice(0, -1));
    const { items, next } = await ledger.page('suspensions', A_PAGE, before, trial);
    known = new Set(items.map(({ requestId }) => requestId));
    upTo = next === undefined ? '\uFFFF' : (items.at(-1)?.deviceId ?? '');
  }

  return {
    async has(deviceId) {
      if (deviceId > upTo) await readFrom(deviceId);
      return known.has(suspensionId(trial, deviceId));
    },
  };
}
