import { inFigures } from '../words/counted.ts';
import type { Settings } from './settings.ts';

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

/** Settings that are made of several. */
type Compound = 'incidentThresholds' | 'trialLimits';
type PartOf<K extends Compound> = `${K}.${keyof Settings[K] & string}`;
type Path = Exclude<keyof Settings, Compound> | PartOf<'incidentThresholds'> | PartOf<'trialLimits'>;

/** What becomes of one setting; undefined if it stays as it is. */
type ChangeOf = (before: Settings, after: Settings) => Omit<SettingChange, 'key'> | undefined;

const isMore = (before: number, after: number) => after > before;
const isLess = (before: number, after: number) => after < before;

/** Every setting, and by which change it takes something away from a control. */
const CHANGES: Readonly<Record<Path, ChangeOf>> = {
  trialFlagging: changeOf(
    (s) => s.trialFlagging,
    (_, after) => after === 'off',
  ),
  blockPolicy: changeOf(
    (s) => s.blockPolicy,
    (_, after) => after === 'entry',
  ),
  gbcsSubstitution: changeOf(
    (s) => s.gbcsSubstitution,
    (_, after) => Object.keys(after).length > 0,
  ),
  removalGuardPercent: changeOf((s) => s.removalGuardPercent, isMore),
  removalGuardMinimum: changeOf((s) => s.removalGuardMinimum, isMore),
  removalGuardDevices: changeOf((s) => s.removalGuardDevices, isMore),
  massChangePercent: changeOf((s) => s.massChangePercent, isMore),
  uploadDeadlineHours: changeOf((s) => s.uploadDeadlineHours, isMore),
  uploadAtRiskHours: changeOf((s) => s.uploadAtRiskHours, isMore),
  maxExtractBytes: changeOf((s) => s.maxExtractBytes, isLess),
  signaturePolicy: changeOf(
    (s) => s.signaturePolicy,
    (before, after) => before === 'require' || after === 'off',
  ),
  eventClockAheadHours: changeOf((s) => s.eventClockAheadHours, isMore),
  trialCertificatePattern: changeOf(
    (s) => s.trialCertificatePattern,
    () => true,
  ),
  'incidentThresholds.pendingModels': changeOf((s) => s.incidentThresholds.pendingModels, isMore),
  'incidentThresholds.manufacturers': changeOf((s) => s.incidentThresholds.manufacturers, isMore),
  'incidentThresholds.suppliers': changeOf((s) => s.incidentThresholds.suppliers, isMore),
  'incidentThresholds.ageHours': changeOf((s) => s.incidentThresholds.ageHours, isMore),
  'trialLimits.warnPercent': changeOf((s) => s.trialLimits.warnPercent, isMore),
  'trialLimits.endWarningDays': changeOf(
    (s) => s.trialLimits.endWarningDays,
    (before, after) => before.some((day) => !after.includes(day)),
  ),
  'trialLimits.burstEvents': changeOf((s) => s.trialLimits.burstEvents, isMore),
};

/** Every setting that changes, with the value it had and the one it gets. */
export function settingChanges(before: Settings, after: Settings): readonly SettingChange[] {
  return Object.entries(CHANGES).flatMap(([key, changed]) => {
    const change = changed(before, after);
    return change === undefined ? [] : [{ key, ...change }];
  });
}

function changeOf<T>(valueIn: (settings: Settings) => T, weakens: (before: T, after: T) => boolean): ChangeOf {
  return (before, after) => {
    const [was, is] = [valueIn(before), valueIn(after)];
    const [wasJson, isJson] = [JSON.stringify(was), JSON.stringify(is)];
    return wasJson === isJson ? undefined : { before: wasJson, after: isJson, weakens: weakens(was, is) };
  };
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
  return policy === 'require' ? policy : (floor ?? policy);
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
