import { certificatesDue, type DueWithin } from '../domain/cpl/certificates-due.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import type { CpaCertificate } from '../domain/cpl/certificates.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import type { DeviceCount } from '../domain/devices/device-count.ts';
import { devicesInUse } from '../domain/trials/trial-status.ts';
import { countDevicesOf } from './count-devices.ts';
import type { ReportSources } from './ports.ts';

/** One entry whose CPA certificate is due or past due, that has none, or of whose certificate nothing is known. */
export type CertificateLine = {
  readonly entryNumber: string;
  readonly entryKey: string;
  readonly state: 'due' | 'none' | 'not-known';
  readonly certificateId: string;
  readonly kind: CpaCertificate['dateKind'] | null;
  readonly date: string;
  readonly daysLeft: number | null;
  /** Days within which it is due: 30, 90 or 180; 0 where that is past. */
  readonly within: DueWithin | null;
  /** Devices of the SMI that run its firmware; null where they were not counted. */
  readonly devices: DeviceCount | null;
  readonly devicesInUse: number | null;
};

/** The certificates of every Device Model that someone has to look at, the soonest first (R67). */
export async function certificateList(
  { models, governance, devices }: Pick<ReportSources, 'models' | 'governance' | 'devices'>,
  now: string,
): Promise<CertificateLine[]> {
  const entries = await Array.fromAsync(models.all());
  const { due, none, notKnown } = certificatesDue(entries, await governance.certificates(), londonDay(now));
  const counted = await countDevicesOf([...due.map(({ entry }) => entry), ...none], devices);
  const line = (entry: CplEntry, state: CertificateLine['state']): CertificateLine => {
    const count = counted.get(entry.entryKey);
    return {
      entryNumber: entry.entryNumber,
      entryKey: entry.entryKey,
      state,
      certificateId: '',
      kind: null,
      date: '',
      daysLeft: null,
      within: null,
      devices: count ?? null,
      devicesInUse: count === undefined ? null : devicesInUse(count.byStatus),
    };
  };
  return [
    ...due.map(({ entry, certificate: { reference, dateKind, date }, daysLeft, within }) => ({
      ...line(entry, 'due'),
      certificateId: reference,
      kind: dateKind,
      date,
      daysLeft,
      within,
    })),
    ...none.map((entry) => line(entry, 'none')),
    ...notKnown.map((entry) => line(entry, 'not-known')),
  ];
}
