import { expect, test } from 'vitest';
import { DEFAULT_GBCS_REGISTER } from '../../functions/domain/gbcs/gbcs-register.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { reconsiderCommand } from '../../functions/watch/reconsidering.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';
import { incidentOf } from '../support/incidents.ts';

const LOOK = {
  now: '2026-11-12T09:00:00.000Z',
  lane: {},
  corrections: [],
  waiting: [waitingLine(1)],
  reevaluationsDue: [],
  register: DEFAULT_GBCS_REGISTER,
  settings: DEFAULT_SETTINGS,
};
const incident = { ...incidentOf(), cause: waitingLine(1).reason };

test('[R31] the lane is asked to look again at an open incident that has become worse, and not at a resolved one', () => {
  expect(reconsiderCommand({ ...LOOK, incidents: [{ ...incident, state: 'open' }] })?.commandId).toBe(
    'watch-incident-worse-20261112T0900',
  );
  expect(reconsiderCommand({ ...LOOK, incidents: [{ ...incident, state: 'resolved' }] })).toBeUndefined();
});

test('[R31] an incident is as old as the oldest line of its own cause, wherever that line is in the list', () => {
  const assessment = { ...incident.assessment, reached: ['ageHours' as const], status: 'at-risk' as const };
  const incidents = [{ ...incident, assessment }];
  const [old, later] = [waitingLine(1), { ...waitingLine(2), publishedAt: '2026-11-12T08:00:00.000Z' }];
  const ofAnother = waitingLine(3, cplEntry({ gbcsVersion: '9.8' }));
  expect(reconsiderCommand({ ...LOOK, incidents, waiting: [later, ofAnother] })).toBeUndefined();
  expect(reconsiderCommand({ ...LOOK, incidents, waiting: [later, old] })?.commandId).toContain('incident-worse');
});

test('a decision that is pending for more than 20 minutes is a reason to look again, asked for once a minute', () => {
  const facts = { held: [], losses: [] };
  const pendingSince = (since: string) => ({ pending: { sequence: 1, effectsKey: 'log-1', offset: 0, since, facts } });
  const look = (since: string) => reconsiderCommand({ ...LOOK, incidents: [], lane: pendingSince(since) });
  expect(look('2026-11-12T08:40:00.000Z')).toBeUndefined();
  expect(look('2026-11-12T08:39:59.000Z')?.commandId).toBe('watch-stalled-20261112T0900');
});

test('a line that the DSP refused is not released by a date', () => {
  const passes = waitingLine(1, cplEntry());
  const look = (blockedBy: 'gbcs' | 'dsp') => ({ ...LOOK, incidents: [], waiting: [{ ...passes, blockedBy }] });
  expect(reconsiderCommand(look('dsp'))).toBeUndefined();
  expect(reconsiderCommand(look('gbcs'))?.commandId).toContain('released-by-date');
});

test('[R31] an incident for which nothing waits any more is no reason to look again', () => {
  expect(reconsiderCommand({ ...LOOK, waiting: [], incidents: [{ ...incident, state: 'open' }] })).toBeUndefined();
});

test('[R31] a line that only waits for another one of its file is no reason to look again', () => {
  const substituted = { ...waitingLine(1), uploadId: 'both' };
  const unknown = { ...waitingLine(2, cplEntry({ gbcsVersion: '9.8' })), uploadId: 'both' };
  const settings = { ...DEFAULT_SETTINGS, gbcsSubstitution: { '9.9': '4.1' } };
  const look = { ...LOOK, incidents: [], waiting: [substituted, unknown] };
  expect(reconsiderCommand({ ...look, settings: { ...settings, blockPolicy: 'file' } })).toBeUndefined();
  expect(reconsiderCommand({ ...look, settings })?.commandId).toBe('watch-released-by-date-20261112T0900');
});

test('[R18] a substitute whose declared version has come into force is a reason to look again', () => {
  const correction = (gbcsVersion: string) => ({
    ...waitingLine(1, cplEntry({ gbcsVersion })),
    entryKey: cplEntry().entryKey,
    substitutedGbcsVersion: '4.0',
    cause: `GBCS ${gbcsVersion} not yet in force`,
    since: '2026-11-02T09:00:00.000Z',
  });
  const settings = { ...DEFAULT_SETTINGS, gbcsSubstitution: { '9.9': '4.0' } };
  const look = (gbcsVersion: string) =>
    reconsiderCommand({ ...LOOK, settings, waiting: [], incidents: [], corrections: [correction(gbcsVersion)] });
  expect(look('4.1')?.commandId).toBe('watch-released-by-date-20261112T0900');
  expect(look('9.9')).toBeUndefined();
  expect(look('9.7')).toBeUndefined();
});
