import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, withDefaults } from '../../../functions/domain/settings/settings.ts';
import { atLeast, settingChanges, settingInWords } from '../../../functions/domain/settings/settings-change.ts';

const changes = (before: Parameters<typeof withDefaults>[0], after: Parameters<typeof withDefaults>[0]) =>
  settingChanges(withDefaults(before), withDefaults(after));

describe('what settings change', () => {
  test('is nothing where all stays as it was', () => {
    expect(changes({ gbcsSubstitution: { '1.1': '1.0' } }, { gbcsSubstitution: { '1.1': '1.0' } })).toEqual([]);
  });

  test('is each value by its path, old and new', () => {
    expect(changes({}, { blockPolicy: 'file', trialLimits: { endWarningDays: [90, 30, 7, 1] } })).toEqual([
      { key: 'blockPolicy', before: '"entry"', after: '"file"', weakens: false },
      { key: 'trialLimits.endWarningDays', before: '[90,30,7]', after: '[90,30,7,1]', weakens: false },
    ]);
  });

  test('is a default that comes back because a file leaves the key out', () => {
    expect(changes({ signaturePolicy: 'require' }, { removalGuardPercent: 4 })).toEqual([
      { key: 'removalGuardPercent', before: '5', after: '4', weakens: false },
      { key: 'signaturePolicy', before: '"require"', after: '"off"', weakens: true },
    ]);
  });

  test.each([
    [{}, { trialFlagging: 'off' }],
    [{ blockPolicy: 'file' }, {}],
    [{}, { gbcsSubstitution: { '1.1': '1.0' } }],
    [{}, { removalGuardPercent: 6 }],
    [{}, { removalGuardMinimum: 11 }],
    [{}, { removalGuardDevices: 1001 }],
    [{}, { massChangePercent: 21 }],
    [{ uploadDeadlineHours: 20 }, {}],
    [{}, { uploadAtRiskHours: 19 }],
    [{}, { eventClockAheadHours: 25 }],
    [{}, { trialCertificatePattern: '*' }],
    [{}, { maxExtractBytes: 1000 }],
    [{ signaturePolicy: 'require' }, { signaturePolicy: 'warn' }],
    [{}, { incidentThresholds: { ageHours: 73 } }],
    [{}, { trialLimits: { warnPercent: 81 } }],
    [{}, { trialLimits: { endWarningDays: [90, 7, 1] } }],
    [{}, { trialLimits: { burstEvents: 51 } }],
  ] as const)('weakens a control from %o to %o', (before, after) => {
    expect(changes(before, after).map(({ weakens }) => weakens)).toEqual([true]);
  });

  test('strengthens a control without a word of warning', () => {
    const stricter = { signaturePolicy: 'require', removalGuardPercent: 4, uploadDeadlineHours: 20 } as const;
    expect(changes({}, stricter).filter(({ weakens }) => weakens)).toEqual([]);
  });
});

test('settings that are below the floor of the stage are raised to it, whenever they were activated', () => {
  const floor = { signaturePolicy: 'require', removalGuardDevices: 500 } as const;
  expect(atLeast(DEFAULT_SETTINGS, floor)).toEqual({
    ...DEFAULT_SETTINGS,
    signaturePolicy: 'require',
    removalGuardDevices: 500,
  });
});

test.each([
  ['1000', '1,000'],
  ['"off"', '"off"'],
  ['true', 'true'],
  ['null', 'null'],
  ['[90,30,7]', '90, 30, 7'],
  ['[]', 'none'],
  ['{}', 'none'],
  ['{"5.0":"4.1","5.1":"4.1"}', 'GBCS 5.0 sent as 4.1, GBCS 5.1 sent as 4.1'],
])('the value %s reads as %s', (json, words) => {
  expect(settingInWords(json)).toBe(words);
});
