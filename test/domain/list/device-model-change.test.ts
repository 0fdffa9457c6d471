import { describe, expect, test } from 'vitest';
import type { CplEntry } from '../../../functions/domain/cpl/cpl-entry.ts';
import { deviceModelChange } from '../../../functions/domain/list/device-model-change.ts';

/** A line of one Device Model: its number, C for Current or R for Removed, its GBCS version, and whether it is missing. */
function entryOf(line: string): CplEntry {
  const [entryNumber = '', status, gbcsVersion = '1.1'] = line.split(' ');
  return {
    entryKey: 'ESME/FA01/0001/030B/0002012F',
    entryNumber,
    status: status === 'C' ? 'Current' : 'Removed',
    deviceType: 'ESME',
    variantFamily: 'single',
    manufacturerIdentifier: 'FA01',
    modelIdentifier: '0001',
    hardwareVersion: '030B',
    firmwareVersion: '0002012F',
    smetsChtsVersion: 'SMETS V2.0',
    gbcsVersion,
    manufacturerImageHash: '',
  };
}

/** What becomes of a Device Model, by the numbers of its lines. */
function became(before: readonly string[], after: readonly string[]) {
  const { outcome, sent, previous, kept, renumbered, duplicates, gone, isBack } = deviceModelChange(
    before.map((line) => ({ entry: entryOf(line), isMissing: line.endsWith('missing') })),
    after.map((line, at) => ({ entry: entryOf(line), line: at + 2 })),
  );
  return {
    outcome,
    ...(sent === undefined ? {} : { sent: sent.entry.entryNumber }),
    ...(previous === undefined ? {} : { previous: previous.entryNumber }),
    ...(kept === undefined ? {} : { kept: kept.entry.entryNumber }),
    ...(renumbered === undefined
      ? {}
      : { renumbered: renumbered.line.entry.entryNumber, of: renumbered.of.entryNumber }),
    ...(duplicates.length === 0 ? {} : { duplicates: duplicates.map(({ line }) => line.entry.entryNumber) }),
    ...(gone.length === 0 ? {} : { gone: gone.map(({ entry }) => entry.entryNumber) }),
    ...(isBack ? { isBack } : {}),
  };
}

describe('of the lines of a Device Model', () => {
  test.each<[string, readonly string[], readonly string[], object]>([
    ['a removed one that says something else is no change', ['1 R'], ['1 R 2.0'], { outcome: 'unchanged' }],
    ['a removed one that is gone is kept', ['1 R'], [], { outcome: 'unchanged', kept: '1' }],
    [
      'the one that held is kept, not a later one that was removed',
      ['1 C', '2 R'],
      [],
      { outcome: 'disappeared', kept: '1', gone: ['2'] },
    ],
    [
      'the last removed one is kept where all are',
      ['1 R', '2 R'],
      [],
      { outcome: 'unchanged', kept: '2', gone: ['1'] },
    ],
    [
      'an older one holds again where the one that repeats it is gone',
      ['1 C', '2 C'],
      ['1 C'],
      { outcome: 'unchanged', gone: ['2'] },
    ],
    [
      'a new one takes the place of one that is gone',
      ['1 C'],
      ['2 C'],
      { outcome: 'unchanged', renumbered: '2', of: '1' },
    ],
    [
      'a new one beside the one that held takes no place',
      ['1 C'],
      ['1 C', '2 C'],
      { outcome: 'duplicate', duplicates: ['2'] },
    ],
    ['one that was there before is no duplicate again', ['1 C', '2 C'], ['1 C', '2 C'], { outcome: 'unchanged' }],
    ['a single one that stays is unchanged', ['1 C'], ['1 C'], { outcome: 'unchanged' }],
    [
      'the one that held is what is removed, not a later new one',
      ['1 C', '2 R'],
      ['1 R', '2 R', '3 R'],
      { outcome: 'removed', sent: '1', previous: '1' },
    ],
    [
      'the last new removal counts where the one that held is gone',
      ['1 C', '2 C', '3 C', '4 C'],
      ['1 R', '2 R', '3 R'],
      { outcome: 'removed', sent: '3', previous: '4', gone: ['4'] },
    ],
    [
      'no removal is new where the one that held is gone',
      ['1 R', '2 C'],
      ['1 R'],
      { outcome: 'disappeared', kept: '2' },
    ],
    [
      'one that is missing is not gone once more when another one is reinstated',
      ['1 C 1.1 missing', '2 R'],
      ['2 C'],
      { outcome: 'unchanged', isBack: true },
    ],
    [
      'one that is missing goes on to be kept',
      ['1 R', '2 C 1.1 missing'],
      ['1 R 2.0'],
      { outcome: 'unchanged', kept: '2' },
    ],
    [
      'the last removed one is what a reinstated one was',
      ['1 R', '2 R', '3 R'],
      ['1 R', '2 R', '3 R', '4 C'],
      { outcome: 'reinstated', sent: '4', previous: '3' },
    ],
    ['the last one is sent where all are added as removed', [], ['1 R', '2 R'], { outcome: 'added', sent: '2' }],
  ])('%s', (_what, before, after, expected) => {
    expect(became(before, after)).toEqual(expected);
  });
});
