import { describe, expect, test } from 'vitest';
import { type IncidentAssessment, NOT_ASSESSED } from '../../../functions/domain/incidents/incident-category.ts';
import { criteriaViews } from '../../../functions/domain/incidents/incident-criteria.ts';

type Assessed = Pick<IncidentAssessment, 'category' | 'reached'>;
const CATEGORY_1: Assessed = { category: 1, reached: ['pendingModels', 'manufacturers'] };

/** The view of each criterion, with why; the Device Models that wait by whether earlier firmware can be installed. */
const views = (assessed: Assessed, ...models: readonly (boolean | null)[]) =>
  criteriaViews(
    assessed,
    models.map((earlierFirmware) => ({ earlierFirmware })),
  ).map(({ view, because }) => `${view}: ${because}`);

describe('the view of the criteria', () => {
  test('[R30] names each criterion of categories 1 and 2', () => {
    expect(criteriaViews(NOT_ASSESSED, []).map(({ category, criterion }) => `${category} ${criterion}`)).toEqual([
      '1 Prevents a large group of parties from using the Live Services',
      '1 Critical adverse impact on the activities of the parties',
      '1 Significant financial loss or disruption',
      '1 Material loss or corruption of DCC Data',
      '2 Non-critical adverse impact: the Live Service works at reduced capacity',
      '2 Loss or disruption that is more than trivial, and less than that of category 1',
    ]);
  });

  test('[R30] is that of 2018 as long as nothing puts it in question: a category 2', () => {
    expect(views(NOT_ASSESSED)).toEqual([
      'Does not apply: Only entries that wait cannot be installed; everything already uploaded keeps working.',
      'Does not apply: It is smaller and younger than what calls for an assessment.',
      'Does not apply: Earlier firmware of the Device Models that wait can be installed.',
      'Does not apply: Nothing is lost: what waits is buffered in order, and still published on the CPL.',
      'Applies: Newly listed Device Models cannot be added to the inventory until the cause is gone.',
      'Applies: Installations of the waiting firmware, and their planning, can be disrupted.',
    ]);
  });

  test('[R30] [R31] leaves three criteria of category 1 to be assessed where that is proposed', () => {
    expect(views(CATEGORY_1).slice(0, 3)).toEqual([
      'To be assessed: Many Device Models wait; everything already uploaded keeps working.',
      'To be assessed: It has reached a size or an age that calls for an assessment.',
      'To be assessed: Installation plans of many Device Models that need the waiting firmware are held up.',
    ]);
    expect(views(CATEGORY_1).slice(3)).toEqual(views(NOT_ASSESSED).slice(3));
  });

  test('[R31] leaves the impact to be assessed once a single threshold is reached, and nothing else', () => {
    const [parties, impact, ...others] = views(NOT_ASSESSED);
    expect(impact).toContain('Does not apply');
    expect(views({ category: 2, reached: ['ageHours'] })).toEqual([
      parties,
      'To be assessed: It has reached a size or an age that calls for an assessment.',
      ...others,
    ]);
  });

  test.each([
    [[true, null], 'Does not apply: Earlier firmware of the Device Models that wait can be installed.'],
    [
      [false, true],
      'To be assessed: Installation plans are held up: of 1 Device Model the DSP holds no firmware that could be installed instead.',
    ],
    [
      [false, false],
      'To be assessed: Installation plans are held up: of 2 Device Models the DSP holds no firmware that could be installed instead.',
    ],
  ])('[R26] [R30] of loss and disruption goes by whether earlier firmware can be installed: %j', (models, view) => {
    expect(views(NOT_ASSESSED, ...models)[2]).toBe(view);
  });

  test('[R26] counts the Device Models without earlier firmware in a category 1 too', () => {
    expect(views(CATEGORY_1, false)[2]).toContain('of 1 Device Model the DSP holds no firmware');
  });
});
