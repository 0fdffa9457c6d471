import { createHash } from 'node:crypto';
import type { WatchFact } from '../contracts/watch-fact.ts';
import { shortDeviceId } from '../domain/devices/eui.ts';
import { daysBetween } from '../domain/calendar/calendar-day.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { awaitsSuspension, countsAgainstLimit, type Trial, trialState } from '../domain/trials/trial-standing.ts';
import { counted, dayInWords } from '../email/words.ts';
import { isBursting, type TrialsLook, type WatchedDevice } from './trials-look.ts';

/** A trial as its rules judge it. */
type TrialView = {
  readonly trial: Trial;
  readonly devices: readonly WatchedDevice[];
  /** Devices that count against the limit. */
  readonly counting: number;
  readonly day: string;
  readonly limits: Settings['trialLimits'];
};

type TrialRule = (view: TrialView) => readonly WatchFact[];

const RULES: readonly TrialRule[] = [
  limitIsExceeded,
  limitIsNear,
  endHasPassed,
  endIsNear,
  startIsStillAhead,
  devicesBurst,
  devicesRemain,
];

/** An end that has passed is worse than any warning before it. */
const ENDED = 1001;

/** What operations must hear of the trials: limits, ends, devices that remain, and what they should not do. */
export function trialFacts(view: {
  readonly now: string;
  readonly settings: Settings;
  readonly trials: TrialsLook;
}): WatchFact[] {
  const day = londonDay(view.now);
  const limits = view.settings.trialLimits;
  const views = view.trials.trials.map(({ trial, devices }): TrialView => ({
    trial,
    devices,
    counting: devices.filter(({ device }) => countsAgainstLimit(device)).length,
    day,
    limits,
  }));
  return [...RULES.flatMap((rule) => views.flatMap((each) => rule(each))), ...firmwareOutsideTrials(view.trials)];
}

/** R57: near its limit, and at it. A higher limit that the SSC approves begins anew. */
function limitIsNear({ trial, counting, limits }: TrialView): WatchFact[] {
  const { trialId, deviceLimit } = trial;
  if (!trial.listed || counting * 100 < deviceLimit * limits.warnPercent) return [];
  const full = counting >= deviceLimit;
  return [
    {
      factId: `trial/${trialId}/limit/${deviceLimit}`,
      level: full ? 2 : 1,
      kind: 'trial-warning',
      title: `${trialId}: ${full ? 'its device limit is reached' : 'near its device limit'}`,
      text: 'No pre-notification is refused for it: tell the sponsor and the SSC in time.',
      details: deviceDetails(trial, counting),
    },
  ];
}

/** R57: over its limit, told anew each day that it is. */
function limitIsExceeded({ trial, counting, day }: TrialView): WatchFact[] {
  const excess = counting - trial.deviceLimit;
  if (!trial.listed || excess <= 0) return [];
  return [
    {
      factId: `trial/${trial.trialId}/over/${day}`,
      level: 1,
      kind: 'trial-breach',
      title: `${trial.trialId}: ${counted(excess, 'device')} over its limit`,
      text: 'The SSC approves a higher limit with a reason, or the sponsor takes devices out.',
      details: deviceDetails(trial, counting),
    },
  ];
}

/** R58: once for each day of warning that has come; a later end that the SSC approves begins anew. */
function endIsNear({ trial, counting, day, limits }: TrialView): WatchFact[] {
  if (trialState(trial, day) !== 'active') return [];
  const days = daysBetween(day, trial.endDate);
  const reached = limits.endWarningDays.filter((warning) => days <= warning);
  if (reached.length === 0) return [];
  return [
    {
      factId: `trial/${trial.trialId}/end/${trial.endDate}`,
      level: Math.max(1, 1000 - Math.min(...reached)),
      kind: 'trial-warning',
      title: `${trial.trialId}: ${days === 0 ? 'ends today' : `${counted(days, 'day')} to its end`}`,
      text: DECISIONS[trial.endDecision].before,
      details: [...endDetails(trial), ...deviceDetails(trial, counting)],
    },
  ];
}

/** R58, R59: at the end, once, whether devices are left or not. */
function endHasPassed({ trial, devices, counting, day }: TrialView): WatchFact[] {
  if (trialState(trial, day) !== 'ended') return [];
  const left = devices.filter(({ device }) => awaitsSuspension(device)).length;
  return [
    {
      factId: `trial/${trial.trialId}/end/${trial.endDate}`,
      level: ENDED,
      kind: left === 0 ? 'trial-warning' : 'trial-breach',
      title: `${trial.trialId}: over, ${left === 0 ? 'no device is left in use' : `${counted(left, 'device')} left in use`}`,
      text: left === 0 ? 'Take it off the agreed list with the next version.' : DECISIONS[trial.endDecision].after,
      details: [...endDetails(trial), ...deviceDetails(trial, counting)],
    },
  ];
}

/** R58, R62: each device that is still a trial device after the end; one that is suspended is dealt with. */
function devicesRemain({ trial, devices, day }: TrialView): WatchFact[] {
  if (trialState(trial, day) !== 'ended') return [];
  return devices
    .filter(({ device }) => awaitsSuspension(device))
    .map(({ device }) => ({
      factId: `trial/${trial.trialId}/remains/${trial.endDate}/${deviceMark(device.deviceId)}`,
      level: 1,
      kind: trial.endDecision === 'remain-pending-certification' ? 'trial-warning' : 'trial-breach',
      title: `${trial.trialId}: device ${shortDeviceId(device.deviceId)} is still a trial device`,
      text: DECISIONS[trial.endDecision].device,
      details: [
        { label: 'Firmware', value: device.firmwareVersion },
        { label: 'Status', value: device.status },
      ],
    }));
}

/** R40: devices that run the firmware before the trial begins. */
function startIsStillAhead({ trial, counting, day }: TrialView): WatchFact[] {
  if (trialState(trial, day) !== 'planned' || counting === 0) return [];
  return [
    {
      factId: `trial/${trial.trialId}/early/${trial.startDate}`,
      level: 1,
      kind: 'trial-breach',
      title: `${trial.trialId}: ${counted(counting, 'device')} before it begins`,
      text: 'Ask the sponsor why devices run the firmware already.',
      details: [{ label: 'Begins', value: dayInWords(trial.startDate) }, ...deviceDetails(trial, counting)],
    },
  ];
}

/** R71, R72: a device of which much more is heard than of any sound one. */
function devicesBurst({ trial, devices, day, limits }: TrialView): WatchFact[] {
  return devices
    .filter((watched) => isBursting(watched, limits))
    .map(({ device, eventsOfTheDay }) => ({
      factId: `trial/${trial.trialId}/burst/${day}/${deviceMark(device.deviceId)}`,
      level: 1,
      kind: 'trial-breach',
      title: `${trial.trialId}: ${counted(eventsOfTheDay, 'event')} of device ${shortDeviceId(device.deviceId)} in a day`,
      text: 'Ask the sponsor what the device does; have it suspended if it disturbs the service.',
      details: [{ label: 'Firmware', value: device.firmwareVersion }],
    }));
}

/** R71: a device that runs the firmware of a trial that the active list no longer has. */
function firmwareOutsideTrials({ outside }: TrialsLook): WatchFact[] {
  return outside.map(({ deviceId, firmwareKey, certificate }) => ({
    factId: `trial-firmware/${firmwareKey}/${deviceMark(deviceId)}`,
    level: certificate === 'none' ? 2 : 1,
    kind: certificate === 'none' ? 'trial-breach' : 'trial-warning',
    title: `Trial firmware outside its trial on device ${shortDeviceId(deviceId)}`,
    text: OUTSIDE[certificate],
    details: [{ label: 'Firmware', value: firmwareKey }],
  }));
}

const OUTSIDE = {
  none: 'The agreed list no longer has this firmware, so the device is not flagged: certified firmware, removal or a new row is due.',
  'not-known':
    'The agreed list no longer has this firmware, so the device is not flagged. Whether the firmware is certified by now is not known: the published list has not said it yet.',
} as const satisfies Record<TrialsLook['outside'][number]['certificate'], string>;

const DECISIONS = {
  '': {
    before: 'The SSC has to decide: certified firmware, removal, suspension, or an extension.',
    after: 'The SSC has not decided: suspend, or remain pending certification?',
    device: 'No decision of the SSC is on the agreed list.',
  },
  suspend: {
    before: 'The devices that are left at the end will be suspended, as the SSC decided.',
    after: 'The DSP is asked to suspend them, as the SSC decided.',
    device: 'The DSP is asked once to suspend it. If it stays as it is, it was restored: ask the sponsor.',
  },
  'remain-pending-certification': {
    before: 'The devices that are left at the end remain pending certification, as the SSC decided.',
    after: 'They remain pending certification, as the SSC decided.',
    device: 'It remains pending certification, as the SSC decided.',
  },
} as const satisfies Record<Trial['endDecision'], Readonly<Record<'before' | 'after' | 'device', string>>>;

function deviceDetails({ deviceLimit }: Trial, counting: number): WatchFact['details'] {
  return [{ label: 'Devices', value: `${counting} of ${deviceLimit}` }];
}

function endDetails({ endDate, sscDecisionReference }: Trial): WatchFact['details'] {
  return [
    { label: 'Last day', value: dayInWords(endDate) },
    { label: 'SSC decision', value: sscDecisionReference },
  ];
}

/** Tells one device from another without naming it: a mail does not carry device ids (R76). */
function deviceMark(deviceId: string): string {
  return createHash('sha256').update(deviceId).digest('hex').slice(0, 10);
}
