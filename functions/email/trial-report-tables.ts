import { disagreementsLeftOut, type TrialReport } from '../contracts/trial-report.ts';
import { DUE_WITHIN } from '../domain/cpl/certificates-due.ts';
import { SMI_STATUSES, type SmiStatus } from '../domain/devices/device.ts';
import { devicesInUse } from '../domain/trials/trial-status.ts';
import { entryKeyInWords } from './entry-words.ts';
import { type Block, moreBlocks } from './letter.ts';
import { statusInWords } from './status-words.ts';
import { counted, dayInWords, firstOf, inFigures } from './words.ts';

/** Certificates that the mail names; the spreadsheet has all. */
const CERTIFICATES_SHOWN = 15;

/** Says how many more the spreadsheet has, if any. */
export function inTheSpreadsheet(more: number, one: string, many?: string): Block[] {
  return moreBlocks(more, `${counted(more, one, many)} in the spreadsheet.`);
}

/** How many trial devices there are in each status, all trials together. */
export function statusBlocks({ trials, trialFlagging }: TrialReport): Block[] {
  const some = trials.filter(({ devicesByStatus }) => devicesByStatus.length > 0);
  if (trialFlagging === 'off' || some.length === 0) return [];
  const inStatus = (status: SmiStatus): number =>
    some
      .flatMap(({ devicesByStatus }) => devicesByStatus)
      .reduce((sum, of) => (of.status === status ? sum + of.devices : sum), 0);
  const statuses = SMI_STATUSES.map((status) => [status, inStatus(status)] as const).filter(
    ([, devices]) => devices > 0,
  );
  return [
    { block: 'heading', text: 'Devices by status' },
    {
      block: 'table',
      table: {
        caption: 'All trials together; withdrawn and decommissioned devices do not count against a limit',
        columns: [{ title: 'SMI status' }, { title: 'Devices', numeric: true }],
        rows: statuses.map(([status, devices]) => [statusInWords(status), inFigures(devices)]),
      },
    },
  ];
}

/** Certificates of all Device Models that expire or are due for renewal, with the devices that it concerns (R67). */
export function certificateBlocks(report: TrialReport): Block[] {
  const { certificates, certificatesNone, certificatesNotKnown, trials } = report;
  if (trials.length + certificates.length + certificatesNone.length + certificatesNotKnown.length === 0) return [];
  const { shown, more } = firstOf(certificates, CERTIFICATES_SHOWN);
  return [
    { block: 'heading', text: 'Certificates' },
    ...(certificates.length === 0
      ? [
          {
            block: 'paragraph' as const,
            text: `No CPA certificate${certificatesNotKnown.length === 0 ? '' : ' that is known'} falls due within 180 days.`,
          },
        ]
      : [
          dueTable(certificates),
          {
            block: 'table' as const,
            table: {
              caption: 'The first to fall due',
              columns: [{ title: 'CPL entry and certificate' }, { title: 'When' }, { title: 'Devices', numeric: true }],
              rows: shown.map(({ entryKey, entryNumber, certificateId, kind, date, daysLeft, devices }) => [
                `${entryNumber}: ${entryKeyInWords(entryKey)}, ${certificateId}`,
                `${kind === 'expiry' ? 'expires' : 'renews'} ${dayInWords(date)}, ${daysLeft < 0 ? `${counted(-daysLeft, 'day')} ago` : counted(daysLeft, 'day')}`,
                devices === undefined ? '' : inUse(devices),
              ]),
            },
          },
        ]),
    ...inTheSpreadsheet(more, 'more certificate'),
    ...notKnownBlocks(certificatesNotKnown),
  ];
}

/** Entries that the DSP holds under a substitute GBCS version: the inventory does not show what their devices can do. */
export function correctionBlocks({ corrections }: TrialReport): Block[] {
  if (corrections.length === 0) return [];
  const { shown, more } = firstOf(corrections, CERTIFICATES_SHOWN);
  return [
    { block: 'heading', text: `Corrections outstanding (${inFigures(corrections.length)})` },
    {
      block: 'paragraph',
      text: 'The DSP holds these entries under another GBCS version than the CPL declares, because it does not recognise the declared one yet. Until each is corrected, the inventory shows the substitute.',
    },
    {
      block: 'table',
      table: {
        caption: 'Entries held under a substitute GBCS version, and the devices in use that run their firmware',
        columns: [
          { title: 'CPL entry' },
          { title: 'Declared' },
          { title: 'Held as' },
          { title: 'Devices', numeric: true },
        ],
        rows: shown.map(({ entryKey, entryNumber, declaredGbcsVersion, uploadedGbcsVersion, devices }) => [
          `${entryNumber}: ${entryKeyInWords(entryKey)}`,
          declaredGbcsVersion,
          uploadedGbcsVersion,
          devices === undefined ? '' : inUse(devices),
        ]),
      },
    },
    ...inTheSpreadsheet(more, 'more entry', 'more entries'),
  ];
}

/** How many expire and how many are renewed within which time, and the devices in use that it concerns. */
function dueTable(certificates: TrialReport['certificates']): Block {
  const bands = DUE_WITHIN.map((within) => certificates.filter((certificate) => certificate.within === within));
  return {
    block: 'table',
    table: {
      caption: 'CPA certificates of all Device Models, and the devices in use that run their firmware',
      columns: [
        { title: 'Due' },
        { title: 'Expire', numeric: true },
        { title: 'Renew', numeric: true },
        { title: 'Devices', numeric: true },
      ],
      rows: bands.map((of, index) => [
        DUE_WITHIN[index] === 0 ? 'Past' : `Within ${DUE_WITHIN[index]} days`,
        ...(['expiry', 'renewal'] as const).map((kind) =>
          inFigures(of.filter((certificate) => certificate.kind === kind).length),
        ),
        inFigures(of.reduce((sum, { devices }) => sum + devicesInUse(devices?.byStatus ?? {}), 0)),
      ]),
    },
  };
}

function inUse({ byStatus, atLeast }: NonNullable<TrialReport['certificates'][number]['devices']>): string {
  return `${atLeast ? 'at least ' : ''}${inFigures(devicesInUse(byStatus))}`;
}

/** Entries whose certificate is not known, each with what it needs. */
function notKnownBlocks(entries: TrialReport['certificatesNotKnown']): Block[] {
  if (entries.length === 0) return [];
  const { shown, more } = firstOf(entries, CERTIFICATES_SHOWN);
  return [
    {
      block: 'paragraph',
      text: `The certificate of ${counted(entries.length, 'entry', 'entries')} or its date is not known: neither the published list nor the workbook has given it yet.`,
    },
    {
      block: 'points',
      points: shown.map(({ entryKey, entryNumber }) => `${entryKeyInWords(entryKey)}, entry number ${entryNumber}`),
    },
    ...inTheSpreadsheet(more, 'more entry', 'more entries'),
  ];
}

/** R68: the same devices, found without the flag. */
export function withoutFlagBlocks({ withoutFlag }: TrialReport): Block[] {
  const { entries, disagreements } = withoutFlag;
  const inField = entries.filter(({ devices }) => devices > 0);
  if (inField.length === 0 && disagreements.length === 0) return [];
  const { shown, more } = firstOf(inField, CERTIFICATES_SHOWN);
  return [
    { block: 'heading', text: 'Cross-check with the CPL' },
    {
      block: 'paragraph',
      text:
        disagreements.length === 0
          ? 'The CPL and the flag agree on every device.'
          : `The CPL and the flag disagree on ${counted(disagreements.length + disagreementsLeftOut(withoutFlag), 'device')}: the spreadsheet names them. The agreed list, the CPL or the pattern of trial certificates is to be put right.`,
    },
    {
      block: 'table',
      table: {
        caption: 'Devices that run firmware with a trial certificate on the CPL, and how many of them carry the flag',
        columns: [
          { title: 'CPL entry and certificate' },
          { title: 'Devices', numeric: true },
          { title: 'Flagged', numeric: true },
        ],
        rows: shown.map(({ entryKey, certificateId, devices, flagged }) => [
          `${entryKeyInWords(entryKey)}: ${certificateId}`,
          inFigures(devices),
          inFigures(flagged),
        ]),
      },
    },
    ...inTheSpreadsheet(more, 'more entry', 'more entries'),
  ];
}
