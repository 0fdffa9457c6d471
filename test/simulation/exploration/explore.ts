import type { Mutation } from '../functions.ts';
import { type Alternative, type Deviation, ExploredRun } from './explored-run.ts';
import type { ExploredWorkload } from './workloads.ts';

/** How many steps may go otherwise than usual: by a fault, and by another one going first. */
export type Bounds = { readonly faults: number; readonly orders: number };

/** A plan by which an invariant is broken. */
export type Counterexample = {
  readonly plan: readonly Deviation[];
  readonly broken: readonly string[];
  readonly story: readonly string[];
};

/** What came of an exploration. */
export type Explored = {
  /** Places of the usual run at which something can go wrong, and at which something else can go first. */
  readonly boundaries: { readonly faults: number; readonly orders: number };
  /** Plans that were played. */
  readonly played: number;
  /** Those that came to something that no other had come to, and were played to the end. */
  readonly distinct: number;
  readonly counterexample: Counterexample | undefined;
};

/**
 * Plays every plan within the bounds, those of fewer deviations first, until one breaks an invariant. A plan is left off where it
 * comes to what an earlier one had come to with as much left to go wrong: the earlier one's plans go on from there.
 *
 * @param most plans after which it stops
 */
export async function explore(
  workload: ExploredWorkload,
  bounds: Bounds,
  mutation: Mutation = {},
  most = Infinity,
): Promise<Explored> {
  const known = new Map<string, Bounds[]>();
  let boundaries: Explored['boundaries'] | undefined;
  let [played, distinct] = [0, 0];
  let plans: (readonly Deviation[])[] = [[]];
  while (plans.length > 0 && played < most) {
    const longer: (readonly Deviation[])[] = [];
    for (const plan of plans) {
      if (played >= most) break;
      const left = leftOf(bounds, plan);
      let knownFrom = Infinity;
      const run = new ExploredRun(workload, plan, mutation);
      const { broken, alternatives, isKnown, story } = await run.play((state, step) => {
        const before = known.get(state) ?? [];
        const isCovered = before.some(({ faults, orders }) => faults >= left.faults && orders >= left.orders);
        if (isCovered) knownFrom = step;
        else known.set(state, [...before, left]);
        return isCovered;
      });
      played += 1;
      if (!isKnown) distinct += 1;
      boundaries ??= { faults: placesOf('fault', alternatives), orders: placesOf('order', alternatives) };
      if (broken.length > 0) {
        return { boundaries, played, distinct, counterexample: { plan, broken, story: story() } };
      }
      const from = (plan.at(-1)?.step ?? -1) + 1;
      for (const [step, all] of alternatives.entries()) {
        if (step < from || step >= knownFrom) continue;
        for (const alternative of all) {
          if (left[alternative.is === 'fault' ? 'faults' : 'orders'] > 0) longer.push([...plan, { step, alternative }]);
        }
      }
    }
    plans = longer;
  }
  return { boundaries: boundaries ?? { faults: 0, orders: 0 }, played, distinct, counterexample: undefined };
}

function leftOf({ faults, orders }: Bounds, plan: readonly Deviation[]): Bounds {
  const used = plan.filter(({ alternative }) => alternative.is === 'fault').length;
  return { faults: faults - used, orders: orders - (plan.length - used) };
}

function placesOf(is: Alternative['is'], alternatives: readonly (readonly Alternative[])[]): number {
  return alternatives.filter((all) => all.some((alternative) => alternative.is === is)).length;
}
