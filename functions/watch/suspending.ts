import { type DeviceSuspension, suspensionId } from '../contracts/device-suspension.ts';
import type { SuspendTrial } from '../contracts/lane-command.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import { awaitsSuspension, isToBeSuspended } from '../domain/trials/trial-status.ts';
import type { TrialsLook } from './trials-look.ts';

/**
 * The commands by which the lane is asked to have devices suspended: one for each trial that is over, whose devices
 * the SSC decided to suspend, and of which some were not asked for yet (R59).
 *
 * @param asked every suspension there was, which grows with the devices of all trials: read only while some device waits
 */
export async function suspensionCommands(
  { trials }: TrialsLook,
  asked: () => Promise<readonly Pick<DeviceSuspension, 'requestId'>[]>,
  now: string,
): Promise<SuspendTrial[]> {
  const waiting = trials
    .filter(({ trial }) => isToBeSuspended(trial, londonDay(now)))
    .map(({ trial, devices }) => ({ trial, devices: devices.filter(({ device }) => awaitsSuspension(device)) }))
    .filter(({ devices }) => devices.length > 0);
  if (waiting.length === 0) return [];
  const known = new Set((await asked()).map(({ requestId }) => requestId));
  // To the minute, so that a run that is repeated asks once; a later run asks again.
  const minute = now.slice(0, 16).replaceAll(/[-:]/g, '');
  return waiting
    .filter(({ trial, devices }) => devices.some(({ device }) => !known.has(suspensionId(trial, device.deviceId))))
    .map(({ trial: { trialId } }, index) => ({
      command: 'suspend-trial',
      commandId: `watch-suspend-${minute}-${index}`,
      trialId,
      requestedBy: 'watch',
    }));
}
