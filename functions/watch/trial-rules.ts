import { createHash } from 'node:crypto';
import type { WatchFact } from '../contracts/watch-fact.ts';
import { shortDeviceId } from '../domain/devices/eui.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { type TrialFact, trialFacts, type TrialView } from '../domain/trials/trial-facts.ts';
import { type Trial, trialState } from '../domain/trials/trial-status.ts';
import { END_DECISIONS, trialFactInWords } from '../email/trial-fact-words.ts';
import { counted, dayInWords, inFigures } from '../email/words.ts';
import type { NamedDevices, OutsideTrial, TrialsLook, WatchedTrial } from './trials-look.ts';

/** A trial as its rules see it. */
type WatchedView = Pick<TrialView, 'day' | 'limits'> & WatchedTrial;

type DeviceRule = (view: WatchedView) => readonly WatchFact[];

const DEVICE_RULES: readonly DeviceRule[] = [devicesBurst, devicesRemain];

/** An end that has passed is worse than any warning before it. */
const ENDED = 1001;

/** What operations must hear of the trials: limits, ends, devices that remain, and what they should not do. */
export function trialWatchFacts(view: {
  readonly now: string;
  readonly settings: Settings;
  readonly trials: TrialsLook;
}): WatchFact[] {
  const day = londonDay(view.now);
  const limits = view.settings.trialLimits;
  const views = view.trials.trials.map((watched): WatchedView => ({ ...watched, day, limits }));
  return [
    ...views.flatMap(({ trial, devices }) =>
      trialFacts({ trial, devices, day, limits }).flatMap((fact) => watchFactOf(fact, day)),
    ),
    ...DEVICE_RULES.flatMap((rule) => views.flatMap((each) => rule(each))),
    ...firmwareOutsideTrials(view.trials),
  ];
}

/** A fact about a trial as operations are notified of it, if it concerns them. */
function watchFactOf(fact: TrialFact, day: string): WatchFact[] {
  const { operations } = trialFactInWords(fact);
  const identity = identityOf(fact, day);
  if (operations === undefined || identity === undefined) return [];
  return [{ ...identity, ...operations, details: detailsOf(fact) }];
}

/**
 * By what a fact is known when it is reported again, and how bad it is. A limit or an end that the SSC approved again is
 * another fact; over the limit is reported each day.
 */
function identityOf(fact: TrialFact, day: string): Pick<WatchFact, 'factId' | 'level' | 'kind'> | undefined {
  const { trialId, deviceLimit, startDate, endDate } = fact.trial;
  switch (fact.fact) {
    case 'over-limit':
      return { factId: `trial/${trialId}/over/${day}`, level: 1, kind: 'trial-breach' };
    case 'near-limit':
      return { factId: `trial/${trialId}/limit/${deviceLimit}`, level: fact.isFull ? 2 : 1, kind: 'trial-warning' };
    case 'early':
      return { factId: `trial/${trialId}/early/${startDate}`, level: 1, kind: 'trial-breach' };
    case 'ending':
      return {
        factId: `trial/${trialId}/end/${endDate}`,
        level: Math.max(1, 1000 - fact.warning),
        kind: 'trial-warning',
      };
    case 'ended':
      return {
        factId: `trial/${trialId}/end/${endDate}`,
        level: ENDED,
        kind: fact.left === 0 ? 'trial-warning' : 'trial-breach',
      };
    case 'entries-current':
    case 'not-notified':
    case 'certificates-missing':
      return undefined;
  }
}

function detailsOf(fact: TrialFact): WatchFact['details'] {
  const { trial } = fact;
  const isOfEnd = fact.fact === 'ending' || fact.fact === 'ended';
  return [
    ...(fact.fact === 'early' ? [{ label: 'Begins', value: dayInWords(trial.startDate) }] : []),
    ...(isOfEnd ? endDetails(trial) : []),
    ...('devices' in fact
      ? [{ label: 'Devices', value: `${inFigures(fact.devices ?? 0)} of ${inFigures(trial.deviceLimit)}` }]
      : []),
  ];
}

/** R58, R62: each device that is still a trial device after the end; one that is suspended is dealt with. */
function devicesRemain({ trial, left, day }: WatchedView): WatchFact[] {
  if (trialState(trial, day) !== 'ended') return [];
  const kind = trial.endDecision === 'remain-pending-certification' ? 'trial-warning' : 'trial-breach';
  const about = `trial/${trial.trialId}/remains/${trial.endDate}`;
  const text = END_DECISIONS[trial.endDecision].device;
  return [
    ...left.named.map(({ deviceId, firmwareVersion, status }): WatchFact => ({
      factId: `${about}/${deviceMark(deviceId)}`,
      level: 1,
      kind,
      title: `${trial.trialId}: device ${shortDeviceId(deviceId)} is still a trial device`,
      text,
      details: [
        { label: 'Firmware', value: firmwareVersion },
        { label: 'Status', value: status },
      ],
    })),
    ...othersOf(left, `${about}/others`, kind, `${trial.trialId}: trial devices that are left`),
  ];
}

/** R71, R72: a device of which much more is heard than of any sound one. */
function devicesBurst({ trial, bursting, day }: WatchedView): WatchFact[] {
  const about = `trial/${trial.trialId}/burst/${day}`;
  return [
    ...bursting.named.map(({ deviceId, firmwareVersion, eventsOfTheDay }): WatchFact => ({
      factId: `${about}/${deviceMark(deviceId)}`,
      level: 1,
      kind: 'trial-breach',
      title: `${trial.trialId}: ${counted(eventsOfTheDay, 'event')} of device ${shortDeviceId(deviceId)} in a day`,
      text: 'Ask the sponsor what the device does; have it suspended if it disturbs the service.',
      details: [{ label: 'Firmware', value: firmwareVersion }],
    })),
    ...othersOf(bursting, `${about}/others`, 'trial-breach', `${trial.trialId}: devices with a burst of events`),
  ];
}

/** R71: a device that runs the firmware of a trial that the active list no longer has. */
function firmwareOutsideTrials({ outside }: TrialsLook): WatchFact[] {
  return [
    ...outside.named.map(({ deviceId, firmwareKey, certificate }): WatchFact => ({
      factId: `trial-firmware/${firmwareKey}/${deviceMark(deviceId)}`,
      level: certificate === 'none' ? 2 : 1,
      kind: certificate === 'none' ? 'trial-breach' : 'trial-warning',
      title: `Trial firmware outside its trial on device ${shortDeviceId(deviceId)}`,
      text: OUTSIDE[certificate],
      details: [{ label: 'Firmware', value: firmwareKey }],
    })),
    ...othersOf(outside, 'trial-firmware/others', 'trial-breach', 'Trial firmware outside its trial'),
  ];
}

/** Of devices that are too many to be named one by one, how many more there are. */
function othersOf(
  { total, named }: NamedDevices<unknown>,
  factId: string,
  kind: WatchFact['kind'],
  title: string,
): WatchFact[] {
  const others = total - named.length;
  if (others === 0) return [];
  const text = `The first ${inFigures(named.length)} are reported one by one; the operators' console lists more.`;
  return [{ factId, level: 1, kind, title: `${title}: ${inFigures(others)} more`, text, details: [] }];
}

const OUTSIDE = {
  none: 'The agreed list no longer has this firmware, so the device is not flagged: certified firmware, removal or a new row is due.',
  'not-known':
    'The agreed list no longer has this firmware, so the device is not flagged. Whether the firmware is certified by now is not known: the published list has not said it yet.',
} as const satisfies Record<OutsideTrial['certificate'], string>;

function endDetails({ endDate, sscDecisionReference }: Trial): WatchFact['details'] {
  return [
    { label: 'Last day', value: dayInWords(endDate) },
    { label: 'SSC decision', value: sscDecisionReference },
  ];
}

/** Distinguishes one device from another without naming it: a mail does not carry device ids (R76). */
function deviceMark(deviceId: string): string {
  return createHash('sha256').update(deviceId).digest('hex').slice(0, 10);
}
