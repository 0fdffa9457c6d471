import { firmwareKey } from '../domain/trials/agreed-list.ts';
import type { SmiDevice } from '../domain/devices/device.ts';

/** Devices that a report names, flagged or not: it counts all, and the list of OPR exclusions names each flagged one. */
export const MOST_NAMED = 10_000;

/** The flagged devices of a trial: counted as they are read, so that their number takes no memory; the first are named. */
export class FlaggedDevices {
  readonly byStatus: Record<string, number> = {};
  /** Devices by the `firmwareKey` that they run. */
  readonly #byFirmware = new Map<string, number>();
  /** What is named of a device is a line: its last status, and nothing that came before. */
  readonly named: SmiDevice[] = [];
  readonly #mostNamed: number;

  constructor(mostNamed = MOST_NAMED) {
    this.#mostNamed = mostNamed;
  }

  /** Counts a device, and names it if there is room; one that was deleted is none any more. */
  add(device: SmiDevice): void {
    const { status, manufacturer, model, firmwareVersion, statusHistory } = device;
    if (status === 'Deleted') return;
    const key = firmwareKey(manufacturer, model, firmwareVersion);
    this.byStatus[status] = (this.byStatus[status] ?? 0) + 1;
    this.#byFirmware.set(key, (this.#byFirmware.get(key) ?? 0) + 1);
    if (this.named.length < this.#mostNamed)
      this.named.push({ ...device, statusHistory: statusHistory.slice(-1), trialHistory: [] });
  }

  /** How many there are, named or not: all, or those of some firmware. */
  count(isCounted: (firmwareKey: string) => boolean = () => true): number {
    return [...this.#byFirmware].reduce((sum, [key, devices]) => (isCounted(key) ? sum + devices : sum), 0);
  }
}
