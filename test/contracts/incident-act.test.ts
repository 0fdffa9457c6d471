import { describe, expect, test } from 'vitest';
import type { IncidentEvent } from '../../functions/contracts/incident.ts';
import { type IncidentAct, isEmptyAct, unrecorded } from '../../functions/contracts/incident-act.ts';
import { incidentOf } from '../support/incidents.ts';

const ACT = {
  confirm: { category: 2, reason: 'as proposed' },
  note: 'The supplier has stock.',
  fixExpected: '2026-12-12',
  deployExpected: '2026-12-22',
  dccIncident: 'INC000000435732',
  dspChange: 'TR03743',
  severity1Fix: { entryKey: 'ESME/AB01', reference: 'INC0001' },
  suppliers: ['ab', 'c'],
} satisfies IncidentAct;
const by = { by: 'pat', at: '2026-11-02T09:00:00.000Z' };
const RECORDED = incidentOf({
  confirmation: { ...ACT.confirm, ...by },
  fixExpected: ACT.fixExpected,
  deployExpected: ACT.deployExpected,
  dccIncident: ACT.dccIncident,
  dspChange: ACT.dspChange,
  severity1Fixes: [{ ...ACT.severity1Fix, ...by }],
  suppliers: ['ab', 'c'],
});
const step = { eventId: 'e', incidentId: 'i', commandId: 'c', ...by };
const NOTED: IncidentEvent[] = [
  { ...step, event: 'opened', entries: 1 },
  { ...step, event: 'note', text: ACT.note },
];

describe('what an operator says of an incident', () => {
  test('is recorded whole where none of it is recorded yet', () => {
    expect(unrecorded(ACT, incidentOf(), [])).toStrictEqual(ACT);
    for (const act of Object.entries(ACT).map(([part, said]) => ({ [part]: said })))
      expect(unrecorded(act, incidentOf(), [])).toStrictEqual(act);
  });

  test('is not recorded again: nothing is left of it, whatever part of it is said', () => {
    for (const [part, said] of Object.entries(ACT)) {
      const left = unrecorded({ [part]: said }, RECORDED, NOTED);
      expect([part, left, isEmptyAct(left)]).toStrictEqual([part, {}, true]);
    }
  });

  test.each<[string, IncidentAct]>([
    ['the same category for another reason', { confirm: { category: 2, reason: 'for another reason' } }],
    ['another category for the same reason', { confirm: { category: 3, reason: 'as proposed' } }],
    ['another note', { note: 'There is no stock.' }],
    ['another day of the fix', { fixExpected: '2026-12-13' }],
    ['another day of the deployment', { deployExpected: '2026-12-23' }],
    ['another incident', { dccIncident: 'INC000000435733' }],
    ['another change', { dspChange: 'TR03744' }],
    ['another entry of the same incident', { severity1Fix: { entryKey: 'ESME/CD02', reference: 'INC0001' } }],
    ['another incident of the same entry', { severity1Fix: { entryKey: 'ESME/AB01', reference: 'INC0002' } }],
    ['suppliers who are named alike when they are read in one', { suppliers: ['a', 'bc'] }],
  ])('is recorded where it is %s', (_, act) => {
    const left = unrecorded(act, RECORDED, NOTED);
    expect([left, isEmptyAct(left)]).toStrictEqual([act, false]);
  });
});
