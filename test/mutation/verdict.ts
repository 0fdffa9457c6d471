/** The outcome of a mutant: which test noticed it, or that no test did, or that no test even reached it. */
export type Verdict =
  | { readonly verdict: 'killed' | 'endless'; readonly by: string }
  | { readonly verdict: 'survived' | 'unreached' };

declare module 'vitest' {
  interface ProvidedContext {
    /** Test files that may notice a mutant. */
    testFiles: readonly string[];
  }
  interface TaskMeta {
    verdicts?: readonly Verdict[];
  }
}
