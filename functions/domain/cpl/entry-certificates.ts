import type { EntryCertificates } from './certificates.ts';
import { textOrNothing } from './cpl-words.ts';
import type { PublishedRow } from './published-columns.ts';
import { isoDay } from './published-day.ts';

/** The certificates in a row of the published sheet whose values are of the right form. */
export function certificatesIn({ value }: PublishedRow): EntryCertificates {
  const cpa = cpaReference(value('cpaReference'));
  const dlms = textOrNothing(value('dlmsReference'));
  const zse = textOrNothing(value('zseReference'));
  return {
    entryNumber: value('entryNumber'),
    cpa:
      cpa.reference === ''
        ? null
        : {
            reference: cpa.reference,
            dateKind: /R/i.test(cpa.prefix) ? 'renewal' : 'expiry',
            date: isoDay(value('cpaDate')) ?? '',
            characteristics: textOrNothing(value('cpaCharacteristics')),
          },
    dlms: dlms === '' ? null : { reference: dlms, version: textOrNothing(value('dlmsVersion')) },
    zse: zse === '' ? null : { reference: zse, version: textOrNothing(value('zseVersion')) },
    imageCreator: textOrNothing(value('imageCreator')),
    imageDescriptor: textOrNothing(value('imageDescriptor')),
    imageHash: textOrNothing(value('imageHash')).replaceAll(':', '').toUpperCase(),
  };
}

/** A CPA certificate's number as written, in its prefix (`[E]` or `[R]`, '' without one) and its reference. */
export function cpaReference(written: string): { readonly prefix: string; readonly reference: string } {
  const [prefix = ''] = /^\[\s*[ER]\s*\]/i.exec(written) ?? [];
  return { prefix, reference: textOrNothing(written.slice(prefix.length)) };
}
