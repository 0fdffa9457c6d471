import type { Effect } from '../../contracts/effect.ts';
import type { Incident, IncidentImpact } from '../../contracts/incident.ts';
import type { IncidentNews } from '../../contracts/incident-news.ts';
import { type AffectedModel, affectedModels, devicesOfModels } from '../../domain/incidents/affected-models.ts';
import { incidentLetters } from '../../email/incident-letters.ts';
import { type LaneView, mailEffect, readyLetterEffect } from '../lane/decision.ts';
import { type BlockedAfter, type IncidentChange, grownCauses, incidentChanges } from './incident-changes.ts';
import { orders } from '../cpl/gate-lines.ts';
import type { LanePorts } from '../ports.ts';

/** Suppliers that an incident names. */
const MOST_SUPPLIERS = 500;

type IncidentPorts = Pick<LanePorts, 'ledger' | 'deviceModels' | 'devices' | 'letters'>;

/**
 * What a decision does to the incidents: those that were opened, that grew, that time made worse and that are over, with
 * the letter of each that someone must be notified of (R29–R33).
 *
 * @param after What is blocked once the decision is carried out.
 */
export async function incidentEffects(view: LaneView, after: BlockedAfter, ports: IncidentPorts): Promise<Effect[]> {
  const effects: Effect[] = [];
  const modelsOf = modelsOnce(ports);
  const impacts = new Map<string, IncidentImpact>();
  for (const [cause, entryKeys] of grownCauses(view, after)) {
    impacts.set(cause, impactOf(await modelsOf(entryKeys)));
  }
  for (const change of incidentChanges(view, after, impacts, orders(view.state.sequence + 1))) {
    effects.push(...(await effectsOfChange(change, after, view, ports, modelsOf)));
  }
  return effects;
}

type ModelsOf = (entryKeys: readonly string[]) => Promise<readonly AffectedModel[]>;

/** The Device Models of entries: those of the same entries are looked at and counted once. */
function modelsOnce(ports: Pick<IncidentPorts, 'deviceModels' | 'devices'>): ModelsOf {
  const looked = new Map<string, Promise<readonly AffectedModel[]>>();
  return (entryKeys) => {
    const keys = entryKeys.join('\n');
    const models = looked.get(keys) ?? affectedModels(entryKeys, ports);
    looked.set(keys, models);
    return models;
  };
}

/** An incident as it becomes, each step of its timeline, and the letter where someone must be notified. */
export async function effectsOfChange(
  { incident, steps, news }: IncidentChange,
  { stillWaiting, stillOutstanding }: BlockedAfter,
  { settings, now }: Pick<LaneView, 'settings' | 'now'>,
  ports: IncidentPorts,
  modelsOf: ModelsOf = modelsOnce(ports),
): Promise<Effect[]> {
  const record: Effect[] = [
    { effect: 'incident', incident },
    ...steps.map((event): Effect => ({ effect: 'incident-event', event })),
  ];
  if (news === undefined) return record;
  const { ledger, letters } = ports;
  const before = news === 'opened' ? [] : await ledger.list('incidentEvents', { incidentId: incident.incidentId });
  const incidentNews: IncidentNews = {
    news,
    mailId: mailIdOf(incident, news),
    incident,
    lines: stillWaiting.filter(({ reason }) => reason === incident.cause),
    corrections: stillOutstanding.filter(({ cause }) => cause === incident.cause),
    models: await modelsOf(incident.entries),
    timeline: [...before, ...steps],
    steps,
    settings,
    now,
  };
  const ready = incidentLetters(incidentNews);
  return [...record, ...ready.map(readyLetterEffect), mailEffect(letters.incident(incidentNews, ready))];
}

/** What waits, in devices and suppliers (R80). */
function impactOf(models: readonly AffectedModel[]): IncidentImpact {
  const { total, atLeast, bySupplier } = devicesOfModels(models);
  const suppliers = Object.entries(bySupplier)
    .filter(([supplier]) => supplier !== '')
    .toSorted(([, a], [, b]) => b - a)
    .map(([supplier]) => supplier);
  return { devices: total, atLeast, suppliers: suppliers.slice(0, MOST_SUPPLIERS) };
}

function mailIdOf({ incidentId, updates }: Incident, news: IncidentNews['news']): string {
  if (news === 'opened') return incidentId;
  return news !== 'resolved' ? `${incidentId}-U${updates}` : `${incidentId}-RESOLVED`;
}
