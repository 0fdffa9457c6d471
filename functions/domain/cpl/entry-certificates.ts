import type { EntryCertificates } from './certificates.ts';
import type { PublishedRow } from './published-columns.ts';
import { isoDay } from './published-day.ts';

/** Ways of writing that there is no value. */
const NOTHING: ReadonlySet<string> = new Set(['n/a', 'na', 'none', 'null', '-', 'not applicable', 'not relevant']);

/** The certificates in a row of the published sheet whose values are of the right form. */
export function certificatesIn({ value }: PublishedRow): EntryCertificates {
  const cpa = cpaReference(value('cpaReference'));
  const dlms = orNothing(value('dlmsReference'));
  const zse = orNothing(value('zseReference'));
  return {
    entryNumber: value('entryNumber'),
    cpa:
      cpa.reference === ''
        ? null
        : {
            reference: cpa.reference,
            dateKind: cpa.prefix === 'R' ? 'renewal' : 'expiry',
            date: isoDay(value('cpaDate')) ?? '',
            characteristics: orNothing(value('cpaCharacteristics')),
          },
    dlms: dlms === '' ? null : { reference: dlms, version: orNothing(value('dlmsVersion')) },
    zse: zse === '' ? null : { reference: zse, version: orNothing(value('zseVersion')) },
    imageCreator: orNothing(value('imageCreator')),
    imageDescriptor: orNothing(value('imageDescriptor')),
    imageHash: orNothing(value('imageHash')).replaceAll(':', '').toUpperCase(),
  };
}

/** A CPA certificate's number as written, in its prefix (`[E] ` or `[R] `, '' without one) and its reference. */
export function cpaReference(written: string): { readonly prefix: '' | 'E' | 'R'; readonly reference: string } {
  const [, letter = '', reference = ''] = /^\[\s*([ER])\s*\]\s*(.*)$/is.exec(written) ?? [];
  if (letter === '') return { prefix: '', reference: orNothing(written) };
  return { prefix: letter.toUpperCase() === 'R' ? 'R' : 'E', reference: orNothing(reference) };
}

/** A text, or '' for words such as `N/A` that only say that there is none. */
export function orNothing(text: string): string {
  return NOTHING.has(text.toLowerCase()) ? '' : text;
}
