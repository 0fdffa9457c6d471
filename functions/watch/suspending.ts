import { askedSuspensions } from '../contracts/asked-suspensions.ts';
import type { SuspendTrial } from '../contracts/lane-command.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import { currentState, openTrial } from '../domain/devices/device-record.ts';
import { awaitsSuspension, isToBeSuspended, type Trial } from '../domain/trials/trial-status.ts';
import type { WatchPorts } from './ports.ts';
import type { TrialsLook } from './trials-look.ts';

/** Where it is known which devices a trial has, and for which the DSP was asked. */
type SuspensionSources = {
  readonly devices: Pick<WatchPorts['devices'], 'trialDevices'>;
  readonly ledger: Pick<WatchPorts['ledger'], 'page'>;
};

/**
 * The commands by which the lane is asked to have devices suspended: one for each trial that is over, whose devices
 * the SSC decided to suspend, and of which some were not asked for yet (R59); each names the place of the first of these.
 * What was asked for is read only while some device waits.
 */
export async function suspensionCommands(
  { trials }: TrialsLook,
  ports: SuspensionSources,
  now: string,
): Promise<SuspendTrial[]> {
  // To the minute, so that a run that is repeated asks once; a later run asks again.
  const minute = now.slice(0, 16).replaceAll(/[-:]/g, '');
  const commands: SuspendTrial[] = [];
  for (const { trial, left } of trials) {
    if (left.total === 0 || !isToBeSuspended(trial, londonDay(now))) continue;
    const place = await placeOfFirst(trial, ports);
    if (place === undefined) continue;
    commands.push({
      command: 'suspend-trial',
      commandId: `watch-suspend-${minute}-${commands.length}`,
      trialId: trial.trialId,
      ...place,
      requestedBy: 'watch',
    });
  }
  return commands;
}

/** The place of the first device that waits and was not asked for, if there is one. */
async function placeOfFirst(
  trial: Trial,
  { devices, ledger }: SuspensionSources,
): Promise<Pick<SuspendTrial, 'after'> | undefined> {
  const asked = askedSuspensions(ledger, trial);
  let before: string | undefined;
  for await (const record of devices.trialDevices(trial.trialId)) {
    const status = currentState(record).statusHistory.at(-1)?.status ?? 'Pending';
    const isLeft = openTrial(record)?.trialId === trial.trialId && awaitsSuspension({ status });
    if (isLeft && !(await asked.has(record.deviceId))) return before === undefined ? {} : { after: before };
    before = record.deviceId;
  }
  return undefined;
}
