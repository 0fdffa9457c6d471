import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { DeviceSuspension } from '../../functions/contracts/device-suspension.ts';
import { AgreedList } from '../../functions/contracts/governance.ts';
import { londonDay } from '../../functions/domain/calendar/london-time.ts';
import { currentState, openTrial } from '../../functions/domain/devices/device-record.ts';
import type { Ended } from './oracle-lane.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import type { SimulatedEvent } from './srv-storm.ts';
import type { World } from './world.ts';

const SuspensionEvent = z.object({ id: z.string(), time: z.string(), data: z.object({ deviceId: z.string() }) });

/** Statuses in which nobody has to suspend a device any more. */
const OUT_OF_USE: ReadonlySet<string> = new Set(['Withdrawn', 'Decommissioned', 'Deleted', 'Suspended']);

/** Follows each request to suspend a device: whether it was queued, and whether the inventory was sent its event. */
export class SuspensionWatch {
  readonly queued = new Set<string>();
  readonly #notes = new Set<string>();
  readonly #world: World;
  readonly #events: SimulatedEvent[];

  constructor(world: World, events: SimulatedEvent[]) {
    this.#world = world;
    this.#events = events;
  }

  /** Called after every effect. */
  look(boundary: string): void {
    const { queues } = this.#world;
    if (boundary === 'intake dsp-updates.SendMessage') {
      const { data } = DeviceSuspension.safeParse(lastOf(queues['dsp-updates']));
      if (data !== undefined) this.queued.add(data.requestId);
    }
    if (boundary === 'dsp-ingestion srv-events.SendMessage') {
      const { id, time, data } = SuspensionEvent.parse(lastOf(queues['srv-events']));
      if (this.#notes.has(id)) return;
      this.#notes.add(id);
      this.#events.push({ id, at: time, deviceId: data.deviceId, what: 'status', value: 'Suspended' });
    }
  }
}

/** The last message of a queue; a FIFO queue that was sent the same message again may be empty. */
function lastOf({ messages }: SimulatedQueue): unknown {
  const last = messages.at(-1);
  return last === undefined ? undefined : JSON.parse(last.body);
}

/** The devices of a trial that is over are suspended, if that is what the SSC decided: those, once each, and no others (R59). */
export function endOfSuspensions(ended: Ended): string[] {
  return [...everyRequestIsRight(ended), ...nobodyIsForgotten(ended)];
}

function everyRequestIsRight({ world, oracle }: Ended): string[] {
  const broken: string[] = [];
  const asked = new Set<string>();
  let version = 0;
  for (const { decision, effects } of oracle.decisions) {
    for (const effect of effects) {
      if (effect.effect === 'activate') version = effect.governance.agreedList?.version ?? 0;
      if (effect.effect !== 'suspend') continue;
      const { requestId, deviceId, trialId, endDate } = effect.suspension;
      if (asked.has(requestId)) broken.push(`${requestId} was asked for twice`);
      asked.add(requestId);
      const isDue = listOf(world, version).some(
        (row) => row.trialId === trialId && row.endDecision === 'suspend' && row.endDate === endDate,
      );
      if (!isDue || endDate >= londonDay(decision.since)) broken.push(`${requestId} was asked for, and is not due`);
      if (!oracle.history.ever(deviceId, (record) => openTrial(record)?.trialId === trialId))
        broken.push(`${requestId} is about a device that never was of that trial`);
      if (!oracle.suspensions.queued.has(requestId)) broken.push(`${requestId} was never queued`);
    }
  }
  const noted = [...world.tables.ledger.items.values()].filter(({ pk }) => String(pk).startsWith('SUSPENSIONS#'));
  const ids = noted.map(({ sk }) => String(sk)).toSorted();
  if (ids.join() !== [...asked].toSorted().join())
    broken.push(`Suspensions are noted of [${ids.join(' ')}], the decisions say [${[...asked].join(' ')}]`);
  return broken;
}

function nobodyIsForgotten({ world, oracle }: Ended): string[] {
  const broken: string[] = [];
  const ledger = [...world.tables.ledger.items.values()];
  const reported = new Map(ledger.flatMap(({ pk, sk, level }) => (pk === 'NOTICES' ? [[sk, level] as const] : [])));
  const asked = new Set(ledger.flatMap(({ pk, sk }) => (String(pk).startsWith('SUSPENSIONS#') ? [sk] : [])));
  const version = oracle.decisions.flatMap(({ effects }) => effects).findLast((effect) => effect.effect === 'activate')
    ?.governance.agreedList?.version;
  const rows = listOf(world, version ?? 0).filter(
    ({ endDate }) => endDate < londonDay(new Date(world.now).toISOString()),
  );
  for (const { trialId, endDate, endDecision } of new Map(rows.map((row) => [row.trialId, row])).values()) {
    if (Number(reported.get(`trial/${trialId}/end/${endDate}`)) !== LEVEL_OF_END)
      broken.push(`Nobody was notified that ${trialId} is over`);
    for (const deviceId of oracle.history.devices()) {
      const record = oracle.history.now(deviceId);
      if (record === undefined || openTrial(record)?.trialId !== trialId) continue;
      if (OUT_OF_USE.has(currentState(record).statusHistory.at(-1)?.status ?? 'Deleted')) continue;
      if (endDecision === 'suspend' && !asked.has(`suspend-${deviceId}-${endDate}-${trialId}`))
        broken.push(`Nobody asked for ${deviceId} to be suspended`);
      // It is asked for once; whatever became of that, people hear of a device that stays.
      const mark = createHash('sha256').update(deviceId).digest('hex').slice(0, 10);
      if (!reported.has(`trial/${trialId}/remains/${endDate}/${mark}`))
        broken.push(`Nobody was notified that ${deviceId} stays`);
    }
  }
  return broken;
}

/** The level of a trial's end as it is noted when it has been reported. */
const LEVEL_OF_END = 1001;

function listOf({ buckets }: World, version: number) {
  if (version === 0) return [];
  const key = `governance/agreed-list/${String(version).padStart(6, '0')}.json`;
  return AgreedList.parse(JSON.parse(buckets.archive.text(key))).rows;
}
