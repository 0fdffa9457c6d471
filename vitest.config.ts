import { defineConfig } from 'vitest/config';
import { HANGS_AFTER_MS, PATIENCE_MS } from './test/support/patience.ts';
import { DYNOXIDE } from './test/support/second-dynamodb.ts';

/**
 * Files that need a process of their own: they run functions, emulators or a browser, which keep the time, the
 * environment, timers and sockets of their process, or load a handler, which reads its environment once. All others put
 * back what they change.
 */
const ALONE = [
  'test/{pipeline,browser,simulation,runtime,local,local-aws}/**/*.test.ts',
  'test/*/handler.test.ts',
  'test/operator/cli-*.test.ts',
  'test/hostile/on-pipeline.test.ts',
];

/** The contract suites of tables, which run a second time where there is a second DynamoDB. */
const OF_TABLES = ['device-models', 'devices', 'inventory', 'ledger', 'mail-claims', 'notice-book'].map(
  (suite) => `test/contracts/${suite}.test.ts`,
);

export default defineConfig({
  test: {
    // A module is loaded once for all files of a process where that is safe: most of what those files cost.
    projects: [
      { extends: true, test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: ALONE, isolate: false } },
      { extends: true, test: { name: 'alone', include: ALONE } },
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
