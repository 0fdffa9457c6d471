import type * as z from 'zod/mini';
import { type ActiveFile, SettingsFile } from '../contracts/governance.ts';
import type { LedgerReader } from '../contracts/ledger.ts';
import type { AgreedLists } from '../domain/trials/agreed-lists.ts';
import { DEFAULT_SETTINGS, type Settings, withDefaults } from '../domain/settings/settings.ts';
import { agreedLists } from './active-governance.ts';
import type { S3Objects } from './s3-objects.ts';

/** The settings that srv-events goes by. */
type EventSettings = Pick<Settings, 'trialFlagging' | 'eventClockAheadHours'>;

/**
 * By what events and trial devices are evaluated: the settings about them and all versions of the agreed list. Which are active is one
 * small read at each call; the content of a version never changes, so it is read and checked once, and kept for as long as
 * it is active.
 */
export function trialRules(ledger: LedgerReader<'activeGovernance'>, archive: Pick<S3Objects, 'text'>) {
  async function content<T>(contract: z.ZodMiniType<T>, key: string): Promise<T> {
    return contract.parse(JSON.parse(await archive.text(key)));
  }

  /** Keeps what was read for as long as it is asked for by the same key. */
  function keeping<T>() {
    let kept: { readonly key: string; readonly content: Promise<T> } | undefined;
    return (key: string, read: () => Promise<T>): Promise<T> => {
      if (kept?.key === key) return kept.content;
      const reading = read();
      kept = { key, content: reading };
      // A failed read is not kept: the next batch tries again.
      reading.catch(() => {
        if (kept?.content === reading) kept = undefined;
      });
      return reading;
    };
  }

  const lists = keeping<AgreedLists>();
  const settings = keeping<EventSettings>();

  async function eventSettings(active: ActiveFile | undefined): Promise<EventSettings> {
    if (active === undefined) return DEFAULT_SETTINGS;
    return settings(active.key, async () => withDefaults(await content(SettingsFile, active.key)));
  }

  return {
    async current(): Promise<EventSettings & { readonly lists: AgreedLists }> {
      const active = await ledger.get('activeGovernance');
      const [{ trialFlagging, eventClockAheadHours }, all] = await Promise.all([
        eventSettings(active.settings),
        lists(active.agreedList?.key ?? '', () => agreedLists(active.agreedList, content)),
      ]);
      return { trialFlagging, eventClockAheadHours, lists: all };
    },
  };
}
