import type { TrialReport, UnknownCertificate } from '../contracts/trial-report.ts';
import { devicesInUse } from '../domain/trials/trial-status.ts';
import { devicesInWords, supplierIdsInWords } from './device-words.ts';
import { column, day, type Section, type Value } from './workbook.ts';

/** Certificates of every Device Model that are due, missing or not known, with the devices in the SMI (R67). */
export function certificatesSheet(report: TrialReport): Section {
  const unknown = (what: string, { entryKey, entryNumber, trialIds }: UnknownCertificate): Value[] => [
    '',
    '',
    what,
    entryNumber,
    entryKey,
    '',
    '',
    '',
    '',
    '',
    trialIds.join(', '),
  ];
  return {
    sheet: 'Certificates',
    columns: [
      day('Date'),
      column('Days left', 10),
      column('Expiry or renewal', 16),
      column('Entry number', 14),
      column('CPL entry', 36),
      column('CPA certificate', 24),
      column('Due within days', 12),
      column('Devices in use', 12),
      column('Devices by status', 30),
      column('Devices by supplier (EUI-64)', 40),
      column('Trials', 20),
    ],
    rows: [
      ...report.certificates.map((due) => [
        due.date,
        due.daysLeft,
        due.kind,
        due.entryNumber,
        due.entryKey,
        due.certificateId,
        due.within === 0 ? 'past' : due.within,
        due.devices === undefined ? 'not counted' : devicesInUse(due.devices.byStatus),
        due.devices === undefined ? '' : devicesInWords(due.devices.byStatus, due.devices.atLeast),
        due.devices === undefined ? '' : supplierIdsInWords(due.devices.bySupplier),
        due.trialIds.join(', '),
      ]),
      ...report.certificatesNone.map((entry) => unknown('no certificate', entry)),
      ...report.certificatesNotKnown.map((entry) => unknown('not known', entry)),
    ],
  };
}
