import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparePlaces } from '../../../functions/domain/devices/device-event.ts';
import { writtenTime } from '../../../functions/domain/devices/written-time.ts';

test.each([
  ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z', undefined],
  ['2026-03-02T10:00:00.5+01:00', '2026-03-02T09:00:00.500Z', undefined],
  ['2026-03-02T09:00:00.123000Z', '2026-03-02T09:00:00.123Z', undefined],
  ['2026-03-02T09:00:00.1239999Z', '2026-03-02T09:00:00.123Z', '9999'],
  ['2026-03-02T09:00:00.000000001-00:30', '2026-03-02T09:30:00.000Z', '000001'],
  ['2026-03-02t09:00:00.1239z', '2026-03-02T09:00:00.123Z', '9'],
  ['2026-03-02T09:00:00.12300400Z', '2026-03-02T09:00:00.123Z', '004'],
])('%s is %s and the digits %s', (text, at, beyondMillis) => {
  expect(writtenTime(text)).toStrictEqual(beyondMillis === undefined ? { at } : { at, beyondMillis });
});

test('of two times within a second, that with the greater fraction is the later, however many digits they have', () => {
  const fraction = fc.bigInt({ min: 0n, max: 999_999_999_999_999n }).map((n) => n.toString().padStart(15, '0'));
  fc.assert(
    fc.property(fraction, fraction, fc.boolean(), (one, other, isShort) => {
      const place = (digits: string) => ({
        ...writtenTime(`2026-03-02T09:00:00.${isShort ? digits.replace(/0{1,14}$/, '') : digits}Z`),
        id: 'same',
      });
      const order = BigInt(one) < BigInt(other) ? -1 : BigInt(one) > BigInt(other) ? 1 : 0;
      expect(comparePlaces(place(one), place(other))).toBe(order);
    }),
  );
});
