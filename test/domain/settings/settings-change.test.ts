import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type Settings, withDefaults } from '../../../functions/domain/settings/settings.ts';
import {
  atLeast,
  belowFloor,
  settingChanges,
  settingInWords,
  type SettingsFloor,
} from '../../../functions/domain/settings/settings-change.ts';

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

  test('is named for every setting there is, in the order of the settings', () => {
    const all: Settings = {
      trialFlagging: 'off',
      blockPolicy: 'file',
      gbcsSubstitution: { '1.1': '1.0' },
      removalGuardPercent: 1,
      removalGuardMinimum: 2,
      removalGuardDevices: 3,
      massChangePercent: 4,
      uploadDeadlineHours: 6,
      uploadAtRiskHours: 5,
      maxExtractBytes: 7,
      signaturePolicy: 'warn',
      eventClockAheadHours: 8,
      trialCertificatePattern: 'T*',
      incidentThresholds: { pendingModels: 9, manufacturers: 11, suppliers: 12, ageHours: 13 },
      trialLimits: { warnPercent: 14, endWarningDays: [15], burstEvents: 16 },
    };
    expect(settingChanges(DEFAULT_SETTINGS, all).map(({ key, after }) => `${key} ${after}`)).toEqual([
      'trialFlagging "off"',
      'blockPolicy "file"',
      'gbcsSubstitution {"1.1":"1.0"}',
      'removalGuardPercent 1',
      'removalGuardMinimum 2',
      'removalGuardDevices 3',
      'massChangePercent 4',
      'uploadDeadlineHours 6',
      'uploadAtRiskHours 5',
      'maxExtractBytes 7',
      'signaturePolicy "warn"',
      'eventClockAheadHours 8',
      'trialCertificatePattern "T*"',
      'incidentThresholds.pendingModels 9',
      'incidentThresholds.manufacturers 11',
      'incidentThresholds.suppliers 12',
      'incidentThresholds.ageHours 13',
      'trialLimits.warnPercent 14',
      'trialLimits.endWarningDays [15]',
      'trialLimits.burstEvents 16',
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
    [{ signaturePolicy: 'require' }, {}],
    [{ signaturePolicy: 'warn' }, {}],
    [{}, { incidentThresholds: { pendingModels: 11 } }],
    [{}, { incidentThresholds: { manufacturers: 4 } }],
    [{}, { incidentThresholds: { suppliers: 6 } }],
    [{}, { incidentThresholds: { ageHours: 73 } }],
    [{}, { trialLimits: { warnPercent: 81 } }],
    [{}, { trialLimits: { endWarningDays: [90, 7, 1] } }],
    [{}, { trialLimits: { burstEvents: 51 } }],
  ] as const)('weakens a control from %o to %o', (before, after) => {
    expect(changes(before, after).map(({ weakens }) => weakens)).toEqual([true]);
  });

  test.each([
    [{ trialFlagging: 'off' }, {}],
    [{}, { blockPolicy: 'file' }],
    [{ gbcsSubstitution: { '1.1': '1.0' } }, {}],
    [{}, { removalGuardPercent: 4 }],
    [{}, { uploadDeadlineHours: 20 }],
    [{}, { maxExtractBytes: 600_000_000 }],
    [{}, { signaturePolicy: 'warn' }],
    [{}, { signaturePolicy: 'require' }],
    [{ signaturePolicy: 'warn' }, { signaturePolicy: 'require' }],
    [{}, { trialLimits: { endWarningDays: [90, 30, 7, 1] } }],
  ] as const)('strengthens a control from %o to %o, without a word of warning', (before, after) => {
    expect(changes(before, after).map(({ weakens }) => weakens)).toEqual([false]);
  });
});

describe('the floor of the stage', () => {
  const FLOOR = {
    signaturePolicy: 'require',
    removalGuardPercent: 4,
    removalGuardMinimum: 9,
    removalGuardDevices: 999,
    massChangePercent: 19,
  } as const satisfies SettingsFloor;
  const STRICTER = {
    ...DEFAULT_SETTINGS,
    signaturePolicy: 'require',
    removalGuardPercent: 3,
    removalGuardMinimum: 8,
    removalGuardDevices: 998,
    massChangePercent: 18,
  } as const satisfies Settings;

  test('raises settings that are below it, whenever they were activated', () => {
    expect(atLeast(DEFAULT_SETTINGS, FLOOR)).toEqual({ ...DEFAULT_SETTINGS, ...FLOOR });
  });

  test('leaves settings that are stricter, and those it does not name', () => {
    expect(atLeast(STRICTER, FLOOR)).toEqual(STRICTER);
    expect(atLeast(DEFAULT_SETTINGS, {})).toEqual(DEFAULT_SETTINGS);
  });

  test.each([
    ['off', 'warn', 'warn'],
    ['off', 'require', 'require'],
    ['warn', 'warn', 'warn'],
    ['warn', 'require', 'require'],
    ['require', 'warn', 'require'],
    ['warn', undefined, 'warn'],
  ] as const)('makes the policy of signatures the stricter one: of "%s", with %s, "%s"', (policy, floor, stricter) => {
    const settings = { ...DEFAULT_SETTINGS, signaturePolicy: policy };
    expect(atLeast(settings, { signaturePolicy: floor }).signaturePolicy).toBe(stricter);
  });

  test('names each setting that is below it, with what it asks for', () => {
    expect(belowFloor(DEFAULT_SETTINGS, FLOOR)).toEqual([
      { key: 'signaturePolicy', value: '"off"', floor: '"require"' },
      { key: 'removalGuardPercent', value: '5', floor: '4' },
      { key: 'removalGuardMinimum', value: '10', floor: '9' },
      { key: 'removalGuardDevices', value: '1000', floor: '999' },
      { key: 'massChangePercent', value: '20', floor: '19' },
    ]);
    expect(belowFloor(STRICTER, FLOOR)).toEqual([]);
    expect(belowFloor(DEFAULT_SETTINGS, {})).toEqual([]);
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
