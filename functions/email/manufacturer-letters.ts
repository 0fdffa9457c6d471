import type { ExpiredEntry } from '../contracts/expired-entry.ts';
import type { ReadyLetter } from '../contracts/ready-letter.ts';
import type { CorrectionOutstanding } from '../contracts/waiting-line.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import { correctBy } from '../domain/gbcs/expired-gbcs.ts';
import { readyLetter } from './ready-letter-text.ts';
import { counted } from './words.ts';

/** One letter to each manufacturer whose entries declare an expired GBCS version (R25). */
export function expiredLetters(entries: readonly ExpiredEntry[], londonDay: string, now: string): ReadyLetter[] {
  return byManufacturer(entries, ({ entryKey }) => entryKey.split('/')[1] ?? '').map(([manufacturer, those]) =>
    readyLetter({
      letterId: `MANUFACTURER-${manufacturer}-EXPIRED-${londonDay.replaceAll('-', '')}`,
      addressee: `Manufacturer ${manufacturer}`,
      sender: 'secas',
      subject: 'Central Products List: entries under an expired GBCS version',
      madeAt: now,
      paragraphs: [
        `${counted(those.length, 'Current entry', 'Current entries')} of yours on the Central Products List ${those.length === 1 ? 'declares' : 'declare'} a GBCS version that has expired. The attached table names them, each with the day by which it is to be corrected, three months from the notice.`,
        'Please submit each entry again under a valid GBCS version. The new line replaces the present one. You do not need a new firmware version only for that.',
        'The devices keep working. Entries that are not corrected in that time are put before the Panel, which considers their removal.',
      ],
      table: {
        name: `expired-gbcs-${manufacturer}-${londonDay}.csv`,
        header: ['entry number', 'entry', 'GBCS version', 'expired on', 'correct by'],
        rows: those.map(({ entryNumber, entryKey, gbcsVersion, expiredOn, noticedOn }) => [
          entryNumber,
          entryKey,
          gbcsVersion,
          expiredOn,
          correctBy(noticedOn),
        ]),
      },
    }),
  );
}

/** The note to the Panel of the entries whose three months are over (R25). */
export function panelExpiredLetter(entries: readonly ExpiredEntry[], londonDay: string, now: string): ReadyLetter[] {
  if (entries.length === 0) return [];
  return [
    readyLetter({
      letterId: `PANEL-EXPIRED-${londonDay.replaceAll('-', '')}`,
      addressee: 'SEC Panel',
      sender: 'secas',
      subject: 'CPL entries under an expired GBCS version, for the Panel to consider',
      madeAt: now,
      paragraphs: [
        `${counted(entries.length, 'Current entry', 'Current entries')} of the Central Products List still ${entries.length === 1 ? 'declares' : 'declare'} an expired GBCS version, three months after the notice to manufacturers and suppliers. The attached table names them.`,
        'The Panel may consider removing them. Nothing is removed automatically.',
      ],
      table: {
        name: `expired-gbcs-panel-${londonDay}.csv`,
        header: ['entry number', 'entry', 'GBCS version', 'expired on', 'noticed on'],
        rows: entries.map((entry) => [
          entry.entryNumber,
          entry.entryKey,
          entry.gbcsVersion,
          entry.expiredOn,
          entry.noticedOn,
        ]),
      },
    }),
  ];
}

/** One letter to each manufacturer whose entries the DSP now holds under a substitute: Option B asks for a correction (R17). */
export function substituteLetters(
  corrections: readonly CorrectionOutstanding[],
  uploadId: string,
  now: string,
): ReadyLetter[] {
  return byManufacturer(corrections, ({ entry }) => entry.manufacturerIdentifier).map(([manufacturer, those]) =>
    readyLetter({
      letterId: `MANUFACTURER-${manufacturer}-SUBSTITUTE-${uploadId}`,
      addressee: `Manufacturer ${manufacturer}`,
      sender: 'secas',
      subject: 'Central Products List: entries uploaded under a substitute GBCS version',
      madeAt: now,
      paragraphs: [
        `${counted(those.length, 'entry', 'entries')} of yours ${those.length === 1 ? 'was' : 'were'} uploaded to the DSP under a substitute GBCS version, because the DSP does not recognise the declared one yet. The attached table has both versions.`,
        'Until the correction, the Smart Metering Inventory does not show what these devices can do. The DSP is sent the declared version as soon as it recognises it. The entries on the Central Products List do not change.',
        'You do not need to submit anything now: we will write to you if a corrected entry is needed. Please let us know if an entry should not stay under the substitute.',
      ],
      table: {
        name: `substitutes-${manufacturer}-${uploadId}.csv`,
        header: ['entry number', 'entry', 'declared GBCS version', 'substitute'],
        rows: those.map(({ entry, entryKey, substitutedGbcsVersion }) => [
          entry.entryNumber,
          entryKey,
          entry.gbcsVersion,
          substitutedGbcsVersion,
        ]),
      },
    }),
  );
}

/** One letter to each manufacturer of new lines whose type, SMETS or CHTS and GBCS versions are not allowed together (R77). */
export function combinationLetters(entries: readonly CplEntry[], uploadId: string, now: string): ReadyLetter[] {
  return byManufacturer(entries, ({ manufacturerIdentifier }) => manufacturerIdentifier).map(([manufacturer, those]) =>
    readyLetter({
      letterId: `MANUFACTURER-${manufacturer}-COMBINATION-${uploadId}`,
      addressee: `Manufacturer ${manufacturer}`,
      sender: 'secas',
      subject: 'Central Products List: a combination of versions that is not allowed',
      madeAt: now,
      paragraphs: [
        `${counted(those.length, 'entry', 'entries')} of yours ${those.length === 1 ? 'declares' : 'declare'} a device type, a SMETS or CHTS version and a GBCS version that are not allowed together. The attached table names them.`,
        'Please check which version is wrong, and submit the entry again with the right ones.',
      ],
      table: {
        name: `combinations-${manufacturer}-${uploadId}.csv`,
        header: ['entry number', 'entry', 'SMETS or CHTS version', 'GBCS version'],
        rows: those.map(({ entryNumber, entryKey, smetsChtsVersion, gbcsVersion }) => [
          entryNumber,
          entryKey,
          smetsChtsVersion,
          gbcsVersion,
        ]),
      },
    }),
  );
}

function byManufacturer<T>(items: readonly T[], manufacturerOf: (item: T) => string): (readonly [string, T[]])[] {
  return [...Map.groupBy(items, manufacturerOf)].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
