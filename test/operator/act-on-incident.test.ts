import { describe, expect, test } from 'vitest';
import type { Incident, IncidentEvent } from '../../functions/contracts/incident.ts';
import type { IncidentAct } from '../../functions/contracts/incident-act.ts';
import { actOnIncident } from '../../functions/operator/act-on-incident.ts';
import { fakePipeline } from '../support/fake-pipeline.ts';
import { incidentOf } from '../support/incidents.ts';

const { incidentId } = incidentOf();

/** One incident, of which something is said; the lane records it at once. */
async function said(act: IncidentAct, of: Partial<Incident> = {}, recorded: readonly IncidentEvent[] = []) {
  let asked = 0;
  const { access } = fakePipeline(
    { incidents: [incidentOf(of)], incidentEvents: recorded },
    {
      ask: async (command, ledger) => {
        if (!('command' in command) || command.command !== 'update-incident') throw new Error('Another command');
        const { commandId, act } = command;
        asked += 1;
        await ledger.put('incidentEvents', note(act.note ?? '', commandId));
      },
    },
  );
  const outcome = await actOnIncident({ incidentId, act, requestedBy: 'pat', commandId: 'c1' }, access);
  return { outcome, asked };
}

const note = (text: string, commandId: string): IncidentEvent => ({
  eventId: commandId,
  incidentId,
  at: '2026-11-02T12:00:00.000Z',
  event: 'note',
  text,
  by: 'pat',
  commandId,
});

describe('what an operator says of an incident', () => {
  test('[R32] is asked of the lane once, and waited for', async () => {
    expect(await said({ note: 'Called the DSP' })).toEqual({ outcome: 'recorded', asked: 1 });
  });

  test('is not asked for again when it is recorded already, by whichever command', async () => {
    const known = { outcome: 'known-already', asked: 0 };
    expect(await said({ note: 'Called the DSP' }, {}, [note('Called the DSP', 'c0')])).toEqual(known);
    expect(await said({ fixExpected: '2026-12-12' }, {}, [note('', 'c1')])).toEqual(known);
  });

  test.each<[string, IncidentAct, Partial<Incident>, string]>([
    ['of another incident', { note: 'a' }, { incidentId: 'INC-0' }, `There is no incident ${incidentId}`],
    [
      'a day of one that is resolved',
      { fixExpected: '2026-12-12' },
      { state: 'resolved' },
      'nothing is expected of it any more',
    ],
    ['a day that no calendar has', { deployExpected: '2026-02-30' }, {}, '2026-02-30 is not a valid date'],
    ['a day that is past', { fixExpected: '2026-11-01' }, {}, '1 Nov 2026 is past: today is 2 Nov 2026'],
    [
      'a deployment before the fix',
      { deployExpected: '2026-12-01' },
      { fixExpected: '2026-12-12' },
      'before its fix on 12 Dec 2026',
    ],
    [
      'a fix that is no waiting line',
      { severity1Fix: { entryKey: 'ESME/AB01/010A/030B/0002012F', reference: 'INC000000123456' } },
      {},
      'No entry ESME/AB01/010A/030B/0002012F waits for',
    ],
  ])('is refused: %s', async (_, act, of, message) => {
    await expect(said(act, of)).rejects.toThrow(message);
  });
});
