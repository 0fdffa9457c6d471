import { devicesInWords, supplierIdsInWords } from '../../email/device-words.ts';
import { counted } from '../../email/words.ts';
import type { Command } from '../command.ts';
import { table } from '../table.ts';
import { type CertificateLine, certificateList } from '../../reports/certificate-list.ts';

/** The CPA certificates of every Device Model that are due or past due, with the devices that it concerns. */
export const certificates: Command = {
  usage: 'certificates',
  does: 'CPA certificates past due or due within 180 days, entries that have none or an unknown one, and devices by status and supplier',
  words: [0, 0],
  options: [],
  async run({ pipeline }) {
    const { access } = pipeline();
    const lines = await certificateList(access.reportPorts, await access.ports.now());
    const known = lines.filter(({ state }) => state !== 'not-known');
    const unknown = lines.length - known.length;
    const rows = table(
      ['ENTRY', 'DEVICE MODEL', 'CERTIFICATE', 'DUE', 'LEFT', 'IN USE', 'DEVICES', 'SUPPLIERS'],
      known.map((line) => [
        line.entryNumber,
        line.entryKey,
        line.state === 'none' ? 'none on the published list' : line.certificateId,
        dueInWords(line),
        leftInWords(line),
        line.devicesInUse,
        line.devices === null ? '' : devicesInWords(line.devices.byStatus, line.devices.atLeast),
        line.devices === null ? '' : supplierIdsInWords(line.devices.bySupplier),
      ]),
    );
    const rest =
      unknown === 0
        ? ''
        : `\n\nOf ${counted(unknown, 'entry', 'entries')} the certificate or its date is not known (--json lists them).`;
    return { json: lines, text: `${rows}${rest}` };
  },
};

function dueInWords({ kind, date }: CertificateLine): string {
  return kind === null ? '' : `${kind === 'expiry' ? 'expires' : 'renewal'} ${date}`;
}

function leftInWords({ daysLeft, within }: CertificateLine): string {
  if (daysLeft === null) return '';
  return daysLeft < 0 ? `${counted(-daysLeft, 'day')} past` : `${counted(daysLeft, 'day')} (within ${within})`;
}
