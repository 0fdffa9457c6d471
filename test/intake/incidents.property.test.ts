import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Incident, IncidentEvent } from '../../functions/contracts/incident.ts';
import type { WaitingLine } from '../../functions/contracts/waiting-line.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { incidentChanges } from '../../functions/intake/incidents/incident-changes.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';

const settings = {
  ...DEFAULT_SETTINGS,
  incidentThresholds: { pendingModels: 3, manufacturers: 2, suppliers: 9, ageHours: 40 },
};
const START = Date.parse('2026-11-02T09:00:00.000Z');
const at = (hour: number): string => new Date(START + hour * 3_600_000).toISOString();

/** Lines that may wait: some causes, some manufacturers, several lines of one entry. */
const LINES: readonly WaitingLine[] = Array.from({ length: 12 }, (_, index) =>
  waitingLine(
    index + 1,
    cplEntry({
      manufacturerIdentifier: `AB0${index % 3}`,
      firmwareVersion: `0000000${index % 4}`,
      gbcsVersion: ['9.9', '9.8'][index % 2] ?? '',
    }),
  ),
);

/** One decision after another: how many hours later, and which lines wait from then on. */
const course = fc.array(fc.record({ hours: fc.integer({ min: 0, max: 30 }), waits: fc.subarray([...LINES.keys()]) }), {
  maxLength: 12,
});

test('[R29] however lines come and go, an incident is open as long as its cause blocks a line, and each step is reported once', () => {
  fc.assert(
    fc.property(course, (decisions) => {
      const incidents = new Map<string, Incident>();
      const timeline: IncidentEvent[] = [];
      const letters: string[] = [];
      const everBlocked = new Map<string, Set<string>>();
      let waiting: readonly WaitingLine[] = [];
      let hour = 0;
      let events = 0;
      for (const { hours, waits } of decisions) {
        // No two decisions are taken at the same instant.
        hour += hours + 0.01;
        const known = new Map(waiting.map((line) => [line.order, line]));
        // A line that comes back is another one: published and blocked now.
        const after = LINES.filter((_, index) => waits.includes(index)).map(
          (line) => known.get(line.order) ?? { ...line, publishedAt: at(hour), blockedSince: at(hour) },
        );
        const view = { incidents: [...incidents.values()], waiting, corrections: [], settings, now: at(hour) };
        const blocked = { stillWaiting: after, stillOutstanding: [] };
        const nextEventId = () => String((events += 1)).padStart(6, '0');
        for (const { incident, steps, news } of incidentChanges(view, blocked, new Map(), nextEventId)) {
          incidents.set(incident.incidentId, incident);
          timeline.push(...steps);
          if (news !== undefined) letters.push(`${incident.incidentId} ${news} ${incident.updates}`);
        }
        waiting = after;
        for (const { reason, entry } of after) {
          const keys = everBlocked.get(reason) ?? new Set();
          everBlocked.set(reason, keys.add(entry.entryKey));
        }
        // The same look again finds nothing new.
        const again = { incidents: [...incidents.values()], waiting, corrections: [], settings, now: at(hour) };
        expect(incidentChanges(again, blocked, new Map(), nextEventId)).toEqual([]);

        const open = [...incidents.values()].filter(({ state }) => state === 'open').map(({ cause }) => cause);
        expect(open.toSorted()).toEqual([...new Set(after.map(({ reason }) => reason))].toSorted());
      }
      expect(new Set(letters).size).toBe(letters.length);
      for (const incident of incidents.values()) {
        const steps = timeline.filter(({ incidentId }) => incidentId === incident.incidentId);
        const count = (event: IncidentEvent['event']): number => steps.filter((step) => step.event === event).length;
        expect(steps.length).toBe(incident.events);
        expect([count('opened'), count('resolved')]).toEqual([1, incident.state === 'resolved' ? 1 : 0]);
        expect(count('breached')).toBeLessThanOrEqual(1);
        // Each reassessment has one more threshold, or the higher category: there are four of these.
        expect(count('reassessed')).toBeLessThanOrEqual(4);
        for (const key of incident.entries) expect(everBlocked.get(incident.cause)).toContain(key);
      }
    }),
  );
});
