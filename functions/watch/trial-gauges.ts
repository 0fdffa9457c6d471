import type { MetricName, MetricValues } from '../contracts/metrics.ts';
import type { TrialsLook } from './trials-look.ts';

/** The metrics that the look at the trials gives. */
export type TrialGauge = Extract<
  MetricName<'watch'>,
  'TrialDevices' | 'TrialEventsDaily' | 'TrialDeviceEventsDaily' | 'TrialDevicesBursting' | 'TrialFirmwareOutside'
>;

/**
 * What is heard of trial devices, as numbers (R71, R72): one value for each trial and one for each device, so that the
 * highest is the one to look at. The greatest come first, because CloudWatch takes a hundred values of a name. All are
 * unread where the trials are.
 */
export function trialGauges(look: TrialsLook | undefined): Pick<MetricValues<'watch'>, TrialGauge> {
  if (look === undefined) return UNREAD;
  const devicesOf = ({ devices }: TrialsLook['trials'][number]): number => sum(Object.values(devices));
  return {
    TrialDevices: sum(look.trials.map(devicesOf)),
    TrialEventsDaily: greatestFirst(
      look.trials
        .filter((watched) => watched.trial.listed || devicesOf(watched) > 0)
        .map(({ eventsOfTheDay }) => eventsOfTheDay),
    ),
    TrialDeviceEventsDaily: greatestFirst(look.trials.flatMap(({ busiest }) => busiest)),
    TrialDevicesBursting: sum(look.trials.map(({ bursting }) => bursting.total)),
    TrialFirmwareOutside: look.outside.total,
  };
}

const UNREAD: Pick<MetricValues<'watch'>, TrialGauge> = {
  TrialDevices: undefined,
  TrialEventsDaily: undefined,
  TrialDeviceEventsDaily: undefined,
  TrialDevicesBursting: undefined,
  TrialFirmwareOutside: undefined,
};

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function greatestFirst(numbers: readonly number[]): number[] {
  return numbers.toSorted((a, b) => b - a);
}
