import { expect, test } from 'vitest';
import { compareAll, list, numbered, type RowValues } from '../../support/compared-lists.ts';

const GAS = { deviceType: 'Gas Smart Meter' };
const REMOVED = { status: 'Removed' };
/** A line of one model identifier, of whatever device type. */
const of = (number: number, values: RowValues = {}): string => numbered(number, { modelIdentifier: '0001', ...values });

const remark = (line: number, others: string) => `${line} listed as ${others}.`;

test.each<[string, readonly (readonly string[])[], readonly string[]]>([
  [
    'a new line names the first of each other type',
    [
      [of(1, GAS), of(2, GAS)],
      [of(1, GAS), of(2, GAS), of(3)],
    ],
    [remark(4, 'ESME here and also as GSME (entry number 000001)')],
  ],
  [
    'two new lines name each other',
    [[of(1, GAS), of(2)]],
    [
      remark(2, 'GSME here and also as ESME (entry number 000002)'),
      remark(3, 'ESME here and also as GSME (entry number 000001)'),
    ],
  ],
  [
    'two new lines of two types name the first of all',
    [
      [numbered(8), of(9)],
      [numbered(8), of(9), of(10, GAS), of(11, { firmwareVersion: '0F000001' })],
    ],
    [
      remark(4, 'GSME here and also as ESME (entry number 000009)'),
      remark(5, 'ESME here and also as GSME (entry number 000010)'),
    ],
  ],
  [
    'one whose row cannot be read goes on to be listed',
    [[of(1, GAS)], [of(1, { ...GAS, status: 'x' }), of(3)]],
    [remark(3, 'ESME here and also as GSME (entry number 000001)')],
  ],
  [
    'one that is gone, since another line of its Device Model holds, lists nothing',
    [
      [numbered(8), of(9, GAS), of(10, { ...GAS, gbcsVersion: 'GBCS Version 2.0' })],
      [numbered(8), of(10, { ...GAS, gbcsVersion: 'GBCS Version 2.0' }), of(11)],
    ],
    [remark(4, 'ESME here and also as GSME (entry number 000010)')],
  ],
  ['one that was removed lists nothing', [[of(1, { ...GAS, ...REMOVED })], [of(1, { ...GAS, ...REMOVED }), of(3)]], []],
  ['one that is new and removed lists nothing', [[of(1)], [of(1), of(3, { ...GAS, ...REMOVED })]], []],
  [
    'one that is missing goes on to be listed',
    [
      [of(1, { ...GAS, firmwareVersion: '0F000001' }), of(2, GAS)],
      [of(2, { ...GAS, ...REMOVED }), of(3)],
    ],
    [remark(3, 'ESME here and also as GSME (entry number 000001)')],
  ],
  ['other models have types of their own', [[of(1), numbered(2, GAS)]], []],
])('of the types under which one model is listed: %s', async (_what, lists, remarks) => {
  const { comparison } = await compareAll(...lists.map((rows) => list(...rows)));
  const said = comparison.findings.filter(({ code }) => code === 'CPL-MODEL-TWO-TYPES');
  expect(said.map(({ line, message }) => `${line} ${/listed as [^.]*\./.exec(message)?.[0]}`)).toEqual(remarks);
});
