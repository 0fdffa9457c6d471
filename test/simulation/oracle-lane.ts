import { LaneState } from '../../functions/contracts/lane-state.ts';
import { DeviceModel } from '../../functions/contracts/device-model.ts';
import { dspRefusal } from '../../functions/domain/cpl/dsp-validation.ts';
import { holding, keyOf } from './list-model.ts';
import type { Oracle } from './oracle.ts';
import type { World } from './world.ts';

/** A world that has come to rest, and what was seen of it on the way. */
export type Ended = { readonly world: World; readonly oracle: Oracle };

/** Invariants 1, 2 and 3, and the half of 5 that says that nothing is lost. */
export function endOfLane(ended: Ended): string[] {
  return [...everyFileIsDecided(ended), ...everyEffectHappened(ended), ...theDspHoldsIt(ended)];
}

function everyFileIsDecided({ world, oracle }: Ended): string[] {
  const broken: string[] = [];
  const { ledger } = world.tables;
  const state = ledger.get({ pk: 'LANE', sk: 'STATE' });
  if (state !== undefined && LaneState.parse(state).pending !== undefined) broken.push('A decision is still pending');
  const decided = new Set(
    [...ledger.items.values()]
      .filter((item) => item['pk'] === 'UPLOADS')
      .map((item) => `${String(item['key'])} ${String(item['objectVersion'])}`),
  );
  for (const file of oracle.files.keys()) if (!decided.has(file)) broken.push(`Nobody decided about ${file}`);
  for (const name of ['lane', 'dsp-updates', 'srv-events'] as const) {
    if (world.queues[name].messages.length > 0) broken.push(`${name} is not worked off`);
  }
  return broken;
}

/** The ledger is the fold of all decisions: each effect once in effect, none of any other origin. */
function everyEffectHappened({ world, oracle }: Ended): string[] {
  const kept = new Map<string, Set<string>>();
  const of = (pk: string): Set<string> => {
    const set = kept.get(pk) ?? new Set();
    kept.set(pk, set);
    return set;
  };
  const decided = new Map<string, string>();
  const stored = new Set<string>();
  for (const pk of ['WAITING', 'CORRECTIONS', 'MARKS', 'OVERTAKEN', 'UPLOADS', 'INCIDENTS']) of(pk);
  let revision = 0;
  for (const { effects } of oracle.decisions) {
    for (const effect of effects) {
      switch (effect.effect) {
        case 'wait':
          of('WAITING').add(`${effect.line.order}#${effect.line.entry.entryKey}`);
          break;
        case 'release':
          of('WAITING').delete(`${effect.order}#${effect.entryKey}`);
          break;
        case 'overtake':
          of('WAITING').delete(`${effect.line.order}#${effect.line.entry.entryKey}`);
          of('OVERTAKEN').add(`${effect.line.entry.entryKey}#${effect.line.order}`);
          break;
        case 'correction-due':
          of('CORRECTIONS').add(effect.correction.entryKey);
          break;
        case 'correction-done':
          of('CORRECTIONS').delete(effect.entryKey);
          break;
        case 'mark':
          of('MARKS').add(`${effect.mark.mark}#${effect.mark.entryKey}`);
          break;
        case 'unmark':
          of('MARKS').delete(`${effect.mark}#${effect.entryKey}`);
          break;
        case 'upload':
          of('UPLOADS').add(effect.upload.uploadId);
          decided.set(effect.upload.uploadId, effect.upload.decision);
          break;
        case 'incident':
          of('INCIDENTS').add(effect.incident.incidentId);
          decided.set(effect.incident.incidentId, effect.incident.state);
          break;
        case 'incident-event':
          of(`INCIDENT#${effect.event.incidentId}`).add(effect.event.eventId);
          break;
        case 'ssc-decision':
          of('SSC-DECISIONS').add(`${effect.decision.at}#${effect.decision.commandId}`);
          break;
        case 'activate':
          revision = effect.governance.revision;
          break;
        case 'store':
          stored.add(effect.key);
          break;
        case 'send':
        case 'dispatch':
        case 'mail':
        case 'reevaluate':
        case 'suspend':
        case 'reevaluate-again':
        case 'reevaluated-again':
        case 'decided':
        case 'ready-letter':
          break;
      }
    }
  }
  const broken: string[] = [];
  const items = [...world.tables.ledger.items.values()];
  for (const [pk, wanted] of kept) {
    const found = items.filter((item) => item['pk'] === pk);
    const names = found.map((item) => String(item['sk'])).toSorted();
    if (names.join() !== [...wanted].toSorted().join())
      broken.push(`${pk} holds [${names.join(' ')}], the decisions say [${[...wanted].toSorted().join(' ')}]`);
    for (const item of found) {
      const wish = decided.get(String(item['sk']));
      const is = String(item['decision'] ?? item['state']);
      if (wish !== undefined && is !== wish) broken.push(`${pk} ${String(item['sk'])} is ${is}, not ${wish}`);
    }
  }
  const active = world.tables.ledger.get({ pk: 'GOVERNANCE', sk: 'ACTIVE' });
  if (Number(active?.['revision'] ?? 0) !== revision) broken.push('The active governance is not what was decided last');
  const keys = new Set(world.buckets.archive.keys());
  for (const key of stored) if (!keys.has(key)) broken.push(`${key} was never stored`);
  const modelled = oracle.lane.waiting.map(({ order, line }) => `${order}#${keyOf(line)}`).toSorted();
  const waiting = [...of('WAITING')].toSorted();
  if (modelled.join() !== waiting.join())
    broken.push(`The model waits for [${modelled.join(' ')}], the lane for [${waiting.join(' ')}]`);
  return broken;
}

/** Each change reached the DSP once, in order, and nothing newer was overwritten. */
function theDspHoldsIt({ world, oracle }: Ended): string[] {
  const broken: string[] = [];
  const newest = new Map<string, { order: string; gbcsVersion: string; status: string }>();
  const orders = new Set<string>();
  for (const { effects } of oracle.decisions) {
    for (const effect of effects) {
      if (effect.effect !== 'send') continue;
      const { order, entry, gbcsVersion } = effect.change;
      orders.add(order);
      if (dspRefusal(entry, gbcsVersion) !== undefined) continue;
      newest.set(entry.entryKey, { order, gbcsVersion, status: entry.status });
    }
  }
  const { items } = world.tables['device-models'];
  for (const [key, wanted] of newest) {
    const item = items.get(key);
    if (item === undefined) {
      broken.push(`The DSP does not hold ${key}`);
      continue;
    }
    const { order, gbcsVersion, status, history } = DeviceModel.parse(item);
    if (order !== wanted.order || gbcsVersion !== wanted.gbcsVersion || status !== wanted.status)
      broken.push(`The DSP holds ${key} of ${order}, not of ${wanted.order}`);
    const course = history.map((line) => line.order);
    if (course.some((each, index) => each <= (course[index - 1] ?? '')))
      broken.push(`${key} went ${course.join(' → ')}`);
    for (const each of course) if (!orders.has(each)) broken.push(`${key} has ${each}, which nobody decided`);
  }
  for (const key of items.keys()) if (!newest.has(key)) broken.push(`The DSP holds ${key}, which nobody sent`);
  const accepted = [...(oracle.lane.accepted?.lines.values() ?? [])].map(({ line }) => line);
  for (const [key, lines] of Map.groupBy(accepted, keyOf)) {
    const waits = oracle.lane.waiting.some(({ line }) => keyOf(line) === key);
    const isHeld = items.get(key)?.['status'] === (holding(lines) === undefined ? 'Removed' : 'Current');
    if (!isHeld && !waits) broken.push(`${key} is accepted, and neither with the DSP nor waiting`);
  }
  return broken;
}
