/** What became of a mutant: which test told of it, or that no test did, or that no test even came by. */
export type Verdict =
  | { readonly verdict: 'killed' | 'endless'; readonly by: string }
  | { readonly verdict: 'survived' | 'unreached' };

declare module 'vitest' {
  interface ProvidedContext {
    /** Test files that may tell of a mutant. */
    testFiles: readonly string[];
  }
  interface TaskMeta {
    verdicts?: readonly Verdict[];
  }
}
