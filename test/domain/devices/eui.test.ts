import { describe, expect, test } from 'vitest';
import { duisEui, normaliseEui, shortDeviceId } from '../../../functions/domain/devices/eui.ts';

const EUI = '00-DB-12-34-56-78-90-A0';

describe('an EUI-64', () => {
  test.each([EUI, EUI.toLowerCase(), ` ${EUI}\t`, '00db1234567890a0', '00DB1234567890A0', '00:db:12:34:56:78:90:a0'])(
    'is known in the spelling "%s"',
    (text) => {
      expect(normaliseEui(text)).toBe(EUI);
    },
  );

  test.each([
    '',
    '00-DB-12-34-56-78-90',
    '00-DB-12-34-56-78-90-A0-00',
    '00-DB-12-34-56-78-90-G0',
    '00DB1234567890G0',
    '00DB1234567890A',
    '00DB1234567890A00',
    '00-DB1234567890-A0',
    '00:DB:12:34:56:78:90',
    '00:DB:12:34:56:78:90:A0:11',
    '00:DB:12:34:56:78:90:G0',
    '00:DB-12:34:56:78:90:A0',
    'x00:DB:12:34:56:78:90:A0',
    '00-DB-12-34-56-78',
    '-00DB1234567890-',
    'EUI 00-DB-12-34-56-78-90-A0',
    '00-DB-12-34-56-78-90-A0 or so',
  ])('is not what "%s" is', (text) => {
    expect(normaliseEui(text)).toBeUndefined();
  });

  test('of a DUIS message has its dashes, in either case, and nothing around them', () => {
    expect([EUI, EUI.toLowerCase()].map(duisEui)).toEqual([EUI, EUI]);
    for (const text of [` ${EUI}`, `${EUI} `, '00DB1234567890A0', '00:DB:12:34:56:78:90:A0']) {
      expect(duisEui(text)).toBeUndefined();
    }
  });

  test('[R76] is named in mails by its end alone', () => {
    expect(shortDeviceId(EUI)).toBe('…90-A0');
  });
});
