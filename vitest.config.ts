import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { HANGS_AFTER_MS, PATIENCE_MS } from './test/support/patience.ts';
import { DYNOXIDE } from './test/support/second-dynamodb.ts';

/** Files that run a pipeline: it moves the time of its process and works in a folder, and puts both back at its end. */
const ON_PIPELINES = [
  'test/{pipeline,local,browser}/**/*.test.ts',
  'test/operator/cli-{on,dead}*.test.ts',
  'test/hostile/on-pipeline.test.ts',
];
/**
 * Files that need a process of their own, because they change it for good: they load a handler, which reads its
 * environment once, or play schedules on moved time. They come first.
 */
const ALONE = ['test/{simulation,protocol,runtime,local-aws}/**/*.test.ts', 'test/*/handler.test.ts'];

/** The contract suites of tables, which run a second time where there is a second DynamoDB. */
const OF_TABLES = ['device-models', 'devices', 'inventory', 'ledger', 'mail-claims', 'notice-book'].map(
  (suite) => `test/contracts/${suite}.test.ts`,
);

export default defineConfig({
  test: {
    // A module is loaded once for all files of a process where that is safe: most of what those files cost.
    projects: [
      { extends: true, test: { name: 'pipelines', include: ON_PIPELINES, isolate: false } },
      {
        extends: true,
        test: { name: 'pure', include: ['test/**/*.test.ts'], exclude: [...ALONE, ...ON_PIPELINES], isolate: false },
      },
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
    teardownTimeout: PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS } },
    pool: 'forks',
    // Vitest leaves one core idle, and files that run a pipeline wait for it half of their time: half as many again.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    globalSetup: './test/support/folder-of-the-run.ts',
  },
});
