import { inFigures } from '../words/counted.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

/** One setting that becomes another, by its path; its values as JSON. */
export type SettingChange = {
  readonly key: string;
  readonly before: string;
  readonly after: string;
  /** Whether it takes something away from a control: less is checked, held or reported than before. */
  readonly weakens: boolean;
};

/** What a stage does not let any settings file go below: the least that is checked and held. */
export type SettingsFloor = {
  readonly signaturePolicy?: 'warn' | 'require' | undefined;
  readonly removalGuardPercent?: number | undefined;
  readonly removalGuardMinimum?: number | undefined;
  readonly removalGuardDevices?: number | undefined;
  readonly massChangePercent?: number | undefined;
};

/** A setting of the floor. */
type Floored = keyof SettingsFloor & keyof Settings;

const POLICIES: readonly Settings['signaturePolicy'][] = ['off', 'warn', 'require'];

type Weaker = (before: unknown, after: unknown) => boolean;
const isMore: Weaker = (before, after) => Number(after) > Number(before);
const isLess: Weaker = (before, after) => Number(after) < Number(before);
const isOff: Weaker = (_, after) => after === 'off';

/** By which change each setting takes something away from a control; of the others no change does. */
const WEAKER: ReadonlyMap<string, Weaker> = new Map<string, Weaker>([
  ['trialFlagging', isOff],
  ['signaturePolicy', (before, after) => strengthOf(after) < strengthOf(before)],
  ['blockPolicy', (_, after) => after === 'entry'],
  ['gbcsSubstitution', (_, after) => after !== '{}'],
  ['removalGuardPercent', isMore],
  ['removalGuardMinimum', isMore],
  ['removalGuardDevices', isMore],
  ['massChangePercent', isMore],
  ['uploadDeadlineHours', isMore],
  ['uploadAtRiskHours', isMore],
  ['eventClockAheadHours', isMore],
  ['trialCertificatePattern', () => true],
  ['incidentThresholds.pendingModels', isMore],
  ['incidentThresholds.manufacturers', isMore],
  ['incidentThresholds.suppliers', isMore],
  ['incidentThresholds.ageHours', isMore],
  ['trialLimits.warnPercent', isMore],
  ['trialLimits.burstEvents', isMore],
  ['trialLimits.endWarningDays', (before, after) => listed(before).some((day) => !listed(after).includes(day))],
  ['maxExtractBytes', isLess],
]);

/** Every setting that changes, with the value it had and the one it gets. */
export function settingChanges(before: Settings, after: Settings): readonly SettingChange[] {
  const old = new Map(valuesOf(before));
  return valuesOf(after).flatMap(([key, value]) => {
    const was = old.get(key) ?? 'null';
    if (was === value) return [];
    return [{ key, before: was, after: value, weakens: WEAKER.get(key)?.(plain(was), plain(value)) ?? false }];
  });
}

/** Settings that are nowhere below the floor of the stage. */
export function atLeast(settings: Settings, floor: SettingsFloor): Settings {
  return {
    ...settings,
    signaturePolicy: stricterPolicy(settings.signaturePolicy, floor.signaturePolicy),
    removalGuardPercent: Math.min(settings.removalGuardPercent, floor.removalGuardPercent ?? Infinity),
    removalGuardMinimum: Math.min(settings.removalGuardMinimum, floor.removalGuardMinimum ?? Infinity),
    removalGuardDevices: Math.min(settings.removalGuardDevices, floor.removalGuardDevices ?? Infinity),
    massChangePercent: Math.min(settings.massChangePercent, floor.massChangePercent ?? Infinity),
  };
}

/** The settings by which a file would go below the floor of the stage, each with what the stage asks for at least. */
export function belowFloor(
  settings: Settings,
  floor: SettingsFloor,
): readonly { readonly key: Floored; readonly value: string; readonly floor: string }[] {
  const raised = atLeast(settings, floor);
  return FLOORED.flatMap((key) =>
    raised[key] === settings[key]
      ? []
      : [{ key, value: JSON.stringify(settings[key]), floor: JSON.stringify(raised[key]) }],
  );
}

const FLOORED: readonly Floored[] = [
  'signaturePolicy',
  'removalGuardPercent',
  'removalGuardMinimum',
  'removalGuardDevices',
  'massChangePercent',
];

function stricterPolicy(
  policy: Settings['signaturePolicy'],
  floor: SettingsFloor['signaturePolicy'],
): Settings['signaturePolicy'] {
  return floor === undefined || strengthOf(policy) >= strengthOf(floor) ? policy : floor;
}

function strengthOf(policy: unknown): number {
  return POLICIES.findIndex((known) => known === policy);
}

/** The settings one by one, each by its path, its value as JSON. */
function valuesOf(settings: Settings): readonly (readonly [string, string])[] {
  return Object.keys(DEFAULT_SETTINGS).flatMap((key) => {
    const value: unknown = Reflect.get(settings, key);
    if (key === 'gbcsSubstitution' || typeof value !== 'object' || value === null) {
      return [[key, JSON.stringify(value)] as const];
    }
    return Object.entries(value).map(([part, inner]) => [`${key}.${part}`, JSON.stringify(inner)] as const);
  });
}

/** The value of a setting as people read it: `1,000`, `"on"`, `90, 30, 7`, `GBCS 5.0 sent as 4.1`, `none`. */
export function settingInWords(json: string): string {
  const value: unknown = JSON.parse(json);
  if (typeof value === 'number') return inFigures(value);
  if (typeof value !== 'object' || value === null) return json;
  const parts = Array.isArray(value)
    ? value.map((each) => settingInWords(JSON.stringify(each)))
    : Object.entries(value).map(([declared, substitute]) => `GBCS ${declared} sent as ${substitute}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** A value as it is compared: an object stays as it is written. */
function plain(json: string): unknown {
  return json.startsWith('{') ? json : JSON.parse(json);
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
