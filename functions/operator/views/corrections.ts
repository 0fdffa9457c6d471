import { type DeviceCount, devicesOfEntry } from '../../domain/devices/device-count.ts';
import type { OperatorPorts } from './ports.ts';

/** An entry that the DSP holds under a substitute GBCS version, and the devices that it concerns (R18, R80). */
export type CorrectionLine = {
  readonly entryKey: string;
  readonly entryNumber: string;
  readonly declaredGbcsVersion: string;
  readonly uploadedGbcsVersion: string;
  readonly cause: string;
  readonly since: string;
  readonly devices: DeviceCount;
};

/** Every correction outstanding, the oldest first. */
export async function correctionsView({
  ledger,
  devices,
}: Pick<OperatorPorts, 'ledger' | 'devices'>): Promise<CorrectionLine[]> {
  const lines: CorrectionLine[] = [];
  for (const { entryKey, entry, substitutedGbcsVersion, cause, since } of await ledger.list('corrections')) {
    const { entryNumber, gbcsVersion } = entry;
    lines.push({
      entryKey,
      entryNumber,
      declaredGbcsVersion: gbcsVersion,
      uploadedGbcsVersion: substitutedGbcsVersion,
      cause,
      since,
      devices: await devicesOfEntry(entry, devices),
    });
  }
  return lines.sort((a, b) => (a.since < b.since ? -1 : 1));
}
