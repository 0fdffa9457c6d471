import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageBody } from '../../functions/contracts/message-body.ts';

/** What SQS takes, as its documentation has it, less the planes above the first, which not every SQS takes. */
const TAKEN = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD]*$/;

test('a message has only characters that SQS takes, and says what it was made from', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const content = { text: `${text}\uFFFE\uFFFF\u{1F469}\uD800` };
      const body = messageBody(content);
      expect(body).toMatch(TAKEN);
      expect(JSON.parse(body)).toEqual(content);
    }),
  );
});
