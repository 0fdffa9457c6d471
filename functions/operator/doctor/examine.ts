import { faultInWords } from '../aws-fault.ts';
import type { Check, Point } from './point.ts';

/** Looks at every matter of a stage; one that cannot be read is a point of its own. */
export async function examine<Stage>(stage: Stage, checks: readonly Check<Stage>[]): Promise<readonly Point[]> {
  const found = await Promise.all(
    checks.map(async ({ about, look }): Promise<readonly Point[]> => {
      try {
        return [await look(stage)].flat();
      } catch (error) {
        const reason = faultInWords(error) ?? (error instanceof Error ? error.message : String(error));
        return [{ point: about, verdict: 'unknown', found: reason, todo: 'look again once it can be read' }];
      }
    }),
  );
  return found.flat();
}
