import type * as z from 'zod/mini';
import { type ActiveFile, AgreedList, SettingsFile } from '../contracts/governance.ts';
import type { LedgerReader } from '../contracts/ledger.ts';
import { type AgreedList as AgreedListContent, EMPTY_AGREED_LIST } from '../domain/trials/agreed-list.ts';
import { DEFAULT_SETTINGS, type Settings, withDefaults } from '../domain/settings/settings.ts';
import { governanceKey } from './active-governance.ts';
import type { S3Objects } from './s3-objects.ts';

/** The settings that srv-events goes by. */
type EventSettings = Pick<Settings, 'trialFlagging' | 'eventClockAheadHours'>;

/**
 * By what events and trial devices are evaluated: the settings about them and all versions of the agreed list. Which are active is one
 * small read at each call; the content of a version never changes, so it is read and checked once for as long as the
 * execution environment lives.
 */
export function trialRules(ledger: LedgerReader<'activeGovernance'>, archive: Pick<S3Objects, 'text'>) {
  async function content<T>(contract: z.ZodMiniType<T>, key: string): Promise<T> {
    return contract.parse(JSON.parse(await archive.text(key)));
  }

  function kept<T>(key: string, read: () => Promise<T>, into: Map<string, Promise<T>>): Promise<T> {
    const known = into.get(key);
    if (known !== undefined) return known;
    const reading = read();
    into.set(key, reading);
    // A failed read is not kept: the next batch tries again.
    reading.catch(() => into.delete(key));
    return reading;
  }

  const lists = new Map<string, Promise<AgreedListContent>>();
  const settings = new Map<string, Promise<EventSettings>>();

  async function eventSettings(active: ActiveFile | undefined): Promise<EventSettings> {
    if (active === undefined) return DEFAULT_SETTINGS;
    return kept(active.key, async () => withDefaults(await content(SettingsFile, active.key)), settings);
  }

  return {
    async current(): Promise<EventSettings & { readonly lists: readonly AgreedListContent[] }> {
      const active = await ledger.get('activeGovernance');
      const keys = Array.from({ length: active.agreedList?.version ?? 0 }, (_, index) =>
        governanceKey('agreed-list', index + 1),
      );
      const [{ trialFlagging, eventClockAheadHours }, ...all] = await Promise.all([
        eventSettings(active.settings),
        ...keys.map((key) => kept(key, () => content(AgreedList, key), lists)),
      ]);
      return { trialFlagging, eventClockAheadHours, lists: [EMPTY_AGREED_LIST, ...all] };
    },
  };
}
