import type { DeviceModel } from '../contracts/device-model.ts';
import type { LedgerPager, LedgerReader } from '../contracts/ledger.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import { entryAsOf } from '../domain/cpl/entry-as-of.ts';
import { currentState, type DeviceRecord, firmwareKeyOf, openTrial } from '../domain/devices/device-record.ts';
import { type RecordAsOf, recordAsOf } from '../domain/devices/record-as-of.ts';
import { DEFAULT_SETTINGS, type Settings } from '../domain/settings/settings.ts';
import { listsUpTo } from '../domain/trials/agreed-lists.ts';
import { firmwareKey } from '../domain/trials/agreed-list.ts';
import type { Inventory } from './extract-ports.ts';
import type { ReportPorts, ReportSources } from './ports.ts';
import { settingsActivations } from './settings-activations.ts';

/** What is read for a past instant, beside what a report of now reads. */
export type PastSources = {
  readonly devices: ReportSources['devices'];
  readonly inventory: Pick<Inventory, 'everTrial'>;
  readonly models: {
    readonly all: () => AsyncIterable<DeviceModel>;
  };
  readonly governance: Pick<ReportPorts['governance'], 'agreedListHistory' | 'certificates' | 'versionCombinations'> & {
    /** A version of the settings there was. */
    readonly settingsVersion: (version: number) => Promise<Settings>;
  };
  readonly reports: Pick<ReportPorts['reports'], 'find' | 'latest'>;
  readonly ledger: LedgerReader<'sscDecisions'> & Pick<LedgerPager<'uploads'>, 'page'>;
};

/** What could not be rebuilt, in numbers. */
export type Gaps = { readonly devices: ReadonlySet<string>; readonly entries: ReadonlySet<string> };

/**
 * The sources of a report as they stood at an instant, by all that is known now. Devices that were ever in a trial are
 * read once, by one pass over the inventory: a device that is no longer flagged is in no index.
 *
 * @returns the sources, and what they could not rebuild of what was read of them, which grows while it is read.
 */
export async function sourcesAsOf(asOf: string, past: PastSources): Promise<{ sources: ReportSources; gaps: Gaps }> {
  const gaps = { devices: new Set<string>(), entries: new Set<string>() };
  const everTrial = new Map<string, RecordAsOf>();
  for await (const { found } of past.inventory.everTrial()) {
    for (const { record } of found) everTrial.set(record.deviceId, recordAsOf(record, asOf));
  }
  const inOrder = [...everTrial.values()].sort((a, b) => (a.record.deviceId < b.record.deviceId ? -1 : 1));

  function recordOf({ record, exact }: RecordAsOf): DeviceRecord {
    if (!exact) gaps.devices.add(record.deviceId);
    return record;
  }
  function heldThen(model: DeviceModel): CplEntry[] {
    const held = entryAsOf(model, asOf);
    if (held === undefined) return [];
    if (!held.exact) gaps.entries.add(model.entryKey);
    return [held.entry];
  }

  const sources: ReportSources = {
    devices: {
      async *trialDevices(trialId) {
        for (const each of inOrder) if (openTrial(each.record)?.trialId === trialId) yield recordOf(each);
      },
      async *idsByFirmware(manufacturer, model, firmware) {
        const key = firmwareKey(manufacturer, model, firmware);
        const ids = new Set(await Array.fromAsync(past.devices.idsByFirmware(manufacturer, model, firmware)));
        for (const { record } of inOrder) if (firmwareKeyOf(currentState(record)) === key) ids.add(record.deviceId);
        yield* [...ids].sort();
      },
      async findMany(deviceIds) {
        const records = [...(await past.devices.findMany(deviceIds)).values()];
        return new Map(records.map((record) => [record.deviceId, recordOf(recordAsOf(record, asOf))]));
      },
      // The index knows the devices as they are now only.
      countByFirmware: (...of) => past.devices.countByFirmware(...of),
    },
    models: {
      async *all() {
        for await (const model of past.models.all()) yield* heldThen(model);
      },
    },
    governance: {
      agreedListHistory: async () => listsUpTo(await past.governance.agreedListHistory(), asOf),
      settings: () => settingsAsOf(asOf, past),
      // Certificates change in place and their history is not kept: those known now stand in.
      certificates: () => past.governance.certificates(),
      versionCombinations: () => past.governance.versionCombinations(),
    },
    sscDecisions: async () => (await past.ledger.list('sscDecisions')).filter(({ at }) => at <= asOf),
    reports: { latest: () => latestBefore(asOf, past) },
  };
  return { sources, gaps };
}

/** The settings that were active then: each version is kept, and the ledger knows when it was decided on. */
async function settingsAsOf(asOf: string, { ledger, governance }: PastSources): Promise<Settings> {
  for await (const { version, decidedAt } of settingsActivations(ledger)) {
    if (decidedAt <= asOf) return governance.settingsVersion(version);
  }
  return DEFAULT_SETTINGS;
}

/** The report that was the latest then: each names the one before it. */
async function latestBefore(asOf: string, { reports }: PastSources): ReturnType<ReportSources['reports']['latest']> {
  let report = await reports.latest();
  while (report !== undefined && report.madeAt >= asOf) {
    report = report.previousReportId === undefined ? undefined : await reports.find(report.previousReportId);
  }
  return report;
}
