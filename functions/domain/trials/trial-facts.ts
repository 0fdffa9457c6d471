import { daysBetween } from '../calendar/calendar-day.ts';
import type { CertificateKind } from '../cpl/certificates.ts';
import type { Settings } from '../settings/settings.ts';
import {
  devicesInUse,
  devicesLeft,
  isToCome,
  limitStatus,
  type StatusCounts,
  type Trial,
  trialState,
} from './trial-status.ts';

/** A trial on a London day, with what is known of its devices and of its CPL entries. */
export type TrialView = {
  readonly trial: Trial;
  /** How many flagged devices it has; undefined while trial flagging is off, when nothing is known of them (R54). */
  readonly devices: StatusCounts | undefined;
  /** Numbers of the CPL entries of its firmware that are Current; absent where nobody asks for them. */
  readonly currentEntries?: readonly string[];
  /** Those of them that lack other certificates than CPA, as far as they are known. */
  readonly missingCertificates?: readonly MissingCertificates[];
  readonly day: string;
  readonly limits: Settings['trialLimits'];
};

/** A CPL entry of a trial, and the certificates that it needs beside CPA and has not. */
export type MissingCertificates = { readonly entryNumber: string; readonly kinds: readonly CertificateKind[] };

/** Something about a trial that someone has to know or do, with all the values that it is worded from. */
export type TrialFact = { readonly trial: Trial } & (
  | { readonly fact: 'over-limit'; readonly devices: number; readonly excess: number }
  | { readonly fact: 'near-limit'; readonly devices: number; readonly isFull: boolean }
  | { readonly fact: 'early'; readonly devices: number }
  /** `warning` is the smallest number of days of warning that has come. */
  | {
      readonly fact: 'ending';
      readonly devices: number | undefined;
      readonly daysLeft: number;
      readonly warning: number;
    }
  /** `left` are in use and not suspended. */
  | { readonly fact: 'ended'; readonly devices: number; readonly left: number; readonly daysAgo: number }
  | { readonly fact: 'entries-current'; readonly entryNumbers: readonly string[] }
  | { readonly fact: 'not-notified' }
  | { readonly fact: 'certificates-missing'; readonly missing: readonly MissingCertificates[] }
);

/** A rule is given the number of devices that count against the limit, if that is known. */
type Rule = (view: TrialView, devices: number | undefined) => readonly TrialFact[];

const RULES: readonly Rule[] = [
  limitIsExceeded,
  limitIsNear,
  endHasPassed,
  entriesAreStillCurrent,
  endIsNear,
  devicesAreEarly,
  departmentIsNotNotified,
  certificatesAreMissing,
];

/**
 * What there is to know or do about a trial, from one set of values for operations and the SSC alike. What is done
 * gives no fact: a trial that is over, with no device in use and no Current entry, gives only that it is over.
 */
export function trialFacts(view: TrialView): TrialFact[] {
  const devices = view.devices && devicesInUse(view.devices);
  return RULES.flatMap((rule) => rule(view, devices));
}

/** R41, R57: more devices than approved. After its end, a trial's devices are a matter of its end. */
function limitIsExceeded({ trial, day, limits }: TrialView, devices = 0): TrialFact[] {
  if (limitStatus(trial, devices, day, limits) !== 'over') return [];
  return [{ fact: 'over-limit', trial, devices, excess: devices - trial.deviceLimit }];
}

/** R57: near its limit, or at it; one over it is another fact. */
function limitIsNear({ trial, day, limits }: TrialView, devices = 0): TrialFact[] {
  if (limitStatus(trial, devices, day, limits) !== 'near') return [];
  return [{ fact: 'near-limit', trial, devices, isFull: devices === trial.deviceLimit }];
}

/** R58, R59: at the end, whether devices are left or not. */
function endHasPassed({ trial, devices: all, day }: TrialView): TrialFact[] {
  if (trialState(trial, day) !== 'ended' || all === undefined) return [];
  const daysAgo = daysBetween(trial.endDate, day);
  return [{ fact: 'ended', trial, devices: devicesInUse(all), left: devicesLeft(all), daysAgo }];
}

/** R59: an entry of a trial whose devices are suspended is marked as removed, so that no more devices join by it. */
function entriesAreStillCurrent({ trial, day, currentEntries = [] }: TrialView): TrialFact[] {
  if (trialState(trial, day) !== 'ended' || trial.endDecision !== 'suspend' || currentEntries.length === 0) return [];
  return [{ fact: 'entries-current', trial, entryNumbers: currentEntries }];
}

/** R58: within the days of warning before the end. */
function endIsNear({ trial, day, limits }: TrialView, devices: number | undefined): TrialFact[] {
  if (trialState(trial, day) !== 'active') return [];
  const daysLeft = daysBetween(day, trial.endDate);
  const reached = limits.endWarningDays.filter((warning) => daysLeft <= warning);
  return reached.length === 0 ? [] : [{ fact: 'ending', trial, devices, daysLeft, warning: Math.min(...reached) }];
}

/** R40: devices that run the firmware before the trial begins. */
function devicesAreEarly({ trial, day }: TrialView, devices = 0): TrialFact[] {
  return trialState(trial, day) === 'planned' && devices > 0 ? [{ fact: 'early', trial, devices }] : [];
}

/** R48: the SSC notifies the Department of ongoing trials. */
function departmentIsNotNotified({ trial, day }: TrialView): TrialFact[] {
  return trialState(trial, day) === 'active' && trial.departmentNotifiedOn === ''
    ? [{ fact: 'not-notified', trial }]
    : [];
}

/** R78: all other Assurance Certificates of a trial Device Model are in place. */
function certificatesAreMissing({ trial, day, missingCertificates = [] }: TrialView): TrialFact[] {
  if (!isToCome(trial, day) || missingCertificates.length === 0) return [];
  return [{ fact: 'certificates-missing', trial, missing: missingCertificates }];
}
