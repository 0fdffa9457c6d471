import { defineConfig } from 'vitest/config';
import { HANGS_AFTER_MS, PATIENCE_MS } from './test/support/patience.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    // The limits of every test; none has one of its own.
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
    expect: { poll: { timeout: PATIENCE_MS } },
    pool: 'forks',
    // Vitest leaves one core idle: of two that is half.
    maxWorkers: '100%',
    globalSetup: './test/support/folder-of-the-run.ts',
  },
});
