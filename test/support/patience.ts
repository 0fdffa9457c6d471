/** How long a test waits for a fact that must come, in milliseconds: a busy machine is slow, not wrong. */
export const PATIENCE_MS = 120_000;

/** When a test or a hook that hangs is ended, in milliseconds: after more waits than the longest of them has. */
export const HANGS_AFTER_MS = 10 * PATIENCE_MS;
