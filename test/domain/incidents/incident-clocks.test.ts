import { describe, expect, test } from 'vitest';
import { incidentClocks } from '../../../functions/domain/incidents/incident-clocks.ts';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';

const incident = {
  openedAt: '2026-11-02T09:00:05.000Z',
  firstPublishedAt: '2026-11-02T09:00:00.000Z',
  breached: false,
};
const clocks = (category: number, now: string, over: object = {}) =>
  incidentClocks({ ...incident, ...over }, category, DEFAULT_SETTINGS, now);

describe('the clocks of an incident', () => {
  test.each([
    [1, 1 / 6, 4],
    [2, 1 / 3, 24],
    [3, 0.75, 72],
    [4, 3, 120],
    [5, 24, 240],
  ])('[R31] of category %i have its targets', (category, response, resolution) => {
    const found = clocks(category, incident.openedAt);
    expect(found.response.targetHours).toBeCloseTo(response);
    expect(found.resolution.targetHours).toBe(resolution);
    expect(found.upload.targetHours).toBe(24);
  });

  test('run, are late, are kept or missed, each by itself', () => {
    const statuses = (now: string, over?: object) => {
      const { response, resolution, upload } = clocks(2, now, over);
      return [response.status, resolution.status, upload.status];
    };
    expect(statuses('2026-11-02T09:10:00.000Z')).toEqual(['running', 'running', 'running']);
    expect(statuses('2026-11-02T10:00:00.000Z')).toEqual(['late', 'running', 'running']);
    const answered = { respondedAt: '2026-11-02T09:15:00.000Z' };
    expect(statuses('2026-11-04T09:10:00.000Z', { ...answered, breached: true })).toEqual(['kept', 'late', 'late']);
    const resolvedAt = '2026-11-04T09:00:00.000Z';
    expect(statuses(resolvedAt, { ...answered, resolvedAt, breached: true })).toEqual(['kept', 'missed', 'missed']);
    // Every entry went within its own hours, although the incident lasted longer.
    expect(statuses(resolvedAt, { ...answered, resolvedAt })).toEqual(['kept', 'missed', 'kept']);
  });

  test('are late in the instant of their target, and an incident that is over needs no response any more', () => {
    expect(clocks(2, '2026-11-03T09:00:04.999Z').resolution.status).toBe('running');
    expect(clocks(2, '2026-11-03T09:00:05.000Z').resolution.status).toBe('late');
    const resolvedAt = '2026-11-02T09:10:00.000Z';
    expect(clocks(2, '2026-11-02T12:00:00.000Z', { resolvedAt }).response).toMatchObject({
      doneAt: resolvedAt,
      status: 'kept',
    });
  });

  test('[R7] count elapsed hours, from publication for the upload and from the block for the rest', () => {
    const { resolution, upload } = clocks(2, '2026-11-02T10:00:05.000Z');
    expect(resolution).toMatchObject({ elapsedHours: 1, dueAt: '2026-11-03T09:00:05.000Z', doneAt: null });
    expect(upload).toMatchObject({ dueAt: '2026-11-03T09:00:00.000Z', doneAt: null });
  });

  test('[R7] count from the oldest that still waits: one that was overtaken in time makes nothing late', () => {
    const waitingSince = '2026-11-03T06:00:00.000Z';
    const { upload } = clocks(2, '2026-11-03T12:00:00.000Z', { waitingSince });
    expect(upload).toMatchObject({ elapsedHours: 6, dueAt: '2026-11-04T06:00:00.000Z', status: 'running' });
  });

  test('[R18] are over for the upload once substitutes are uploaded, and run on for the resolution', () => {
    const mitigatedAt = '2026-11-02T12:00:00.000Z';
    const mitigated = clocks(2, '2026-11-02T15:00:00.000Z', { mitigatedAt });
    expect(mitigated.upload).toMatchObject({ doneAt: mitigatedAt, elapsedHours: 3, status: 'kept' });
    expect(mitigated.resolution).toMatchObject({ doneAt: null, status: 'running' });
    const resolvedAt = '2026-11-02T14:00:00.000Z';
    const { upload, resolution } = clocks(2, resolvedAt, { mitigatedAt, resolvedAt });
    expect([upload.doneAt, resolution.doneAt]).toEqual([mitigatedAt, resolvedAt]);
  });

  test('of a category that there is none of are a fault', () => {
    expect(() => clocks(6, incident.openedAt)).toThrow('no category 6');
  });
});
