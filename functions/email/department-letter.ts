import type { ReadyLetter } from '../contracts/ready-letter.ts';
import type { AgreedListRow } from '../domain/trials/agreed-list.ts';
import { readyLetter } from './ready-letter-text.ts';
import { counted } from './words.ts';

/** The notice to the department of trials that it has not been notified of (R48): the SSC sends it. */
export function departmentLetter(rows: readonly AgreedListRow[], uploadId: string, now: string): ReadyLetter[] {
  const trials = new Map(rows.filter((row) => row.departmentNotifiedOn === '').map((row) => [row.trialId, row]));
  if (trials.size === 0) return [];
  return [
    readyLetter({
      letterId: `DEPARTMENT-${uploadId}`,
      addressee: 'Department for Energy Security and Net Zero',
      sender: 'ssc',
      subject: 'Trials of smart metering devices',
      madeAt: now,
      paragraphs: [
        `The Security Sub-Committee has approved ${counted(trials.size, 'trial')} of devices, and the department has not been notified of ${trials.size === 1 ? 'it' : 'them'} yet. The attached table names each with its product, its limit of devices, its dates and the decision.`,
      ],
      table: {
        name: `trials-${uploadId}.csv`,
        header: ['trial', 'manufacturer', 'device type', 'devices at most', 'start', 'end', 'SSC decision'],
        rows: [...trials.values()].map((row) => [
          row.trialId,
          row.manufacturerIdentifier,
          row.deviceType,
          String(row.deviceLimit),
          row.startDate,
          row.endDate,
          row.sscDecisionReference,
        ]),
      },
    }),
  ];
}
