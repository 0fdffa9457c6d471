import { defineConfig } from 'vitest/config';
import { HANGS_AFTER_MS, PATIENCE_MS } from './test/support/patience.ts';
import { DYNOXIDE } from './test/support/second-dynamodb.ts';

/**
 * Files that keep nothing in their process: no environment, working directory, timer or module is changed. A handler
 * reads its environment once in its process, so each is loaded for its own test alone.
 */
const PURE = [
  'adapters',
  'contracts',
  'cost',
  'domain',
  'dsp-ingestion',
  'email',
  'intake',
  'operator/console',
  'operator/dead-letters',
  'protocol',
  'reports',
  'srv-events',
  'watch',
].map((folder) => `test/${folder}/**/!(handler).test.ts`);

/** The contract suites of tables, which run a second time where there is a second DynamoDB. */
const OF_TABLES = ['device-models', 'devices', 'inventory', 'ledger', 'mail-claims', 'notice-book'].map(
  (suite) => `test/contracts/${suite}.test.ts`,
);

export default defineConfig({
  test: {
    // A module is loaded once for all files of a process where that is safe: half of what those files cost.
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      { extends: true, test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: PURE } },
      ...(DYNOXIDE === undefined
        ? []
        : [
            {
              extends: true as const,
              test: { name: 'second-dynamodb', include: OF_TABLES, env: { SECOND_DYNAMODB: 'yes' } },
            },
          ]),
    ],
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
