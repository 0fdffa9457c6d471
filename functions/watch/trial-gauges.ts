import type { MetricName, MetricValues } from '../contracts/metrics.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { isBursting, type TrialsLook } from './trials-look.ts';

/** The metrics that the look at the trials gives. */
export type TrialGauge = Extract<
  MetricName<'watch'>,
  'TrialDevices' | 'TrialEventsDaily' | 'TrialDeviceEventsDaily' | 'TrialDevicesBursting' | 'TrialFirmwareOutside'
>;

/**
 * What is heard of trial devices, as numbers (R71, R72): one value for each trial and one for each device, so that the
 * highest is the one to look at. The greatest come first, because CloudWatch takes a hundred values of a name. All are
 * unread where the trials or the settings are.
 */
export function trialGauges(
  look: TrialsLook | undefined,
  settings: Pick<Settings, 'trialLimits'> | undefined,
): Pick<MetricValues<'watch'>, TrialGauge> {
  if (look === undefined || settings === undefined) return UNREAD;
  const devices = look.trials.flatMap((trial) => trial.devices);
  const perTrial = look.trials
    .filter(({ trial, devices: of }) => trial.listed || of.length > 0)
    .map((trial) => trial.devices.reduce((sum, { eventsOfTheDay }) => sum + eventsOfTheDay, 0));
  return {
    TrialDevices: devices.length,
    TrialEventsDaily: greatestFirst(perTrial),
    TrialDeviceEventsDaily: greatestFirst(devices.map(({ eventsOfTheDay }) => eventsOfTheDay)),
    TrialDevicesBursting: devices.filter((device) => isBursting(device, settings.trialLimits)).length,
    TrialFirmwareOutside: look.outside.length,
  };
}

const UNREAD: Pick<MetricValues<'watch'>, TrialGauge> = {
  TrialDevices: undefined,
  TrialEventsDaily: undefined,
  TrialDeviceEventsDaily: undefined,
  TrialDevicesBursting: undefined,
  TrialFirmwareOutside: undefined,
};

function greatestFirst(numbers: readonly number[]): number[] {
  return numbers.toSorted((a, b) => b - a);
}
