import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { accepted, compare, csvOf, extract, LABELS, row, SOUND_ROW } from '../../support/extracts.ts';

describe('the comparison holds on to what it was given', () => {
  test('a record of more than 65,535 bytes, and one behind line breaks, is where it was', async () => {
    const long = row({ imageCreator: `${'x'.repeat(900)}\n${'y'.repeat(90)}` });
    const labels = [...LABELS, 'Remark'];
    const list = [labels.join(','), `${long},${'z'.repeat(70_000)}`, `${row({ modelIdentifier: '010B' })},`, ''].join(
      '\n',
    );
    const { snapshot } = await compare(list);
    const again = await compare(
      list.replace('CPL-0001,ESME,Example Metering,AB01,010B', 'CPL-0001,ESME,Other,AB01,010B'),
      snapshot,
    );
    expect(again.lines.map(({ kind, line }) => ({ kind, line }))).toEqual([{ kind: 'changed', line: 4 }]);
    expect(await csvOf(again.snapshot)).toBe(list.replace('Example Metering,AB01,010B', 'Other,AB01,010B'));
  });

  test('a warning is told with every extract, not only with the first', async () => {
    const warned = row({ cplEntryId: '' });
    const again = await compare(extract(warned), (await compare(extract(warned))).snapshot);
    expect(accepted(again).findings.map(({ code }) => code)).toEqual(['CPL-ENTRY-ID-MISSING']);
  });

  test('warnings that are no longer kept are still counted, with every extract', async () => {
    const warned = [row({ cplEntryId: '' }), row({ cplEntryId: '', modelIdentifier: '01E3' })];
    const options = { maxFindings: 1 };
    const first = await compare(extract(...warned), undefined, options);
    const second = await compare(extract(...warned), first.snapshot, options);
    const third = await compare(extract(...warned), second.snapshot);
    expect(accepted(second)).toMatchObject({ findingsTotal: 3, findings: [{ line: 2 }] });
    expect(accepted(third).findings).toHaveLength(3);
  });

  test('an extract that is not the same at its second reading is a fault', async () => {
    const readings = [extract(row(), row({ modelIdentifier: '010B' })), extract(row())];
    const reading = () => [Buffer.from(readings.shift() ?? '')];
    await expect(compare('', undefined, { extract: reading })).rejects.toThrow(/beyond the end/);
  });

  test('findings are counted in full and kept up to the maximum, those that refuse the file first', async () => {
    const broken = Array.from({ length: 50 }, () => row({ status: 'Gone' }));
    const { comparison } = await compare(`${extract(...broken)}1,2\n`, undefined, { maxFindings: 3 });
    expect(comparison).toMatchObject({ outcome: 'refused', findingsTotal: 51 });
    expect(comparison.findings.map(({ code }) => code)).toEqual([
      'CPL-STATUS-UNKNOWN',
      'CPL-STATUS-UNKNOWN',
      'CSV-RAGGED-ROW',
    ]);
  });

  test('the hash is that of the extract', async () => {
    const csv = extract(row());
    expect(accepted(await compare(csv)).sha256).toBe(createHash('sha256').update(csv).digest('hex'));
  });

  test('the fields of the entry are normalised', async () => {
    const { lines } = await compare(extract(row({ deviceType: 'comms hub', esmeVariant: 'n/a', status: 'CURRENT' })));
    expect(lines[0]?.entry).toEqual({
      ...SOUND_ROW,
      entryKey: 'CH/AB01/010A/030B/0002012F',
      deviceType: 'CH',
      esmeVariant: '',
      status: 'Active',
    });
  });
});
