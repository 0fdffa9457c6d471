import type { Effect } from '../../contracts/effect.ts';
import type { ActiveFile } from '../../contracts/governance.ts';
import type { Sweep, SweepDue } from '../../contracts/sweep.ts';
import { affectedFirmware, everyFirmware } from '../../domain/trials/agreed-list-change.ts';
import type { LaneView } from '../lane/decision.ts';
import type { GovernanceContent } from './governance-files.ts';
import type { LanePorts } from '../ports.ts';

/** Devices named in one request: a message well below the limit of SQS. */
const DEVICES_A_REQUEST = 100;
/** By now every write that was under way when the rules changed stands in the indexes too. */
const AGAIN_AFTER_MINUTES = 5;

/**
 * The devices to be judged again when a governance file becomes active, now and once more later: those of rows that
 * came or went, or, when the switch is turned on, those of all versions of the list, since a trial may have been
 * dropped while it was off (R54). While it is off, and when it is turned off, nothing is judged.
 */
export async function reevaluationEffects(
  content: GovernanceContent,
  file: ActiveFile,
  { before, after }: { readonly before: LaneView; readonly after: LaneView },
  { governance }: Pick<LanePorts, 'governance'>,
): Promise<Effect[]> {
  const requestId = `reevaluate-${file.uploadId}`;
  if (after.settings.trialFlagging === 'off') return [];
  if (content.kind === 'agreed-list') {
    return sweepTwice({ requestId, firmwareKeys: affectedFirmware(before.agreedList, content), trialIds: [] });
  }
  if (before.settings.trialFlagging === 'on') return [];
  const lists = await governance.agreedListHistory();
  const trialIds = lists.flatMap(({ rows }) => rows.map(({ trialId }) => trialId));
  return sweepTwice({ requestId, firmwareKeys: everyFirmware(lists), trialIds: [...new Set(trialIds)].sort() });
}

/** The effects of sweeps that are due once more. */
export function sweepsMadeAgain(due: readonly SweepDue[], now: string): Effect[] {
  return due
    .filter(({ dueAt }) => dueAt <= now)
    .flatMap(({ requestId, firmwareKeys, trialIds }): Effect[] => [
      { effect: 'reevaluate', requestId: `${requestId}-again`, firmwareKeys, trialIds },
      { effect: 'swept-again', requestId },
    ]);
}

/** The note that a sweep is to be made once more. */
export function dueAgain({ requestId, firmwareKeys, trialIds }: Sweep, now: string): SweepDue {
  const dueAt = new Date(Date.parse(now) + AGAIN_AFTER_MINUTES * 60_000).toISOString();
  return { requestId, firmwareKeys, trialIds, dueAt };
}

/**
 * Asks for the affected devices to be judged again, by way of the srv-events queue, so that the lane does not wait
 * for it and events are not held up (ARCHITECTURE "Devices"). A repeat only asks again.
 */
export async function requestReevaluation(
  sweep: Sweep,
  { devices, reevaluation, clock }: Pick<LanePorts, 'devices' | 'reevaluation' | 'clock'>,
): Promise<void> {
  const asked = new Set<string>();
  let waiting: string[] = [];
  let requests = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    requests += 1;
    await reevaluation.request(waiting, `${sweep.requestId}-${requests}`, clock.now());
    waiting = [];
  };
  const ask = async (ids: AsyncIterable<string>): Promise<void> => {
    for await (const id of ids) {
      if (asked.has(id)) continue;
      asked.add(id);
      waiting.push(id);
      if (waiting.length === DEVICES_A_REQUEST) await flush();
    }
  };
  for (const key of sweep.firmwareKeys) {
    const [manufacturer = '', model = '', firmware = ''] = key.split('/');
    await ask(devices.idsByFirmware(manufacturer, model, firmware));
  }
  for (const trialId of sweep.trialIds) await ask(devices.idsOfTrial(trialId));
  await flush();
}

function sweepTwice(sweep: Sweep): Effect[] {
  if (sweep.firmwareKeys.length === 0 && sweep.trialIds.length === 0) return [];
  return [
    { effect: 'reevaluate', ...sweep },
    { effect: 'sweep-again', ...sweep },
  ];
}
