import { describe, expect, test } from 'vitest';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import type { Settings } from '../../functions/domain/settings/settings.ts';
import { blockedView } from '../../functions/operator/views/blocked.ts';
import { deviceView } from '../../functions/operator/views/device.ts';
import { incidentView } from '../../functions/operator/views/incident.ts';
import { incidentsView } from '../../functions/operator/views/incidents.ts';
import { statusView } from '../../functions/operator/views/status.ts';
import { uploadsPage } from '../../functions/operator/views/uploads.ts';
import {
  deviceOf,
  entryOf,
  fakeOperatorPorts,
  undeliveredChange,
  held,
  orderOf,
  uploadOf,
  waitingOf,
} from '../support/fake-operator-ports.ts';
import { incidentOf } from '../support/incidents.ts';

const UNKNOWN_GBCS = entryOf('0B010A0C', { gbcsVersion: '4.4' });

describe('an upload', () => {
  test('that was accepted is draining, blocked or uploaded by what of its own is on its way or waits', async () => {
    const ports = fakeOperatorPorts({
      uploads: [
        uploadOf('u4', 'accepted', { sequence: 4 }),
        uploadOf('u3', 'accepted', { sequence: 3 }),
        uploadOf('u2', 'accepted', { sequence: 2 }),
        uploadOf('u1', 'held'),
      ],
      waitingLines: [waitingOf(UNKNOWN_GBCS, orderOf(4), 'u4')],
      undelivered: [
        undeliveredChange(entryOf('0A010A0C'), orderOf(3), 'u3', null),
        undeliveredChange(entryOf('0C010A0C'), orderOf(4, 1), 'u4', null),
      ],
    });
    const { uploads: lines } = await uploadsPage(ports, 100, undefined);
    expect(lines.map(({ uploadId, state }) => [uploadId, state])).toEqual([
      ['u4', 'blocked'],
      ['u3', 'draining'],
      ['u2', 'uploaded'],
      ['u1', 'held'],
    ]);
    expect(lines.map(({ counts }) => counts.waiting)).toEqual([1, 0, 0, 0]);
  });

  test('of one second stands above those of it that were decided before it', async () => {
    const decided = (uploadId: string, decidedAt: string) => uploadOf(uploadId, 'accepted', { decidedAt });
    const uploads = [decided('u-b', '2026-11-02T10:00:03.100Z'), decided('u-a', '2026-11-02T10:00:03.200Z')];
    const { uploads: lines } = await uploadsPage(fakeOperatorPorts({ uploads }), 100, undefined);
    expect(lines.map(({ uploadId }) => uploadId)).toEqual(['u-a', 'u-b']);
  });

  test('[R7] is due 24 hours after it arrived, or what the settings say; certificates and governance files are not', async () => {
    const uploads = [
      uploadOf('u1', 'accepted'),
      uploadOf('g1', 'active', { kind: 'settings' }),
      uploadOf('u1-certificates', 'active', { kind: 'certificates' }),
    ];
    const deadlines = async (settings: Partial<Settings> = {}) => {
      const { uploads: views } = await uploadsPage(fakeOperatorPorts({ uploads, settings }), 100, undefined);
      return Object.fromEntries(views.map(({ uploadId, deadline }) => [uploadId, deadline]));
    };
    const others = { g1: null, 'u1-certificates': null };
    expect(await deadlines()).toEqual({ u1: '2026-11-03T10:00:00.000Z', ...others });
    expect(await deadlines({ uploadDeadlineHours: 4 })).toEqual({ u1: '2026-11-02T14:00:00.000Z', ...others });
  });
});

describe('a device', () => {
  test('[R3] gets its GBCS version from the matching entry, for no SRV carries it', async () => {
    const listed = entryOf('0A010A0C', { gbcsVersion: '4.2' });
    const ports = fakeOperatorPorts({
      devices: [deviceOf('00-00-5E-EF-10-00-00-01')],
      deviceModels: [held(listed, orderOf(1), 'u1'), held(entryOf('0B010A0C'), orderOf(1, 1), 'u1')],
    });
    expect(await deviceView(ports, '00-00-5E-EF-10-00-00-01')).toMatchObject({ onCpl: true, gbcsVersion: '4.2' });
  });

  test('[R22] is governed by the version that the DSP works by, the substituted one under Option B', async () => {
    const entry = entryOf('0A010A0C', { gbcsVersion: '1.0' });
    const model = { ...held(entry, orderOf(1), 'u1'), declaredGbcsVersion: '1.1' };
    const ports = fakeOperatorPorts({ devices: [deviceOf('00-00-5E-EF-10-00-00-01')], deviceModels: [model] });
    expect(await deviceView(ports, '00-00-5E-EF-10-00-00-01')).toMatchObject({ gbcsVersion: '1.0', onCpl: true });
  });

  test('[R1] is not on the CPL when the entry of its firmware is not active, or there is none', async () => {
    const gone = entryOf('0A010A0C', { status: 'Removed' });
    const devices = [deviceOf('00-00-5E-EF-10-00-00-01')];
    const removed = fakeOperatorPorts({ devices, deviceModels: [held(gone, orderOf(1), 'u1')] });
    expect(await deviceView(removed, '00-00-5E-EF-10-00-00-01')).toMatchObject({ onCpl: false, gbcsVersion: '4.1' });
    const absent = fakeOperatorPorts({ devices });
    expect(await deviceView(absent, '00-00-5E-EF-10-00-00-01')).toMatchObject({ onCpl: false, gbcsVersion: null });
  });

  test('of a communications hub matches the entry of the hub, and one without firmware its model', async () => {
    const hub = entryOf('0A010A0C', { deviceType: 'CH' });
    const display = entryOf('0B010A0C', { deviceType: 'PPMID' });
    const devices = [
      deviceOf('00-00-5E-EF-10-00-00-01', { deviceType: 'GPF' }),
      deviceOf('00-00-5E-EF-10-00-00-02', { deviceType: 'PPMID', firmwareVersion: '' }),
    ];
    const ports = fakeOperatorPorts({
      devices,
      deviceModels: [held(hub, orderOf(1), 'u'), held(display, orderOf(2), 'u')],
    });
    expect((await deviceView(ports, '00-00-5E-EF-10-00-00-01')).onCpl).toBe(true);
    expect((await deviceView(ports, '00-00-5E-EF-10-00-00-02')).onCpl).toBe(true);
  });

  test('that nobody heard of is not known, and one that was deleted keeps its status', async () => {
    const deleted = deviceOf('00-00-5E-EF-10-00-00-02', { known: false, status: 'Deleted' });
    const shadow = deviceOf('00-00-5E-EF-10-00-00-03', { known: false });
    const ports = fakeOperatorPorts({ devices: [deleted, shadow] });
    expect(await deviceView(ports, '00-00-5E-EF-10-00-00-01')).toMatchObject({ known: false, status: null });
    expect(await deviceView(ports, deleted.deviceId)).toMatchObject({ known: false, status: 'Deleted' });
    expect(await deviceView(ports, shadow.deviceId)).toMatchObject({ known: false, status: null });
  });
});

describe('an incident', () => {
  const confirmation = { category: 3, reason: 'agreed', by: 'pat', at: '2026-11-02T10:30:00.000Z' };
  const over = incidentOf({
    incidentId: 'i2',
    state: 'resolved',
    resolvedAt: '2026-11-02T11:00:00.000Z',
    confirmation,
  });
  const waitingLines = [waitingOf(UNKNOWN_GBCS, orderOf(1), 'u1')];
  const cause = 'GBCS 4.4 not recognised';
  const incident = incidentOf({ incidentId: 'i1', cause, entries: [UNKNOWN_GBCS.entryKey] });

  test('[R29] is of category 2 by proposal until an operator confirms one', async () => {
    const lines = await incidentsView(fakeOperatorPorts({ incidents: [over, incident], waitingLines }));
    expect(lines.map(({ incidentId, category, confirmed }) => [incidentId, category, confirmed])).toEqual([
      ['i1', 2, false],
      ['i2', 3, true],
    ]);
    expect(Object.keys(lines[0] ?? {})).toEqual([
      'incidentId',
      'cause',
      'category',
      'confirmed',
      'state',
      'openedAt',
      'resolvedAt',
      'entries',
    ]);
  });

  test('[R26] [R32] says what waits, and whether the DSP holds active firmware of the same Device Model', async () => {
    const ofModel = async (status: 'Current' | 'Removed') => {
      const earlier = entryOf('00000001', { ...UNKNOWN_GBCS, firmwareVersion: '00000001', status });
      const deviceModels = [held(earlier, orderOf(1), 'u0')];
      const ports = fakeOperatorPorts({ incidents: [incident], waitingLines, deviceModels });
      return incidentView(ports, 'i1');
    };
    expect(await ofModel('Current')).toMatchObject({ waiting: 1, models: [{ earlierFirmware: true }], suppliers: [] });
    expect(await ofModel('Removed')).toMatchObject({ models: [{ earlierFirmware: false }] });
    expect(await incidentView(fakeOperatorPorts({}), 'i1')).toBeUndefined();
  });

  test('[R30] [R31] has the clocks of the category that was confirmed, and every step in words', async () => {
    const step = { incidentId: 'i2', at: confirmation.at };
    const ports = fakeOperatorPorts({
      incidents: [over],
      incidentEvents: [
        { ...step, eventId: '1', event: 'opened', entries: 1 },
        { ...step, eventId: '2', event: 'note', text: 'Called the DSP', by: 'pat', commandId: 'c' },
      ],
    });
    const found = await incidentView(ports, 'i2');
    expect(found?.clocks.resolution).toMatchObject({ targetHours: 72, status: 'kept' });
    expect(found?.timeline.map(({ by, text }) => [by, text])).toEqual([
      [null, 'Opened: 1 entry blocked.'],
      ['pat', 'pat: Called the DSP'],
    ]);
  });
});

describe('what waits', () => {
  test('[R7] says how its 24 hours are: on time, at risk from 18 hours, breached at 24', async () => {
    const waitingLines = [waitingOf(UNKNOWN_GBCS, orderOf(1), 'u1')];
    const statusAt = async (now: string) => (await blockedView(fakeOperatorPorts({ waitingLines, now })))[0]?.status;
    expect(await statusAt('2026-11-03T03:59:00.000Z')).toBe('on-time');
    expect(await statusAt('2026-11-03T04:00:00.000Z')).toBe('at-risk');
    expect(await statusAt('2026-11-03T10:00:00.000Z')).toBe('breached');
  });
});

describe('the status', () => {
  test('names the accepted list, those that are held, and issues that never came', async () => {
    const accepted = { uploadId: 'u1', key: 'cpl/a.csv', issue: '2.301', receivedAt: 't', sha256: '', listKey: 'l' };
    const lane = {
      ...EMPTY_LANE,
      accepted: { ...accepted, models: 1, activeModels: 1, missingModels: 0 },
      held: [{ uploadId: 'u2', issue: '2.302', receivedAt: 't', heldBy: 'guard' as const }],
      issues: { newest: '2.302', arrived: [], skipped: [{ issue: '2.300', since: 't' }] },
    };
    expect(await statusView(fakeOperatorPorts({ lane: [lane] }))).toMatchObject({
      lane: {
        accepted: { uploadId: 'u1', key: 'cpl/a.csv', issue: '2.301' },
        held: ['u2'],
        skippedIssues: ['2.300'],
        busy: false,
      },
    });
  });

  test('adds up what the other views say', async () => {
    const ports = fakeOperatorPorts({
      deviceModels: [held(entryOf('0A010A0C'), orderOf(1), 'u1')],
      waitingLines: [waitingOf(UNKNOWN_GBCS, orderOf(1, 1), 'u1')],
      queues: [{ queue: 'lane', visible: 1, inFlight: 0, deadLetters: 2 }],
    });
    expect(await statusView(ports)).toMatchObject({
      lane: { accepted: null, held: [], skippedIssues: [], busy: false },
      entries: { sent: 0, uploaded: 1, blocked: 1, removed: 0 },
      openIncidents: 0,
      queues: [{ queue: 'lane', deadLetters: 2 }],
    });
  });
});
