import type { Effect } from '../../contracts/effect.ts';
import type { ActiveFile } from '../../contracts/governance.ts';
import type { ReevaluationPosition } from '../../contracts/lane-state.ts';
import type { Reevaluation, ReevaluationDue } from '../../contracts/reevaluation.ts';
import { inPieces } from '../../domain/devices/in-pieces.ts';
import { affectedFirmware } from '../../domain/trials/agreed-list-change.ts';
import { everyTrialId, firmwareOf } from '../../domain/trials/agreed-lists.ts';
import type { LaneView } from '../lane/decision.ts';
import type { GovernanceContent } from './governance-files.ts';
import type { LanePorts } from '../ports.ts';

/** Devices named in one request: a message well below the limit of SQS. */
const DEVICES_A_REQUEST = 100;
/** Devices between two looks at how far the re-evaluation is; their requests are made side by side. */
const DEVICES_AT_ONCE = 1000;
/** By now every write that was under way when the rules changed stands in the indexes too. */
const AGAIN_AFTER_MINUTES = 5;

/**
 * The devices to be re-evaluated when a governance file becomes active, now and once more later: those of rows that
 * came or went, or, when the switch is turned on, those of all versions of the list, since a trial may have been
 * dropped while it was off (R54). While it is off, and when it is turned off, nothing is evaluated.
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
    return reevaluateTwice({ requestId, firmwareKeys: affectedFirmware(before.agreedList, content), trialIds: [] });
  }
  if (before.settings.trialFlagging === 'on') return [];
  const lists = await governance.agreedListHistory();
  return reevaluateTwice({ requestId, firmwareKeys: [...firmwareOf(lists).ever], trialIds: everyTrialId(lists) });
}

/** The effects of re-evaluations that are due once more. */
export function repeatedReevaluations(due: readonly ReevaluationDue[], now: string): Effect[] {
  return due
    .filter(({ dueAt }) => dueAt <= now)
    .flatMap(({ requestId, firmwareKeys, trialIds }): Effect[] => [
      { effect: 'reevaluate', requestId: `${requestId}-again`, firmwareKeys, trialIds },
      { effect: 'reevaluated-again', requestId },
    ]);
}

/** The note that a re-evaluation is to be made once more. */
export function dueAgain({ requestId, firmwareKeys, trialIds }: Reevaluation, now: string): ReevaluationDue {
  const dueAt = new Date(Date.parse(now) + AGAIN_AFTER_MINUTES * 60_000).toISOString();
  return { requestId, firmwareKeys, trialIds, dueAt };
}

/**
 * Asks for the affected devices to be evaluated again, by way of the srv-events queue, so that the lane does not wait
 * for it and events are not held up (ARCHITECTURE "Devices"). A repeat only asks again. A re-evaluation may concern a whole fleet:
 * it says after each few devices how far it is, and goes on from there.
 *
 * @param from how far an earlier invocation came
 * @param goesOn hears how far the re-evaluation is, and answers whether there is time to go on
 */
export async function requestReevaluation(
  scope: Reevaluation,
  from: ReevaluationPosition | undefined,
  { devices, reevaluation, clock }: Pick<LanePorts, 'devices' | 'reevaluation' | 'clock'>,
  goesOn: (reached: ReevaluationPosition) => Promise<boolean>,
): Promise<'done' | 'unfinished'> {
  const parts = [
    ...scope.firmwareKeys.map((key) => (after?: string) => {
      const [manufacturer = '', model = '', firmware = ''] = key.split('/');
      return devices.idsByFirmware(manufacturer, model, firmware, after);
    }),
    ...scope.trialIds.map((trialId) => (after?: string) => devices.idsOfTrial(trialId, after)),
  ];
  let { part, after, requests }: ReevaluationPosition = from ?? { part: 0, requests: 0 };
  for (const idsAfter of parts.slice(part)) {
    for await (const ids of inPieces(idsAfter(after), DEVICES_AT_ONCE)) {
      const asked = Array.from({ length: Math.ceil(ids.length / DEVICES_A_REQUEST) }, (_, index) =>
        ids.slice(index * DEVICES_A_REQUEST, (index + 1) * DEVICES_A_REQUEST),
      );
      const at = clock.now();
      const before = requests;
      await Promise.all(
        asked.map((some, index) => reevaluation.request(some, `${scope.requestId}-${before + index + 1}`, at)),
      );
      requests += asked.length;
      if (!(await goesOn({ part, after: ids.at(-1), requests }))) return 'unfinished';
    }
    part += 1;
    after = undefined;
    if (!(await goesOn({ part, requests }))) return 'unfinished';
  }
  return 'done';
}

function reevaluateTwice(scope: Reevaluation): Effect[] {
  if (scope.firmwareKeys.length === 0 && scope.trialIds.length === 0) return [];
  return [
    { effect: 'reevaluate', ...scope },
    { effect: 'reevaluate-again', ...scope },
  ];
}
