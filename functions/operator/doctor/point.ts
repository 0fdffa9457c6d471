/** What the doctor says of a point: `look` is for people to assess, `unknown` could not be read. */
export type Verdict = 'ok' | 'wrong' | 'look' | 'unknown';

/** One point of a stage, what was found of it, and what to do where it is not as it should be. */
export type Point = {
  readonly point: string;
  readonly verdict: Verdict;
  readonly found: string;
  readonly todo?: string;
};

/** Looks at one matter of a stage; a matter that cannot be read throws, and hides no other. */
export type Check<Stage> = {
  readonly about: string;
  readonly look: (stage: Stage) => Promise<Point | readonly Point[]>;
};

export const ok = (point: string, found: string): Point => ({ point, verdict: 'ok', found });
export const wrong = (point: string, found: string, todo: string): Point => ({ point, verdict: 'wrong', found, todo });
export const look = (point: string, found: string, todo: string): Point => ({ point, verdict: 'look', found, todo });

/**
 * One verdict on many things of a kind: those that are not as they should be are named, with what to do.
 *
 * @param troubles what is wrong with each of them, in words; empty where nothing is
 */
export function each(point: string, count: number, troubles: readonly string[], todo: string): Point {
  if (count === 0) return wrong(point, 'there is none', 'deploy both stacks again');
  return troubles.length === 0 ? ok(point, `all ${count}`) : wrong(point, troubles.join('; '), todo);
}
