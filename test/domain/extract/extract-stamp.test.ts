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
