import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  callsForReassessment,
  incidentCategory,
  type IncidentScale,
  incidentScale,
  NOT_ASSESSED,
  reassessed,
} from '../../../functions/domain/incidents/incident-category.ts';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

const { incidentThresholds } = DEFAULT_SETTINGS;
const SMALL: IncidentScale = { pendingModels: 2, manufacturers: 1, suppliers: 1, severity1Fixes: 0, ageHours: 1 };
const assess = (scale: Partial<IncidentScale>) => incidentCategory({ ...SMALL, ...scale }, incidentThresholds);

describe('the category of an incident', () => {
  test('[R29] is 2 by default', () => {
    expect(assess({})).toMatchObject({ category: 2, reached: [] });
  });

  test('[R31] is to be reassessed when Device Models, manufacturers or age reach their threshold', () => {
    expect(assess({ pendingModels: 10 }).because).toEqual(['10 Device Models wait (threshold 10)']);
    expect(assess({ manufacturers: 3 }).because).toEqual(['3 manufacturers are affected (threshold 3)']);
    expect(assess({ ageHours: 72 }).because).toEqual(['open for 72 hours (threshold 72)']);
  });

  test('[R31] is proposed as 1 when many Device Models of several manufacturers wait', () => {
    expect(assess({ pendingModels: 10, manufacturers: 3 }).category).toBe(1);
  });

  test('[R80] is proposed as 1 when many Device Models wait of which several suppliers have devices', () => {
    expect(assess({ suppliers: 5 })).toMatchObject({ category: 2, reached: ['suppliers'] });
    expect(assess({ pendingModels: 10, suppliers: 4 }).category).toBe(2);
    expect(assess({ pendingModels: 10, suppliers: 5 }).category).toBe(1);
    expect(assess({ suppliers: 5 }).because).toEqual(['5 suppliers have devices of them (threshold 5)']);
  });

  test('is proposed as 1 when the fix of a Severity 1 incident waits, as on 30 August 2017', () => {
    expect(assess({ severity1Fixes: 1 }).because).toEqual(['the fix of a Severity 1 incident waits']);
    expect(assess({ severity1Fixes: 1 })).toMatchObject({ category: 1, reached: ['severity1Fixes'] });
  });

  test('[R31] is said in the singular of one', () => {
    const one = { pendingModels: 1, manufacturers: 1, suppliers: 1, ageHours: 1 };
    expect(incidentCategory(SMALL, one).because).toEqual([
      '2 Device Models wait (threshold 1)',
      '1 manufacturer is affected (threshold 1)',
      '1 supplier has devices of them (threshold 1)',
      'open for 1 hour (threshold 1)',
    ]);
    expect(incidentCategory({ ...SMALL, pendingModels: 1 }, one).because[0]).toBe('1 Device Model waits (threshold 1)');
  });

  test('[R29] stays 2 by age alone, as it did for six weeks in 2018', () => {
    expect(assess({ ageHours: 44 * 24 }).category).toBe(2);
  });
});

test('the scale of an incident counts Device Models, not firmware versions', () => {
  const lines = ['00000001', '00000002'].map((firmwareVersion) => ({ entry: cplEntry({ firmwareVersion }) }));
  expect(incidentScale(lines, { openedAt: '2026-11-02T09:00:00.000Z' }, '2026-11-02T12:00:00.000Z')).toEqual({
    pendingModels: 1,
    manufacturers: 1,
    suppliers: 0,
    severity1Fixes: 0,
    ageHours: 3,
  });
});

describe('an assessment', () => {
  const hoursLater = (hours: number) =>
    new Date(Date.parse('2026-11-02T09:00:00.000Z') + hours * 3_600_000).toISOString();
  const scales = fc.record({
    pendingModels: fc.integer({ min: 0, max: 30 }),
    manufacturers: fc.integer({ min: 0, max: 6 }),
    suppliers: fc.integer({ min: 0, max: 9 }),
    severity1Fixes: fc.integer({ min: 0, max: 1 }),
    ageHours: fc.integer({ min: 0, max: 200 }),
  });

  test('[R31] never becomes milder automatically, and reports each step once', () => {
    fc.assert(
      fc.property(fc.array(scales, { maxLength: 20 }), (course) => {
        let assessment = NOT_ASSESSED;
        let reported = 0;
        for (const scale of course) {
          const next = reassessed(assessment, scale, hoursLater(0), DEFAULT_SETTINGS, hoursLater(scale.ageHours));
          expect(next.category).toBeLessThanOrEqual(assessment.category);
          expect(next.reached).toEqual(expect.arrayContaining([...assessment.reached]));
          if (callsForReassessment(next, assessment)) reported += 1;
          expect(
            callsForReassessment(reassessed(next, scale, hoursLater(0), DEFAULT_SETTINGS, hoursLater(0)), next),
          ).toBe(false);
          assessment = next;
        }
        // Five thresholds and one category: no more than that can be new.
        expect(reported).toBeLessThanOrEqual(6);
        const ages = course.map(({ ageHours }) => ageHours);
        const worst = Math.max(0, ...ages);
        expect(assessment.status).toBe(worst >= 24 ? 'breached' : worst >= 18 ? 'at-risk' : 'on-time');
      }),
    );
  });
});
