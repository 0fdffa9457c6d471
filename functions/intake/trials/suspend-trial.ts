import { type DeviceSuspension, suspensionId } from '../../contracts/device-suspension.ts';
import type { Effect } from '../../contracts/effect.ts';
import type { SuspendTrial } from '../../contracts/lane-command.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import { smiDevice } from '../../domain/devices/smi-device.ts';
import { awaitsSuspension, isToBeSuspended, type Trial, trialsOf } from '../../domain/trials/trial-status.ts';
import { draftDecision, type IntendedLane, intend, type LaneView } from '../lane/decision.ts';
import type { LanePorts } from '../ports.ts';

/**
 * Devices that one decision asks for: as many as are read, decided on and sent within one invocation. The watch has the
 * lane asked again for the rest.
 */
const DEVICES_A_DECISION = 20_000;

/**
 * Asks the DSP to suspend the devices of a trial that is over, where that is what the SSC decided (R59). Evaluated by the
 * list that is active now: an extension that came first wins. Each device is asked for once; one that was restored
 * since is for people to decide about.
 *
 * @returns undefined when there is nothing to ask for.
 */
export async function suspendTrial(
  { trialId }: SuspendTrial,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane | undefined> {
  const trial = trialsOf([view.agreedList]).find((candidate) => candidate.trialId === trialId);
  if (trial === undefined || view.settings.trialFlagging === 'off') return undefined;
  if (!isToBeSuspended(trial, londonDay(view.now))) return undefined;
  const asked = await ports.ledger.list('suspensions');
  const askedIds = new Set(asked.map(({ requestId }) => requestId));
  const toAsk = async (after?: string): Promise<Effect[]> => {
    const effects: Effect[] = [];
    for await (const record of ports.devices.trialDevices(trialId, after)) {
      const device = smiDevice(record, view.settings);
      const suspension = suspensionOf(device.deviceId, trial, view.now);
      if (device.trial?.trialId !== trialId || !awaitsSuspension(device) || askedIds.has(suspension.requestId))
        continue;
      effects.push({ effect: 'suspend', suspension });
      if (effects.length === DEVICES_A_DECISION) break;
    }
    return effects;
  };
  // Where the last decision stopped; from the beginning once there is none behind it.
  const last = asked
    .filter(({ deviceId, requestId }) => requestId === suspensionId(trial, deviceId))
    .reduce<string | undefined>(
      (max, { deviceId }) => (max === undefined || deviceId > max ? deviceId : max),
      undefined,
    );
  const behind = await toAsk(last);
  const effects = behind.length > 0 || last === undefined ? behind : await toAsk();
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
