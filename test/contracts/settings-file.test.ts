import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../functions/contracts/settings-file.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';

function read(text: string) {
  return parseSettings(Buffer.from(text));
}

function codesOf(text: string): readonly string[] {
  const reading = read(text);
  return reading.outcome === 'read' ? [] : reading.findings.map(({ line, field, code }) => `${line} ${field} ${code}`);
}

describe('the settings are read as a whole or not at all', () => {
  test('a missing key takes its default, within an object too', () => {
    expect(read('{}')).toMatchObject({ outcome: 'read', settings: DEFAULT_SETTINGS });
    expect(read('{"blockPolicy":"file","trialLimits":{"warnPercent":90}}')).toMatchObject({
      outcome: 'read',
      settings: {
        ...DEFAULT_SETTINGS,
        blockPolicy: 'file',
        trialLimits: { ...DEFAULT_SETTINGS.trialLimits, warnPercent: 90 },
      },
    });
  });

  test('[R18] substituted versions are normalised', () => {
    expect(read('\uFEFF{"gbcsSubstitution":{"v1.1":"GBCS v1.0"}}')).toMatchObject({
      settings: { gbcsSubstitution: { '1.1': '1.0' } },
    });
  });

  test.each([
    ['{\n  "blockPolicy": file\n}', '2  SET-JSON'],
    ['{\n  "blockPolicy": "file"', '2  SET-JSON'],
    ['', '1  SET-EMPTY'],
    ['[]', '1  SET-VALUE'],
    ['{\n "blockpolicy": "file"}', '2 blockpolicy SET-KEY-UNKNOWN'],
    ['{"trialLimits": {\n"x": 1}}', '2 trialLimits.x SET-KEY-UNKNOWN'],
    ['{"removalGuardPercent": "5"}', '1 removalGuardPercent SET-VALUE'],
    ['{"removalGuardPercent": 101}', '1 removalGuardPercent SET-VALUE'],
    ['{"blockPolicy": "file",\n"blockPolicy": "entry"}', '2 blockPolicy SET-KEY-DOUBLED'],
    ['{"trialLimits": {"warnPercent": 1, "\\u0077arnPercent": 2}}', '1 trialLimits.warnPercent SET-KEY-DOUBLED'],
    ['{"__proto__": {"blockPolicy": "file"}}', '1 __proto__ SET-KEY-FORBIDDEN'],
    ['{"uploadAtRiskHours": 24}', '1 uploadAtRiskHours SET-AT-RISK-TOO-LATE'],
    ['{\n"uploadDeadlineHours": 12}', '2 uploadAtRiskHours SET-AT-RISK-TOO-LATE'],
    ['{"trialCertificatePattern": ""}', '1 trialCertificatePattern SET-VALUE'],
    [`{"trialCertificatePattern": "${'a'.repeat(201)}"}`, '1 trialCertificatePattern SET-VALUE'],
    ['{"removalGuardDevices": 1.5}', '1 removalGuardDevices SET-VALUE'],
    ['{"massChangePercent": -1}', '1 massChangePercent SET-VALUE'],
    ['{"eventClockAheadHours": 0}', '1 eventClockAheadHours SET-VALUE'],
    ['{"gbcsSubstitution": {"1.1": "v1.1"}}', '1 gbcsSubstitution.1.1 SET-SUBSTITUTION-ITSELF'],
    ['{"gbcsSubstitution": {"1.1": "1.0", "v1.1": "1.0"}}', '1 gbcsSubstitution.v1.1 SET-SUBSTITUTION-DOUBLED'],
    ['{"gbcsSubstitution": {"1.1": ""}}', '1 gbcsSubstitution.1.1 SET-SUBSTITUTION-EMPTY'],
    ['{"gbcsSubstitution": {"1.1": "not-a-version"}}', '1 gbcsSubstitution.1.1 SET-SUBSTITUTION-FORM'],
    ['{"removalGuardPercent": 100}', '1 removalGuardPercent SET-VALUE'],
    ['{"removalGuardMinimum": 9007199254740991}', '1 removalGuardMinimum SET-VALUE'],
    ['{"removalGuardDevices": 9007199254740991}', '1 removalGuardDevices SET-VALUE'],
    ['{"massChangePercent": 100}', '1 massChangePercent SET-VALUE'],
    ['{"uploadDeadlineHours": 25}', '1 uploadDeadlineHours SET-VALUE'],
    ['{"uploadAtRiskHours": 1e-300}', '1 uploadAtRiskHours SET-VALUE'],
    ['{"eventClockAheadHours": 8760}', '1 eventClockAheadHours SET-VALUE'],
    ['{"maxExtractBytes": 1}', '1 maxExtractBytes SET-VALUE'],
    ['{"maxExtractBytes": 9007199254740991}', '1 maxExtractBytes SET-VALUE'],
    ['{"incidentThresholds": {"pendingModels": 1001}}', '1 incidentThresholds.pendingModels SET-VALUE'],
    ['{"incidentThresholds": {"ageHours": 8760}}', '1 incidentThresholds.ageHours SET-VALUE'],
    ['{"trialLimits": {"warnPercent": 0.5}}', '1 trialLimits.warnPercent SET-VALUE'],
    ['{"trialLimits": {"endWarningDays": [1000000]}}', '1 trialLimits.endWarningDays.0 SET-VALUE'],
    [`{"trialLimits": {"endWarningDays": [${'7,'.repeat(200_000)}7]}}`, '1 trialLimits.endWarningDays SET-VALUE'],
  ])('%.80s is refused', (text, code) => {
    expect(codesOf(text)).toEqual([code]);
  });

  test('a number beyond its bounds is refused, each of them', () => {
    const numbers = Object.entries(DEFAULT_SETTINGS).flatMap(([key, value]) =>
      typeof value === 'number'
        ? [[key]]
        : typeof value === 'object'
          ? Object.entries(value).flatMap(([inner, of]) => (typeof of === 'number' ? [[key, inner]] : []))
          : [],
    );
    expect(numbers.length).toBeGreaterThan(9);
    for (const [key = '', inner] of numbers)
      for (const far of [-1, Number.MAX_SAFE_INTEGER]) {
        const text = JSON.stringify({ [key]: inner === undefined ? far : { [inner]: far } });
        expect([text, codesOf(text)]).toEqual([text, [`1 ${[key, inner].filter(Boolean).join('.')} SET-VALUE`]]);
      }
  });

  test('what the stage asks for at least can be left out, and not undercut', () => {
    const floor = { signaturePolicy: 'warn', removalGuardPercent: 10 } as const;
    const read = (text: string) => parseSettings(Buffer.from(text), floor);
    expect(read('{}')).toMatchObject({ settings: { signaturePolicy: 'warn', removalGuardPercent: 5 } });
    expect(read('{"signaturePolicy":"require","removalGuardPercent":10}')).toMatchObject({ outcome: 'read' });
    expect(read('{"signaturePolicy":"off",\n"removalGuardPercent":11}')).toMatchObject({
      findings: [
        { code: 'SET-BELOW-FLOOR', line: 1, field: 'signaturePolicy', value: '"off"' },
        { code: 'SET-BELOW-FLOOR', line: 2, field: 'removalGuardPercent', value: '11' },
      ],
    });
  });

  test('the guards of lists and of the clock of events are settings, with a default each', () => {
    expect(DEFAULT_SETTINGS).toMatchObject({
      removalGuardPercent: 5,
      removalGuardMinimum: 10,
      removalGuardDevices: 1000,
      massChangePercent: 20,
      eventClockAheadHours: 24,
    });
    const given = { removalGuardDevices: 0, massChangePercent: 50, eventClockAheadHours: 1 };
    expect(read(JSON.stringify(given))).toMatchObject({ outcome: 'read', settings: given });
  });

  test.each(['(a+)+', '(', '*TRIAL*'])('[R37] a pattern of certificates is plain text with *: %s', (pattern) => {
    expect(read(JSON.stringify({ trialCertificatePattern: pattern }))).toMatchObject({
      settings: { trialCertificatePattern: pattern },
    });
  });

  test('what is not UTF-8 is refused', () => {
    expect(parseSettings(Buffer.from([0x7b, 0xff, 0x7d]))).toMatchObject({ findings: [{ code: 'SET-NOT-UTF-8' }] });
  });

  test('all reasons are reported together, each with what to do', () => {
    const reading = read('{"x": 1, "y": 2, "blockPolicy": "all"}');
    expect(reading.outcome === 'refused' && reading.findings.map(({ code }) => code)).toEqual([
      'SET-VALUE',
      'SET-KEY-UNKNOWN',
      'SET-KEY-UNKNOWN',
    ]);
  });

  const DEFAULT = 'Correct the value, or leave the key out for its default.';
  const LEAST = 'and no file may ask for less. Correct the value, or leave the key out.';
  test.each([
    ['[]', '', '', 'The file must be one JSON object of settings.'],
    [
      '{"massChangePercent": "5"}',
      '"5"',
      'massChangePercent',
      `Invalid input: expected number, received string. ${DEFAULT}`,
    ],
    [
      '{"gbcsSubstitution": {"1.1": 5}}',
      '5',
      'gbcsSubstitution.1.1',
      `Invalid input: expected string, received number. ${DEFAULT}`,
    ],
    ['{"gbcsSubstitution": {"": "4.1"}}', '4.1', 'gbcsSubstitution.', 'Give a version and the version sent instead.'],
    ['{"gbcsSubstitution": {"1.1": ""}}', '', 'gbcsSubstitution.1.1', 'Give a version and the version sent instead.'],
    [
      '{"gbcsSubstitution": {"1.1": "x4.1"}}',
      'x4.1',
      'gbcsSubstitution.1.1',
      'x4.1 is not a GBCS version, such as 4.1.',
    ],
    [
      '{"gbcsSubstitution": {"1.1": "v1.1"}}',
      'v1.1',
      'gbcsSubstitution.1.1',
      'GBCS 1.1 would be substituted by itself. Remove it.',
    ],
    [
      '{"gbcsSubstitution": {"1.1": "1.0", "v1.1": "1.0"}}',
      '1.0',
      'gbcsSubstitution.v1.1',
      'GBCS 1.1 is substituted twice, in two spellings. Leave one of them.',
    ],
    [
      '{"uploadAtRiskHours": 24}',
      '24',
      'uploadAtRiskHours',
      'An upload would be at risk after 24 hours, not before its deadline of 24. Set uploadAtRiskHours below uploadDeadlineHours; a missing one takes its default.',
    ],
    ['{"signaturePolicy": "off"}', '"off"', 'signaturePolicy', `The stage asks for "warn", ${LEAST}`],
    [
      '{"blockpolicy": 1}',
      '',
      'blockpolicy',
      `There is no such setting. The settings are ${Object.keys(DEFAULT_SETTINGS).join(', ')}.`,
    ],
  ])('%s is refused in a sentence, with the value that is wrong', (text, value, field, message) => {
    expect(parseSettings(Buffer.from(text), { signaturePolicy: 'warn' })).toEqual({
      outcome: 'refused',
      findings: [expect.objectContaining({ severity: 'file', line: 1, field, value, message })],
    });
  });

  test('a version of more than one digit may be substituted', () => {
    expect(read('{"gbcsSubstitution": {"1.1": "10.1"}}')).toMatchObject({
      settings: { gbcsSubstitution: { '1.1': '10.1' } },
    });
  });

  test('a deadline that is too late is on the line of the one that says it, whichever other stands before it', () => {
    expect(codesOf('{"uploadDeadlineHours": 24,\n"uploadAtRiskHours": 24}')).toEqual([
      '2 uploadAtRiskHours SET-AT-RISK-TOO-LATE',
    ]);
  });
});
