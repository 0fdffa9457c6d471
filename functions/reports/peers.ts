import type { ReportedTrial } from '../contracts/trial-report.ts';
import { type Certificates, cpaReferenceOf } from '../domain/cpl/certificates.ts';
import { type CplEntry, isActive } from '../domain/cpl/cpl-entry.ts';
import { type DeviceCount, type DeviceCounter, devicesOfEntry } from '../domain/devices/device-count.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { isTrialCertificate } from '../domain/trials/trial-eligibility.ts';
import { commissionedOf, type StatusCounts, type Trial } from '../domain/trials/trial-status.ts';

/** Entries beside which a trial is set: the newest ones, which are installed now as its devices are. */
const MOST_PEERS = 3;
/** Devices that are counted of each entry: enough for a share, in one request. */
const MOST_PEER_DEVICES = 1_000;

/** Devices with certified firmware of the same manufacturer and type, by trial; one count for each entry. */
export type PeersOfTrials = ReadonlyMap<string, readonly DeviceCount[]>;

/**
 * Counts the devices beside which those of each trial are set (R71): of the newest Current entries of its manufacturer,
 * device type and variant family whose CPA certificate is known and not a trial one. What is counted is bounded, so that
 * a report costs as many requests whatever the inventory has.
 */
export async function countPeers(
  trials: readonly Trial[],
  entries: readonly CplEntry[],
  certificates: Certificates,
  { trialCertificatePattern }: Pick<Settings, 'trialCertificatePattern'>,
  devices: DeviceCounter,
): Promise<PeersOfTrials> {
  const certified = entries.filter((entry) => {
    const reference = cpaReferenceOf(entry, certificates) ?? '';
    return isActive(entry) && reference !== '' && !isTrialCertificate(reference, trialCertificatePattern);
  });
  const newestFirst = certified.sort((a, b) => (a.entryNumber < b.entryNumber ? 1 : -1));
  const peers = new Map<string, readonly DeviceCount[]>();
  for (const trial of trials) {
    const counts: DeviceCount[] = [];
    for (const entry of newestFirst.filter((each) => isPeer(each, trial)).slice(0, MOST_PEERS)) {
      counts.push(await devicesOfEntry(entry, devices, MOST_PEER_DEVICES));
    }
    peers.set(trial.trialId, counts);
  }
  return peers;
}

/** How many devices in use are Commissioned, of a trial and of its peers (R71); nothing where none of the trial is in use. */
export function comparedWithPeers(
  flagged: StatusCounts,
  peers: readonly DeviceCount[],
): Pick<ReportedTrial, 'compared'> {
  const own = commissionedOf([flagged]);
  if (own.inUse === 0) return {};
  const ofPeers = commissionedOf(peers.map(({ byStatus }) => byStatus));
  return { compared: { own, peers: { ...ofPeers, atLeast: peers.some(({ atLeast }) => atLeast) } } };
}

function isPeer(entry: CplEntry, { manufacturerIdentifier, deviceType, variantFamily }: Trial): boolean {
  return (
    entry.manufacturerIdentifier === manufacturerIdentifier &&
    entry.deviceType === deviceType &&
    entry.variantFamily === variantFamily
  );
}
