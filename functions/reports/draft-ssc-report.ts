import type { TrialReport } from '../contracts/trial-report.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import { smiDevice } from '../domain/devices/smi-device.ts';
import { devicesInUse, trialsOf } from '../domain/trials/trial-status.ts';
import { countDevicesOf } from './count-devices.ts';
import { FlaggedDevices, MOST_NAMED } from './flagged-devices.ts';
import { countPeers } from './peers.ts';
import { entriesToCount, entryMatters } from './entry-cases.ts';
import type { ReportSources } from './ports.ts';
import { trialReport } from './trial-report.ts';
import { trialCertified } from './without-flag.ts';

/** Makes a report without keeping or sending it, for somebody who only wants to look. */
export async function draftSscReport(id: string, now: string, sources: ReportSources): Promise<TrialReport> {
  const { governance, devices, models, reports, sscDecisions } = sources;
  const [agreedLists, settings, certificates, combinations, previous, decided, entries] = await Promise.all([
    governance.agreedListHistory(),
    governance.settings(),
    governance.certificates(),
    governance.versionCombinations(),
    reports.latest(),
    sscDecisions(),
    Array.fromAsync(models.all()),
  ]);
  const flagged = new Map<string, FlaggedDevices>();
  let room = MOST_NAMED;
  const trials = settings.trialFlagging === 'on' ? trialsOf(agreedLists) : [];
  for (const { trialId } of trials) {
    const ofTrial = new FlaggedDevices(room);
    for await (const record of devices.trialDevices(trialId)) {
      const device = smiDevice(record, settings);
      // The index may be a moment behind the table: what counts is the flag of the record itself.
      if (device.trial?.trialId === trialId) ofTrial.add(device);
    }
    room -= ofTrial.named.length;
    flagged.set(trialId, ofTrial);
  }
  const matters = entryMatters(entries, certificates, combinations, londonDay(now));
  return trialReport({
    reportId: id,
    now,
    agreedLists,
    settings,
    devices: flagged,
    entries,
    certificates,
    matters,
    decided,
    counted: await countDevicesOf(entriesToCount(matters), devices),
    peers: await countPeers(
      trials.filter(({ trialId }) => devicesInUse(flagged.get(trialId)?.byStatus ?? {}) > 0),
      entries,
      certificates,
      settings,
      devices,
    ),
    ...(await trialCertified(entries, certificates, settings, devices)),
    previous,
  });
}
