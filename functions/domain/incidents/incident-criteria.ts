import { counted } from '../words/counted.ts';
import type { AffectedModel } from './affected-models.ts';
import type { IncidentAssessment } from './incident-category.ts';

/** One criterion of SEC H9, and our view of it for this incident (R30). */
export type CriterionView = {
  readonly category: 1 | 2;
  readonly criterion: string;
  readonly view: 'Does not apply' | 'Applies' | 'To be assessed';
  readonly because: string;
};

/** Our view of each criterion of categories 1 and 2, as the DCC set it out in 2018 (R30, CPL18 App. A). */
export function criteriaViews(
  { category, reached }: Pick<IncidentAssessment, 'category' | 'reached'>,
  models: readonly Pick<AffectedModel, 'earlierFirmware'>[],
): readonly CriterionView[] {
  const large = category === 1 ? 'To be assessed' : 'Does not apply';
  const held = models.filter(({ earlierFirmware }) => earlierFirmware === false).length;
  return [
    {
      category: 1,
      criterion: 'Prevents a large group of parties from using the Live Services',
      view: large,
      because:
        category === 1
          ? 'Many Device Models wait; everything already uploaded keeps working.'
          : 'Only entries that wait cannot be installed; everything already uploaded keeps working.',
    },
    {
      category: 1,
      criterion: 'Critical adverse impact on the activities of the parties',
      view: reached.length > 0 ? 'To be assessed' : 'Does not apply',
      because:
        reached.length > 0
          ? 'It has reached a size or an age that calls for an assessment.'
          : 'It is smaller and younger than what calls for an assessment.',
    },
    {
      category: 1,
      criterion: 'Significant financial loss or disruption',
      view: held > 0 || category === 1 ? 'To be assessed' : 'Does not apply',
      because:
        held > 0
          ? `Installation plans are held up: of ${counted(held, 'Device Model')} the DSP holds no firmware that could be installed instead.`
          : category === 1
            ? 'Installation plans of many Device Models that need the waiting firmware are held up.'
            : 'Earlier firmware of the Device Models that wait can be installed.',
    },
    {
      category: 1,
      criterion: 'Material loss or corruption of DCC Data',
      view: 'Does not apply',
      because: 'Nothing is lost: what waits is buffered in order, and still published on the CPL.',
    },
    {
      category: 2,
      criterion: 'Non-critical adverse impact: the Live Service works at reduced capacity',
      view: 'Applies',
      because: 'Newly listed Device Models cannot be added to the inventory until the cause is gone.',
    },
    {
      category: 2,
      criterion: 'Loss or disruption that is more than trivial, and less than that of category 1',
      view: 'Applies',
      because: 'Installations of the waiting firmware, and their planning, can be disrupted.',
    },
  ];
}
