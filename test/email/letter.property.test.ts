import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Mail } from '../../functions/contracts/mail.ts';
import { isHeaderText } from '../../functions/email/header-text.ts';
import { letterMail } from '../../functions/email/letter-mail.ts';
import { letterWith } from '../support/letter-with.ts';

describe('a letter, whatever texts it carries,', () => {
  test('has one and the same skeleton', () => {
    const tags = (text: string): string[] => letterMail(letterWith(text)).html.match(/<[^>]*>/g) ?? [];
    const plain = tags('text');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tags(text)).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });

  test('is a valid mail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const mail = letterMail({ ...letterWith(text), subject: `Receipt ${text}` });
        expect(Mail.safeParse(mail).success).toBe(true);
        expect(isHeaderText(mail.subject)).toBe(true);
        expect(mail.attachments.every((attachment) => isHeaderText(attachment.fileName))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
