/** What a pace is kept by: the time in milliseconds, and waiting. */
export type PaceClock = { readonly now: () => number; readonly pause: (ms: number) => Promise<void> };

/** Writes a second below which a pace never goes. */
const SLOWEST = 10;
/** Share of its highest rate that is added after a second without a refusal. */
const STEP = 0.02;
/** Refusals within this many milliseconds are one: those under way were begun at the old rate. */
const ONE_REFUSAL_MS = 1000;

/**
 * Keeps writes to a rate that the table takes. It begins at a tenth of the highest rate; a refusal halves it, and each
 * second without one adds a little: DynamoDB splits a busy partition within minutes, and takes more from then on.
 *
 * @param highest writes a second
 */
export function pace(highest: number, { now, pause }: PaceClock) {
  let rate = Math.max(SLOWEST, highest / 10);
  let next = now();
  let changedAt = now();
  return {
    /** Writes a second at present. */
    rate: () => rate,
    /** Waits until one more write may begin. */
    async turn(): Promise<void> {
      if (now() - changedAt >= 1000) {
        rate = Math.min(highest, rate + STEP * highest);
        changedAt = now();
      }
      const at = Math.max(next, now());
      next = at + 1000 / rate;
      if (at > now()) await pause(at - now());
    },
    /** The table refused a write: there is less room than was thought. */
    refused(): void {
      if (now() - changedAt < ONE_REFUSAL_MS && rate < highest / 10) return;
      rate = Math.max(SLOWEST, rate / 2);
      changedAt = now();
      next = Math.max(next, now() + 1000 / rate);
    },
  };
}

export type Pace = ReturnType<typeof pace>;
