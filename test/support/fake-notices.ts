import type { NoticeBook } from '../../functions/watch/ports.ts';

/** The book of facts told, in memory. */
export function fakeNoticeBook(): NoticeBook {
  const levels = new Map<string, number>();
  return {
    levelsTold: async (factIds) =>
      new Map(
        factIds.flatMap((factId) => {
          const level = levels.get(factId);
          return level === undefined ? [] : [[factId, level] as const];
        }),
      ),
    async note(facts) {
      for (const { factId, level } of facts) levels.set(factId, Math.max(level, levels.get(factId) ?? 0));
    },
  };
}
