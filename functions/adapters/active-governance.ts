import type * as z from 'zod/mini';
import {
  type ActiveFile,
  type ActiveGovernance,
  AgreedList,
  AgreedLists,
  Certificates,
  GbcsRegister,
  SettingsFile,
  VersionCombinations,
} from '../contracts/governance.ts';
import type { LedgerReader } from '../contracts/ledger.ts';
import { type AgreedList as AgreedListContent, EMPTY_AGREED_LIST } from '../domain/trials/agreed-list.ts';
import { type AgreedLists as AgreedListsContent, foldedLists, NO_AGREED_LISTS } from '../domain/trials/agreed-lists.ts';
import type { Certificates as CertificatesContent } from '../domain/cpl/certificates.ts';
import {
  DEFAULT_VERSION_COMBINATIONS,
  type VersionCombinations as VersionCombinationsContent,
} from '../domain/gbcs/version-combinations.ts';
import { DEFAULT_GBCS_REGISTER } from '../domain/gbcs/gbcs-register.ts';
import type { GbcsRegister as GbcsRegisterContent } from '../domain/gbcs/gbcs-register.ts';
import { type Settings, withDefaults } from '../domain/settings/settings.ts';
import type { S3Objects } from './s3-objects.ts';

/** Key in the archive of one version of a governance file's parsed content. */
export function governanceKey(kind: 'agreed-list' | 'settings', version: number): string {
  return `governance/${kind}/${String(version).padStart(6, '0')}.json`;
}

/**
 * Every version of the agreed list there has been, folded: one object, however many there were. Of lists that were activated
 * before their history was kept, each version is read.
 */
export async function agreedLists(
  active: ActiveFile | undefined,
  content: <T>(contract: z.ZodMiniType<T>, key: string) => Promise<T>,
): Promise<AgreedListsContent> {
  if (active === undefined) return NO_AGREED_LISTS;
  if (active.historyKey !== undefined) return content(AgreedLists, active.historyKey);
  const versions = Array.from({ length: active.version }, (_, index) => index + 1);
  const keys = versions.map((version) => governanceKey('agreed-list', version));
  return foldedLists(await Promise.all(keys.map((key) => content(AgreedList, key))));
}

/**
 * The governance files that are active now. Which ones they are is read from the ledger (one small read); their
 * content is immutable, so it is kept by version for as long as the execution environment lives.
 */
export function activeGovernance(ledger: LedgerReader<'activeGovernance'>, archive: Pick<S3Objects, 'text'>) {
  const contents = new Map<string, unknown>();
  let asked: Promise<ActiveGovernance> | undefined;

  /**
   * What is active, read once for all who ask at the same moment: so a list, a register and settings that are asked for
   * together belong together. Whoever asks later reads them again.
   */
  function current(): Promise<ActiveGovernance> {
    if (asked !== undefined) return asked;
    asked = ledger.get('activeGovernance');
    queueMicrotask(() => {
      asked = undefined;
    });
    return asked;
  }

  async function content<T>(contract: z.ZodMiniType<T>, key: string): Promise<T> {
    if (!contents.has(key)) contents.set(key, JSON.parse(await archive.text(key)));
    return contract.parse(contents.get(key));
  }
  const active = async <T>(contract: z.ZodMiniType<T>, file: ActiveFile | undefined, otherwise: T): Promise<T> =>
    file === undefined ? otherwise : await content(contract, file.key);

  return {
    agreedList: async (): Promise<AgreedListContent> =>
      active(AgreedList, (await current()).agreedList, EMPTY_AGREED_LIST),

    /** Every version of the agreed list there has been, folded. */
    agreedListHistory: async (): Promise<AgreedListsContent> => agreedLists((await current()).agreedList, content),

    gbcsRegister: async (): Promise<GbcsRegisterContent> =>
      active(GbcsRegister, (await current()).gbcsRegister, DEFAULT_GBCS_REGISTER),

    versionCombinations: async (): Promise<VersionCombinationsContent> =>
      active(VersionCombinations, (await current()).versionCombinations, DEFAULT_VERSION_COMBINATIONS),

    /** The certificates by entry number; empty before any published sheet or workbook came. */
    async certificates(): Promise<CertificatesContent> {
      const all = await active(Certificates, (await current()).certificates, []);
      return new Map(all.map((certificates) => [certificates.entryNumber, certificates]));
    },

    settingsVersion: async (version: number): Promise<Settings> =>
      withDefaults(await content(SettingsFile, governanceKey('settings', version))),

    settings: async (): Promise<Settings> => withDefaults(await active(SettingsFile, (await current()).settings, {})),
  };
}
