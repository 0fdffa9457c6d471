import { describe, expect, test } from 'vitest';
import type { IncidentEvent } from '../../functions/contracts/incident.ts';
import type { IncidentNews } from '../../functions/contracts/incident-news.ts';
import type { AffectedModel } from '../../functions/domain/incidents/affected-models.ts';
import { letters } from '../../functions/email/letters.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';
import { incidentNewsOf, incidentOf } from '../support/incidents.ts';
import { RECIPIENTS } from '../support/recipients.ts';
import { clockInWords } from '../../functions/email/incident-words.ts';

const { incident } = letters(RECIPIENTS);

const OTHER_ENTRY = cplEntry({ manufacturerIdentifier: 'CD02', gbcsVersion: '9.9' });
const MODEL: AffectedModel = {
  deviceType: 'ESME',
  manufacturerIdentifier: 'AB01',
  modelIdentifier: '010A',
  hardwareVersion: '030B',
  firmwareVersions: ['0002012F'],
  earlierFirmware: true,
  devices: { total: 7, atLeast: false, byStatus: { Commissioned: 7 }, bySupplier: { '90-B3-D5-1F-30-01-00-00': 7 } },
};
const OTHER_MODEL: AffectedModel = { ...MODEL, manufacturerIdentifier: 'CD02', earlierFirmware: false };

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
const words = (over: Partial<IncidentNews> = {}): string => flat(letter(over).text);
const letter = (over: Partial<IncidentNews> = {}) =>
  incident(incidentNewsOf({ lines: [waitingLine(1)], models: [MODEL], ...over }), []);

let made = 0;
const step = <E extends IncidentEvent>(event: E): E => ({ ...event, eventId: `e${(made += 1)}` });
const base = { eventId: '', incidentId: 'INC-20261102-ab12cd34', at: '2026-11-03T09:00:00.000Z' };
const act = { ...base, by: 'pat', commandId: 'c' };
const OPENED = step({ ...base, event: 'opened', entries: 1 });

describe('the alert of an incident', () => {
  test('[R29] [R33] goes to all concerned with the cause, the number of entries and category 2 in its subject', () => {
    const { to, subject, mailId } = letter();
    const { dccOperations, secas, dccServiceTeam, dspServiceTeam } = RECIPIENTS;
    expect(to).toEqual([...dccOperations, ...secas, ...dccServiceTeam, ...dspServiceTeam]);
    expect(subject).toBe(
      'Action for DSP Service team: INC-20261102-ab12cd34 Proposed category 2: 1 entry blocked, GBCS 9.9 not recognised',
    );
    expect(mailId).toBe('INC-20261102-ab12cd34');
  });

  test('[R7] says how much of the 24 hours is left, and until when', () => {
    expect(words().toLowerCase()).toContain('1 entry cannot be uploaded: 23 h 30 min left');
    expect(words()).toContain(
      'The DSP must hold the first of them by Tue 3 Nov 2026, 09:00 GMT, 24 hours from receipt',
    );
    expect(words({ now: '2026-11-03T10:00:00.000Z' }).toLowerCase()).toContain('breached 1 h ago');
  });

  test('[R30] sets out each criterion of categories 1 and 2 with our view of it', () => {
    expect(words()).toContain('1: Prevents a large group of parties from using the Live Services: Does not apply.');
    expect(words()).toContain('2: Non-critical adverse impact: the Live Service works at reduced capacity: Applies.');
    expect(words()).toContain('2: Loss or disruption that is more than trivial, and less than that of category 1');
  });

  test('[R32] [R80] names Device Models, manufacturers, devices and suppliers, and says what is not known', () => {
    const text = words({
      incident: incidentOf({ manufacturers: ['AB01', 'CD02'] }),
      lines: [waitingLine(1), waitingLine(2, OTHER_ENTRY)],
      models: [MODEL, OTHER_MODEL],
    });
    expect(text).toContain('Device Models: 2');
    expect(text).toContain('Manufacturers: AB01 and CD02');
    expect(text).toContain('First blocked: Mon 2 Nov 2026, 09:00 GMT');
    expect(text).toContain('Devices in the inventory: 14 Commissioned');
    expect(text).toContain('Suppliers: 90-B3-D5-1F-30-01-00-00 (14 devices)');
    expect(text).toContain('Fix expected: not known yet');
  });

  test.each<[string, AffectedModel[], string]>([
    ['each', [MODEL], 'yes, for the one Device Model'],
    ['each of some', [MODEL, MODEL], 'yes, for each of 2 Device Models'],
    ['some', [MODEL, OTHER_MODEL], 'for 1 of 2 Device Models; not for ESME 010A 030B (CD02)'],
    ['none', [OTHER_MODEL], 'no: the DSP holds no active firmware of the one Device Model'],
    ['some looked at', [MODEL, { ...MODEL, earlierFirmware: null }], 'yes, for each of the 1 Device Model looked at'],
    ['none looked at', [{ ...MODEL, earlierFirmware: null }], 'not known'],
    ['none at all', [], 'not known'],
  ])('[R26] says whether earlier firmware installs: %s', (_, models, sentence) => {
    expect(words({ models })).toContain(`Earlier firmware installs: ${sentence}`);
  });

  test('[R31] sets the clocks of the category beside the hours of upload', () => {
    expect(words()).toContain('Response: 29 min of 20 min, late');
    expect(words()).toContain('Resolution: 29 min of 24 h');
    expect(words()).toContain('Upload limit: 30 min of 24 h');
  });
});

describe('an update', () => {
  const update = (steps: IncidentEvent[], over: Partial<IncidentNews> = {}) =>
    letter({
      news: 'update',
      mailId: 'INC-20261102-ab12cd34-U2',
      incident: incidentOf({ updates: 2, fixExpected: '2026-12-12' }),
      timeline: [OPENED, ...steps],
      steps,
      ...over,
    });

  test('[R33] says in its subject what is new: the most severe of it', () => {
    const fix = step({ ...act, event: 'fix-expected', day: '2026-12-12' });
    const reassessed = step({ ...base, event: 'reassessed', category: 1, because: ['12 Device Models wait'] });
    const breached = step({ ...base, event: 'breached' });
    const deploy = step({ ...act, event: 'deploy-expected', day: '2026-12-22' });
    const confirmed = step({ ...act, event: 'confirmed', category: 3, reason: 'a workaround' });
    const severity1 = step({ ...act, event: 'severity-1-fix', entryKey: 'ESME/AB01', reference: 'INC0001' });
    const news = [
      [fix],
      [fix, deploy],
      [deploy, severity1],
      [severity1, confirmed],
      [fix, reassessed],
      [reassessed, breached],
    ];
    expect(news.map((steps) => update(steps).subject)).toEqual([
      'Action for DSP Service team: INC-20261102-ab12cd34 update 2: fix date known, GBCS 9.9 not recognised',
      'Action for DSP Service team: INC-20261102-ab12cd34 update 2: deployment date known, GBCS 9.9 not recognised',
      'Action for DSP Service team: INC-20261102-ab12cd34 update 2: it holds up the fix of a Severity 1 incident, GBCS 9.9 not recognised',
      'Action for DSP Service team: INC-20261102-ab12cd34 update 2: category 3 confirmed, GBCS 9.9 not recognised',
      'Action for DCC operations: INC-20261102-ab12cd34 update 2: category 1 proposed: reassess it, GBCS 9.9 not recognised',
      'Action for DCC operations: INC-20261102-ab12cd34 update 2: upload limit breached, GBCS 9.9 not recognised',
    ]);
  });

  test('[R30] [R32] says what is new, how it stands, and what happened so far', () => {
    const fix = step({ ...act, event: 'fix-expected', day: '2026-12-12' });
    const note = step({ ...act, event: 'note', text: 'The supplier has stock for two weeks.' });
    const text = flat(update([fix], { timeline: [OPENED, note, fix] }).text);
    expect(text).toContain(
      'What is new -------- - pat expects the fix on 12 Dec 2026.'.replace('--------', '-----------'),
    );
    expect(text).toContain('Fix expected: 12 Dec 2026');
    expect(text).toContain('pat: The supplier has stock for two weeks.');
    expect(text).toContain('What happened');
  });

  test('is the same mail when it is made again', () => {
    const steps = [step({ ...base, event: 'breached' })];
    expect(update(steps)).toEqual(update(steps));
    expect(update(steps).text).toContain('Mail INC-20261102-ab12cd34-U2.');
  });

  test('shows the first step and the last ones of a long timeline, and where the others are', () => {
    const notes = Array.from({ length: 50 }, (_, index) => step({ ...act, event: 'note', text: `note ${index}` }));
    const text = flat(update(notes.slice(-1), { timeline: [OPENED, ...notes] }).text);
    expect(text).toContain('Opened: 1 entry blocked.');
    expect(text).toContain('20 steps, which DCC operations can list');
    expect(text).not.toContain('note 19');
    expect(text).toContain('note 20');
  });
});

describe('the letter about the end', () => {
  const over = (status: 'on-time' | 'breached', resolvedAt: string, respondedAt = '2026-11-02T09:10:00.000Z') =>
    letter({
      news: 'resolved',
      mailId: 'INC-20261102-ab12cd34-RESOLVED',
      incident: incidentOf({
        state: 'resolved',
        resolvedAt,
        respondedAt,
        assessment: { category: 2, reached: [], status },
      }),
      lines: [],
      timeline: [OPENED, step({ ...base, event: 'resolved' })],
      steps: [],
      now: resolvedAt,
    });

  test('[R7] [R31] sets the time that it took beside the hours of upload and the target of the category', () => {
    const { subject, text } = over('breached', '2026-12-16T10:00:05.000Z');
    expect(subject).toBe('INC-20261102-ab12cd34 resolved after 44 d 1 h: GBCS 9.9 not recognised');
    expect(flat(text)).toContain('The upload limit of 24 hours was not kept: a breach of the SEC.');
    expect(flat(text)).toContain('Response: 9 min of 20 min, kept');
    expect(flat(text)).toContain('Resolution: 44 d 1 h of 24 h, missed');
    expect(flat(text)).toContain('Resolved: no entry waits for this cause.');
  });

  test('[R7] says so when the limit was kept', () => {
    const { text } = over('on-time', '2026-11-02T11:00:05.000Z');
    expect(flat(text)).toContain('The upload limit of 24 hours was kept.');
    expect(flat(text)).toContain('Upload limit: 2 h of 24 h, kept');
  });

  test('[R7] shows by how little a limit was missed', () => {
    const { text } = over('breached', '2026-11-03T09:00:40.000Z', '2026-11-02T09:20:35.000Z');
    expect(flat(text)).toContain('Response: 20 min 30 s of 20 min, missed');
    expect(flat(text)).toContain('Upload limit: 24 h 40 s of 24 h, missed');
  });

  test('[R7] an incident that lasted longer than any of its entries waited says that each was in time', () => {
    const clock = { targetHours: 24, dueAt: '', doneAt: '', elapsedHours: 30 };
    expect(clockInWords({ ...clock, status: 'kept' })).toBe('each within 24 h, kept');
    expect(clockInWords({ ...clock, elapsedHours: 23, status: 'kept' })).toBe('23 h of 24 h, kept');
    expect(clockInWords({ ...clock, status: 'missed' })).toBe('30 h of 24 h, missed');
  });
});
