import { describe, expect, test } from 'vitest';
import { extractStamp, isNewer } from '../../../functions/domain/extract/extract-stamp.ts';

const lastModified = '2018-06-01T10:00:00.000Z';

function versionOf(key: string, cplVersion?: string): string {
  const stamped = extractStamp({ key, cplVersion, lastModified });
  return stamped.outcome === 'stamped' ? `${stamped.stamp.source} ${stamped.stamp.version}` : stamped.finding.code;
}

describe('an extract is ordered by its own version', () => {
  test.each([
    ['cpl/cpl.csv', '2018-05-09T14:30:00Z', 'metadata 2018-05-09T14:30:00.000Z'],
    ['cpl/20180101.csv', '2018-05-09T15:30:00+01:00', 'metadata 2018-05-09T14:30:00.000Z'],
    ['cpl/20180101.csv', '', 'name 2018-01-01T00:00:00.000Z'],
    ['cpl/cpl-20180101.csv', undefined, 'name 2018-01-01T00:00:00.000Z'],
    ['cpl/2018-05-09 cpl.csv', undefined, 'name 2018-05-08T23:00:00.000Z'],
    ['cpl/CPL_20180509_1430.csv', undefined, 'name 2018-05-09T13:30:00.000Z'],
    ['cpl/CPL_20180109143059.csv', undefined, 'name 2018-01-09T14:30:59.000Z'],
    ['cpl/CPL-2018-01-09T1430.csv', undefined, 'name 2018-01-09T14:30:00.000Z'],
    ['cpl/CPL 2018-01-09 143059.csv.gz', undefined, 'name 2018-01-09T14:30:59.000Z'],
    ['cpl/20170101/extract.csv', undefined, `last-modified ${lastModified}`],
    ['cpl/extract-20180230.csv', undefined, `last-modified ${lastModified}`],
    ['cpl/extract-20181301-20180109.csv', undefined, 'name 2018-01-09T00:00:00.000Z'],
    ['cpl/extract-120180109.csv', undefined, `last-modified ${lastModified}`],
    ['cpl/extract-20180109-9999.csv', undefined, 'name 2018-01-09T00:00:00.000Z'],
    ['cpl/extract.csv', undefined, `last-modified ${lastModified}`],
  ])('%s with metadata %s', (key, metadata, expected) => {
    expect(versionOf(key, metadata)).toBe(expected);
  });

  test.each([
    ['2018-05-09T14:30Z', '2018-05-09T14:30:00.000Z'],
    [' 2018-05-09T14:30:59.5Z ', '2018-05-09T14:30:59.500Z'],
    ['2018-05-09T14:30:59.123456789-02:00', '2018-05-09T16:30:59.123Z'],
  ])('metadata %s is the instant %s', (metadata, instant) => {
    expect(versionOf('cpl/x.csv', metadata)).toBe(`metadata ${instant}`);
  });

  test.each([
    'on 2018-05-09T14:30:00Z',
    '+002018-05-09T14:30:00Z',
    '2018-05-09T14:30:00+25:00',
    '2018-05-09T14:30:00+01:60',
    '2018-05-09T14:30:00Z or so',
    '12018-05-09T14:30:00Z',
    '2018-05-09T14:60:00Z',
    '2018-05-09T14:30:60Z',
    '2018-05-09T24:00:00Z',
    '2018-05-09T14:30:00',
    '2018-5-09T14:30:00Z',
    '2018-05-09 14:30:00Z',
  ])('metadata %s is no instant', (metadata) => {
    expect(versionOf('cpl/x.csv', metadata)).toBe('CPL-VERSION-INVALID');
  });

  test('metadata that is no instant is told, with what to do', () => {
    expect(extractStamp({ key: 'cpl/x.csv', cplVersion: 'soon', lastModified })).toEqual({
      outcome: 'refused',
      finding: {
        code: 'CPL-VERSION-INVALID',
        severity: 'file',
        line: 0,
        field: 'cpl-version',
        value: 'soon',
        message:
          'The object metadata cpl-version is no ISO 8601 instant, such as 2018-05-09T14:30:00Z, so the order of the extract is not known. Correct it and upload again.',
      },
    });
  });

  test('the time of the upload goes with every version', () => {
    const stamped = extractStamp({ key: 'cpl/20180509.csv', lastModified: '2018-06-01T11:00:00+01:00' });
    expect(stamped).toMatchObject({ stamp: { lastModified } });
  });

  test.each([
    ['cpl/20180509T1430.csv', '2018-05-09T13:30:00.000Z'],
    ['cpl/20180509 1430.csv', '2018-05-09T13:30:00.000Z'],
    ['cpl/201805091430.csv', '2018-05-09T13:30:00.000Z'],
    ['cpl/2018-0509.csv', '2018-06-01T10:00:00.000Z'],
    ['cpl/19991231.csv', '2018-06-01T10:00:00.000Z'],
    ['cpl/20180509-1430599.csv', '2018-05-08T23:00:00.000Z'],
    ['20180509.csv', '2018-05-08T23:00:00.000Z'],
    ['cpl/20180509-2359.csv', '2018-05-09T22:59:00.000Z'],
    ['cpl/20180509-235959.csv', '2018-05-09T22:59:59.000Z'],
    ['cpl/20180509-1460.csv', '2018-05-08T23:00:00.000Z'],
    ['cpl/20180509-143060.csv', '2018-05-08T23:00:00.000Z'],
  ])('the name %s is of %s', (key, version) => {
    expect(versionOf(key).split(' ')[1]).toBe(version);
  });

  test('a London time that the clock shows twice is the first of the two, one that it leaves out is in winter time', () => {
    expect(versionOf('cpl/20181028-0130.csv')).toBe('name 2018-10-28T00:30:00.000Z');
    expect(versionOf('cpl/20180325-0130.csv')).toBe('name 2018-03-25T01:30:00.000Z');
  });

  test.each(['yesterday', '2018-05-09', '2018-05-09T14:30', '2018-02-30T10:00:00Z', '2018-05-09T25:00:00Z'])(
    'metadata %s is no instant and refuses the extract',
    (metadata) => {
      expect(versionOf('cpl/20180509.csv', metadata)).toBe('CPL-VERSION-INVALID');
    },
  );

  test('of equal versions the later upload is newer, and an extract is not newer than itself', () => {
    const stamp = { version: '2018-05-09T00:00:00.000Z', lastModified };
    expect(isNewer({ ...stamp, lastModified: '2018-06-01T10:00:01.000Z' }, stamp)).toBe(true);
    expect(isNewer(stamp, stamp)).toBe(false);
    expect(isNewer({ version: '2018-05-08T00:00:00.000Z', lastModified: '2019-01-01T00:00:00.000Z' }, stamp)).toBe(
      false,
    );
  });
});
