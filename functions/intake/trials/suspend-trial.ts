import { askedSuspensions } from '../../contracts/asked-suspensions.ts';
import { type DeviceSuspension, suspensionId } from '../../contracts/device-suspension.ts';
import type { Effect } from '../../contracts/effect.ts';
import type { SuspendTrial } from '../../contracts/lane-command.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import { foldedLists } from '../../domain/trials/agreed-lists.ts';
import { smiDevice } from '../../domain/devices/smi-device.ts';
import { awaitsSuspension, isToBeSuspended, type Trial, trialsOf } from '../../domain/trials/trial-status.ts';
import { draftDecision, type IntendedLane, intend, type LaneView } from '../lane/decision.ts';
import type { LanePorts } from '../ports.ts';

/**
 * Devices that one decision asks for, and those that it looks at for them: as many as are read, decided on and sent within
 * one invocation. The watch has the lane asked again for the rest.
 */
const DEVICES_A_DECISION = 20_000;
const DEVICES_READ = 50_000;

/**
 * Asks the DSP to suspend the devices of a trial that is over, where that is what the SSC decided (R59). Evaluated by the
 * list that is active now: an extension that came first wins. Each device is asked for once; one that was restored
 * since is for people to decide about. The work depends on the devices that it looks at, not on those asked for before.
 *
 * @returns undefined when there is nothing to ask for.
 */
export async function suspendTrial(
  { trialId, after }: SuspendTrial,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane | undefined> {
  const trial = trialsOf(foldedLists([view.agreedList])).find((candidate) => candidate.trialId === trialId);
  if (trial === undefined || view.settings.trialFlagging === 'off') return undefined;
  if (!isToBeSuspended(trial, londonDay(view.now))) return undefined;
  const asked = askedSuspensions(ports.ledger, trial);
  const effects: Effect[] = [];
  let read = 0;
  for await (const record of ports.devices.trialDevices(trialId, after)) {
    const device = smiDevice(record, view.settings);
    // The index may be a moment behind the table: what counts is the flag of the record itself.
    const isLeft = device.trial?.trialId === trialId && awaitsSuspension(device);
    if (isLeft && !(await asked.has(device.deviceId)))
      effects.push({ effect: 'suspend', suspension: suspensionOf(device.deviceId, trial, view.now) });
    read += 1;
    if (effects.length === DEVICES_A_DECISION || read === DEVICES_READ) break;
  }
  if (effects.length === 0) return undefined;
  return intend(draftDecision(view, ports), view, effects, view.state, ports);
}

function suspensionOf(deviceId: string, trial: Trial, requestedAt: string): DeviceSuspension {
  const { trialId, endDate, sscDecisionReference } = trial;
  return {
    contract: 'device-suspension/1',
    requestId: suspensionId(trial, deviceId),
    deviceId,
    trialId,
    endDate,
    sscDecisionReference,
    requestedAt,
  };
}
