/** What DCC operations may set by `governance/settings.json`; a missing key takes its default. */
export type Settings = {
  /** Feature switch of the trial flag (R54): `off` stops evaluating and exposing, and keeps what is stored. */
  readonly trialFlagging: 'on' | 'off';
  /** Whether an unrecognised GBCS version holds up its entry or its whole file (R10). */
  readonly blockPolicy: 'entry' | 'file';
  /** Option B (R17, R18): declared version → the version sent instead while the declared one is blocked. */
  readonly gbcsSubstitution: Readonly<Record<string, string>>;
  /** A list by which more than this share of the active Device Models would lose their entry is held … */
  readonly removalGuardPercent: number;
  /** … if that is at least this number of Device Models; … */
  readonly removalGuardMinimum: number;
  /** … or more than this number of devices of the SMI. */
  readonly removalGuardDevices: number;
  /** A list that reinstates, or changes in place, more than this share of the Device Models at once is held. */
  readonly massChangePercent: number;
  /** Hours from receipt within which the DSP must hold an entry (R7). */
  readonly uploadDeadlineHours: number;
  /** Hours from receipt after which the deadline counts as at risk. */
  readonly uploadAtRiskHours: number;
  readonly maxExtractBytes: number;
  readonly signaturePolicy: 'off' | 'warn' | 'require';
  /** Hours by which an event may be dated ahead of the time at which the queue took it. */
  readonly eventClockAheadHours: number;
  /** What a whole trial CPA certificate reference matches: plain text, `*` for any characters; the form is not public. */
  readonly trialCertificatePattern: string;
  /** Pending models, manufacturers, suppliers and age in hours from which an incident's category is reassessed (R31). */
  readonly incidentThresholds: {
    readonly pendingModels: number;
    readonly manufacturers: number;
    readonly suppliers: number;
    readonly ageHours: number;
  };
  /**
   * Warning at this percentage of a trial's device limit, these days before its end (R57–R63), and at more than this
   * number of events of one trial device within a day (R72).
   */
  readonly trialLimits: {
    readonly warnPercent: number;
    readonly endWarningDays: readonly number[];
    readonly burstEvents: number;
  };
};

/** The settings in force until a settings file is activated. */
export const DEFAULT_SETTINGS: Settings = {
  trialFlagging: 'on',
  blockPolicy: 'entry',
  gbcsSubstitution: {},
  removalGuardPercent: 5,
  removalGuardMinimum: 10,
  removalGuardDevices: 1000,
  massChangePercent: 20,
  uploadDeadlineHours: 24,
  uploadAtRiskHours: 18,
  maxExtractBytes: 512 * 1024 * 1024,
  signaturePolicy: 'off',
  eventClockAheadHours: 24,
  trialCertificatePattern: '*TRIAL*',
  incidentThresholds: { pendingModels: 10, manufacturers: 3, suppliers: 5, ageHours: 72 },
  trialLimits: { warnPercent: 80, endWarningDays: [90, 30, 7], burstEvents: 50 },
};

/** Settings as a file may carry them: any of the keys, nested ones too. */
export type PartialSettings = {
  readonly [K in keyof Settings]?: Settings[K] extends string | number
    ? Settings[K] | undefined
    : PartialOf<Settings[K]>;
};
type PartialOf<T> = { readonly [K in keyof T]?: T[K] | undefined } | undefined;

/** The settings a file stands for: every key that it leaves out takes its default. */
export function withDefaults(file: PartialSettings): Settings {
  const d = DEFAULT_SETTINGS;
  return {
    trialFlagging: file.trialFlagging ?? d.trialFlagging,
    blockPolicy: file.blockPolicy ?? d.blockPolicy,
    gbcsSubstitution: substitutions(file.gbcsSubstitution),
    removalGuardPercent: file.removalGuardPercent ?? d.removalGuardPercent,
    removalGuardMinimum: file.removalGuardMinimum ?? d.removalGuardMinimum,
    removalGuardDevices: file.removalGuardDevices ?? d.removalGuardDevices,
    massChangePercent: file.massChangePercent ?? d.massChangePercent,
    eventClockAheadHours: file.eventClockAheadHours ?? d.eventClockAheadHours,
    uploadDeadlineHours: file.uploadDeadlineHours ?? d.uploadDeadlineHours,
    uploadAtRiskHours: file.uploadAtRiskHours ?? d.uploadAtRiskHours,
    maxExtractBytes: file.maxExtractBytes ?? d.maxExtractBytes,
    signaturePolicy: file.signaturePolicy ?? d.signaturePolicy,
    trialCertificatePattern: file.trialCertificatePattern ?? d.trialCertificatePattern,
    incidentThresholds: {
      pendingModels: file.incidentThresholds?.pendingModels ?? d.incidentThresholds.pendingModels,
      manufacturers: file.incidentThresholds?.manufacturers ?? d.incidentThresholds.manufacturers,
      suppliers: file.incidentThresholds?.suppliers ?? d.incidentThresholds.suppliers,
      ageHours: file.incidentThresholds?.ageHours ?? d.incidentThresholds.ageHours,
    },
    trialLimits: {
      warnPercent: file.trialLimits?.warnPercent ?? d.trialLimits.warnPercent,
      endWarningDays: file.trialLimits?.endWarningDays ?? d.trialLimits.endWarningDays,
      burstEvents: file.trialLimits?.burstEvents ?? d.trialLimits.burstEvents,
    },
  };
}

function substitutions(given: PartialSettings['gbcsSubstitution']): Readonly<Record<string, string>> {
  const known = Object.entries(given ?? {}).flatMap(([declared, sent]) =>
    sent === undefined ? [] : [[declared, sent]],
  );
  return Object.fromEntries(known);
}
