import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type Settings, withDefaults } from '../../../functions/domain/settings/settings.ts';

const CHOSEN: Settings = {
  trialFlagging: 'off',
  blockPolicy: 'file',
  gbcsSubstitution: { '1.1': '1.0' },
  removalGuardPercent: 1,
  removalGuardMinimum: 2,
  removalGuardDevices: 12,
  massChangePercent: 13,
  uploadDeadlineHours: 3,
  uploadAtRiskHours: 4,
  maxExtractBytes: 5,
  signaturePolicy: 'require',
  eventClockAheadHours: 14,
  trialCertificatePattern: 'T*',
  incidentThresholds: { pendingModels: 6, manufacturers: 7, suppliers: 9, ageHours: 8 },
  trialLimits: { warnPercent: 9, endWarningDays: [10], burstEvents: 11 },
};

describe('the settings', () => {
  test('are these until a file says otherwise', () => {
    expect(DEFAULT_SETTINGS).toEqual({
      trialFlagging: 'on',
      blockPolicy: 'entry',
      gbcsSubstitution: {},
      removalGuardPercent: 5,
      removalGuardMinimum: 10,
      removalGuardDevices: 1000,
      massChangePercent: 20,
      uploadDeadlineHours: 24,
      uploadAtRiskHours: 18,
      maxExtractBytes: 536_870_912,
      signaturePolicy: 'off',
      eventClockAheadHours: 24,
      trialCertificatePattern: '*TRIAL*',
      incidentThresholds: { pendingModels: 10, manufacturers: 3, suppliers: 5, ageHours: 72 },
      trialLimits: { warnPercent: 80, endWarningDays: [90, 30, 7], burstEvents: 50 },
    });
    expect(withDefaults({})).toEqual(DEFAULT_SETTINGS);
  });

  test('are what a file says, key by key', () => {
    expect(withDefaults(CHOSEN)).toEqual(CHOSEN);
  });

  test('take their defaults for the keys that an object in the file leaves out', () => {
    expect(withDefaults({ incidentThresholds: { ageHours: 8 }, trialLimits: { burstEvents: 11 } })).toEqual({
      ...DEFAULT_SETTINGS,
      incidentThresholds: { pendingModels: 10, manufacturers: 3, suppliers: 5, ageHours: 8 },
      trialLimits: { warnPercent: 80, endWarningDays: [90, 30, 7], burstEvents: 11 },
    });
  });

  test('[R17] substitute nothing for a version that the file names without another', () => {
    expect(withDefaults({ gbcsSubstitution: { '1.1': '1.0', '2.0': undefined } }).gbcsSubstitution).toStrictEqual({
      '1.1': '1.0',
    });
  });
});
