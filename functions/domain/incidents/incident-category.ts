import { elapsedHours } from './deadline.ts';
import type { Settings } from '../settings/settings.ts';

/** How large an incident has become: what its category is judged by (R31, CPL18 App. A). */
export type IncidentScale = {
  /** Distinct Device Models that wait. */
  readonly pendingModels: number;
  readonly manufacturers: number;
  /** Hours since the first line was blocked. */
  readonly ageHours: number;
};

/** The category a line of the Incident Management Policy gives to an incident, 1 the most severe (SEC H9). */
export type IncidentCategory = 1 | 2;

/** One criterion of SEC H9, and our view of it for this incident (R30). */
export type CriterionView = {
  readonly category: IncidentCategory;
  readonly criterion: string;
  readonly view: 'Does not apply' | 'Applies' | 'To be judged';
  readonly because: string;
};

/** A proposal: category 1 is only ever proposed, and holds once an operator confirms it (DOMAIN 5). */
export type CategoryProposal = {
  readonly category: IncidentCategory;
  /** Thresholds of the settings that are reached, as sentences; each calls for a reassessment (R31). */
  readonly reached: readonly string[];
  readonly criteria: readonly CriterionView[];
};

type Thresholds = Settings['incidentThresholds'];

/** The size of an incident from the lines that wait for its cause. */
export function incidentScale(
  lines: readonly {
    readonly entry: {
      readonly manufacturerIdentifier: string;
      readonly modelIdentifier: string;
      readonly hardwareVersion: string;
    };
  }[],
  openedAt: string,
  now: string,
): IncidentScale {
  const models = lines.map(({ entry }) =>
    [entry.manufacturerIdentifier, entry.modelIdentifier, entry.hardwareVersion].join('/'),
  );
  return {
    pendingModels: new Set(models).size,
    manufacturers: new Set(lines.map(({ entry }) => entry.manufacturerIdentifier)).size,
    ageHours: Math.max(0, elapsedHours(openedAt, now)),
  };
}

/**
 * Proposes the category of an incident: 2 by default, as in 2018 (R29). Reaching a threshold calls for a
 * reassessment; category 1 is proposed when many Device Models of several manufacturers wait, because that is when
 * a large group of parties is affected. Age alone does not make a category 1: the incident of 2018 stayed a 2 for six
 * weeks (CPL18 App. A).
 */
export function incidentCategory(scale: IncidentScale, thresholds: Thresholds): CategoryProposal {
  const wide = scale.pendingModels >= thresholds.pendingModels;
  const several = scale.manufacturers >= thresholds.manufacturers;
  const old = scale.ageHours >= thresholds.ageHours;
  const large = wide && several;
  return {
    category: large ? 1 : 2,
    reached: [
      ...(wide ? [`${scale.pendingModels} Device Models wait (threshold ${thresholds.pendingModels})`] : []),
      ...(several ? [`${scale.manufacturers} manufacturers are affected (threshold ${thresholds.manufacturers})`] : []),
      ...(old ? [`open for ${Math.floor(scale.ageHours)} hours (threshold ${thresholds.ageHours})`] : []),
    ],
    criteria: criteria(large, wide || several || old),
  };
}

function criteria(large: boolean, grown: boolean): readonly CriterionView[] {
  const judged = large ? 'To be judged' : 'Does not apply';
  return [
    {
      category: 1,
      criterion: 'Prevents a large group of parties from using the Live Services',
      view: judged,
      because: 'Only entries that wait cannot be installed; everything already uploaded keeps working (R26).',
    },
    {
      category: 1,
      criterion: 'Critical adverse impact on the activities of the parties',
      view: grown ? 'To be judged' : 'Does not apply',
      because: 'To be judged again as the number of pending Device Models grows (R31).',
    },
    {
      category: 1,
      criterion: 'Significant financial loss or disruption',
      view: judged,
      because: 'Installation plans that need the waiting firmware are held up.',
    },
    {
      category: 1,
      criterion: 'Material loss or corruption of DCC Data',
      view: 'Does not apply',
      because: 'Nothing is lost: what waits is buffered in order, and still published on the CPL (R9, R11).',
    },
    {
      category: 2,
      criterion: 'Non-critical adverse impact: the Live Service works at reduced capacity',
      view: 'Applies',
      because: 'Newly listed Device Models cannot be added to the inventory until the cause is gone.',
    },
  ];
}
