import { type AgreedList, type AgreedListRow, EMPTY_AGREED_LIST, rowFirmwareKey } from './agreed-list.ts';

/** What the lists say of a trial, from one version until before another; the active list says so where there is no other. */
export type TrialRows = {
  readonly trialId: string;
  readonly from: number;
  readonly until?: number | undefined;
  readonly rows: readonly AgreedListRow[];
};

/**
 * Every version of the agreed list there has been, folded: rows that a version repeats of the one before are kept once. So
 * years of lists are as large as one, and what changed.
 */
export type AgreedLists = {
  /** Every activation, oldest first. */
  readonly activations: readonly Pick<AgreedList, 'version' | 'activatedAt'>[];
  /** In the order of the versions from which they hold. */
  readonly trials: readonly TrialRows[];
};

/** The lists of a pipeline on which none was activated yet. */
export const NO_AGREED_LISTS: AgreedLists = { activations: [], trials: [] };

/** The lists after one more was activated. */
export function withList(
  { activations, trials }: AgreedLists,
  { version, activatedAt, rows }: AgreedList,
): AgreedLists {
  const added = new Map(Map.groupBy(rows, ({ trialId }) => trialId));
  const kept = trials.map((trial): TrialRows => {
    if (trial.until !== undefined) return trial;
    if (!saySame(added.get(trial.trialId), trial.rows)) return { ...trial, until: version };
    added.delete(trial.trialId);
    return trial;
  });
  return {
    activations: [...activations, { version, activatedAt }],
    trials: [...kept, ...[...added].map(([trialId, of]): TrialRows => ({ trialId, from: version, rows: of }))],
  };
}

/** Folds versions of the agreed list, in whichever order they are given. */
export function foldedLists(lists: readonly AgreedList[]): AgreedLists {
  return lists
    .filter(({ version }) => version > EMPTY_AGREED_LIST.version)
    .toSorted((a, b) => a.version - b.version)
    .reduce(withList, NO_AGREED_LISTS);
}

/** The lists as they were at an instant: what was activated later is not known yet. */
export function listsUpTo({ activations, trials }: AgreedLists, instant: string): AgreedLists {
  const known = activations.filter(({ activatedAt }) => activatedAt <= instant);
  const last = activeVersion({ activations: known }).version;
  return {
    activations: known,
    trials: trials
      .filter(({ from }) => from <= last)
      .map((trial) => (trial.until !== undefined && trial.until > last ? { ...trial, until: undefined } : trial)),
  };
}

/** The version that is active, and since when; that of the empty list before the first. */
export function activeVersion({
  activations,
}: Pick<AgreedLists, 'activations'>): Pick<AgreedList, 'version' | 'activatedAt'> {
  return activations.at(-1) ?? EMPTY_AGREED_LIST;
}

/** Every combination of manufacturer, model and firmware that any of the lists has, and those that the active one has. */
export function firmwareOf({ trials }: AgreedLists): {
  readonly ever: readonly string[];
  readonly listed: ReadonlySet<string>;
} {
  const keysOf = (of: readonly TrialRows[]): Set<string> => new Set(of.flatMap(({ rows }) => rows.map(rowFirmwareKey)));
  return { ever: [...keysOf(trials)].sort(), listed: keysOf(trials.filter(({ until }) => until === undefined)) };
}

/** The ids of all trials there are and were. */
export function everyTrialId({ trials }: AgreedLists): string[] {
  return [...new Set(trials.map(({ trialId }) => trialId))].sort();
}

function saySame(rows: readonly AgreedListRow[] | undefined, before: readonly AgreedListRow[]): boolean {
  return JSON.stringify(rows) === JSON.stringify(before);
}
