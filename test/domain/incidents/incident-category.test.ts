import { describe, expect, test } from 'vitest';
import { incidentCategory, incidentScale } from '../../../functions/domain/incidents/incident-category.ts';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

const { incidentThresholds } = DEFAULT_SETTINGS;
const judge = (scale: { pendingModels?: number; manufacturers?: number; ageHours?: number }) =>
  incidentCategory({ pendingModels: 2, manufacturers: 1, ageHours: 1, ...scale }, incidentThresholds);

describe('the category of an incident', () => {
  test('[R29] is 2 by default', () => {
    expect(judge({})).toMatchObject({ category: 2, reached: [] });
  });

  test('[R31] is to be reassessed when Device Models, manufacturers or age reach their threshold', () => {
    expect(judge({ pendingModels: 10 }).reached).toEqual(['10 Device Models wait (threshold 10)']);
    expect(judge({ manufacturers: 3 }).reached).toEqual(['3 manufacturers are affected (threshold 3)']);
    expect(judge({ ageHours: 72 }).reached).toEqual(['open for 72 hours (threshold 72)']);
  });

  test('[R31] is proposed as 1 when many Device Models of several manufacturers wait', () => {
    expect(judge({ pendingModels: 10, manufacturers: 3 }).category).toBe(1);
  });

  test('[R29] stays 2 by age alone, as it did for six weeks in 2018', () => {
    expect(judge({ ageHours: 44 * 24 }).category).toBe(2);
  });

  test('[R30] has a view on every criterion', () => {
    expect(judge({}).criteria.map(({ category }) => category)).toEqual([1, 1, 1, 1, 2]);
  });
});

test('the scale of an incident counts Device Models, not firmware versions', () => {
  const lines = ['00000001', '00000002'].map((firmwareVersion) => ({ entry: cplEntry({ firmwareVersion }) }));
  expect(incidentScale(lines, '2026-11-02T09:00:00.000Z', '2026-11-02T12:00:00.000Z')).toEqual({
    pendingModels: 1,
    manufacturers: 1,
    ageHours: 3,
  });
});
