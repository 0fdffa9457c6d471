import type { TrialReport } from '../contracts/trial-report.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import type { SmiDevice } from '../domain/devices/device.ts';
import { smiDevice } from '../domain/devices/smi-device.ts';
import { trialsOf } from '../domain/trials/trial-standing.ts';
import type { ReportSources } from './ports.ts';
import { modelKey, trialReport } from './trial-report.ts';
import { trialCertified } from './without-flag.ts';

/** Makes a report without keeping or sending it, for somebody who only wants to look. */
export async function draftSscReport(id: string, now: string, sources: ReportSources): Promise<TrialReport> {
  const { governance, devices, models, reports } = sources;
  const [agreedLists, settings, certificates, previous] = await Promise.all([
    governance.agreedListHistory(),
    governance.settings(),
    governance.certificates(),
    reports.latest(),
  ]);
  const trials = trialsOf(agreedLists);
  const flagged = new Map<string, readonly SmiDevice[]>();
  const entries = new Map<string, readonly CplEntry[]>();
  for (const { trialId, manufacturerIdentifier, models: of } of trials) {
    if (settings.trialFlagging === 'on') {
      const ofTrial = await Array.fromAsync(devices.trialDevices(trialId), (record) => smiDevice(record, settings));
      // The index may be a moment behind the table: what counts is the flag of the record itself.
      flagged.set(
        trialId,
        ofTrial.filter(({ trial }) => trial?.trialId === trialId),
      );
    }
    for (const { model } of of) {
      const key = modelKey(manufacturerIdentifier, model);
      if (!entries.has(key)) entries.set(key, await models.ofModel(manufacturerIdentifier, model));
    }
  }
  return trialReport({
    reportId: id,
    now,
    agreedLists,
    settings,
    devices: flagged,
    entries,
    certificates,
    ...(await trialCertified(models.all(), certificates, settings, devices)),
    previous,
  });
}
