import type { WatchPorts } from './ports.ts';

/** The changes of an upload that are on their way: sent, or about to be, and not in the DSP yet. */
export type OnTheWay = {
  readonly uploadId: string;
  readonly changes: number;
  /** When the earliest of them was published: the start of its 24 hours. */
  readonly publishedAt: string;
};

/** What became of the dispatches. */
export type ClosedDispatches = {
  readonly dispatchesClosed: number;
  /** Per upload; lines that were blocked before are left out, because their wait itself is reported. */
  readonly onTheWay: readonly OnTheWay[];
};

/**
 * Looks which decisions have arrived in the DSP, and closes the dispatches of those that have: from then on nobody looks
 * for them, and an upload of which nothing waits is uploaded.
 */
export async function closeDispatches({
  ledger,
  undelivered,
}: Pick<WatchPorts, 'ledger' | 'undelivered'>): Promise<ClosedDispatches> {
  const { pending } = await ledger.get('lane');
  const dispatches = await ledger.list('dispatches');
  const onTheWay = new Map<string, OnTheWay>();
  let dispatchesClosed = 0;

  async function hasArrived(effectsKey: string): Promise<boolean> {
    let arrived = true;
    for await (const { uploadId, publishedAt, blockedSince } of undelivered({ effectsKey })) {
      arrived = false;
      if (blockedSince !== undefined) continue;
      const before = onTheWay.get(uploadId);
      const earliest = before === undefined || publishedAt < before.publishedAt ? publishedAt : before.publishedAt;
      onTheWay.set(uploadId, { uploadId, changes: (before?.changes ?? 0) + 1, publishedAt: earliest });
    }
    return arrived;
  }

  for (const dispatch of dispatches) {
    if (!(await hasArrived(dispatch.effectsKey))) continue;
    await ledger.remove('dispatches', dispatch);
    dispatchesClosed += 1;
  }
  // A decision that is pending may have sent nothing yet, and has no dispatch before it has sent everything.
  if (pending !== undefined && dispatches.every(({ effectsKey }) => effectsKey !== pending.effectsKey)) {
    await hasArrived(pending.effectsKey);
  }
  return { dispatchesClosed, onTheWay: [...onTheWay.values()] };
}
