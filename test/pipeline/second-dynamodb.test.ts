import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_BEGINS, loadDemo } from '../../infra/local/demo-inputs.ts';
import { demoAccess, type DemoOutcome, demoOutcome } from '../../infra/local/demo-outcome.ts';
import type { LocalPipeline } from '../../infra/local/pipeline.ts';
import { pipelineOfTheRun } from '../support/pipeline-of-the-run.ts';
import { DYNOXIDE, secondDynamoDb } from '../support/second-dynamodb.ts';
import { temporaryFolder } from '../support/small-assembly.ts';

/** A machine for which the package has no program can only leave this out. */
describe.runIf(DYNOXIDE !== undefined)(
  'the demo on a DynamoDB that shares no code with the one of the local run',
  () => {
    let database: Awaited<ReturnType<typeof secondDynamoDb>>;
    let pipeline: LocalPipeline;
    let outcome: DemoOutcome;

    beforeAll(async () => {
      database = await secondDynamoDb();
      const options = { directory: temporaryFolder(), port: 0, clockFrom: DEMO_BEGINS, dynamoDb: database.endpoint };
      pipeline = await pipelineOfTheRun(options);
      const decided = await loadDemo(pipeline.run);
      const access = demoAccess(pipeline.run, () => pipeline.clock.now());
      await pipeline.quiet();
      await pipeline.invoke('ReportsFunction', { report: 'ssc' });
      outcome = await demoOutcome(pipeline.run, access, decided);
    });

    afterAll(async () => {
      await pipeline.stop();
      await database.stop();
    });

    test('comes to what its inputs call for, fact by fact', () => {
      expect(outcome.facts.length).toBeGreaterThan(0);
      expect(outcome.facts.filter(({ expected, found }) => expected !== found)).toEqual([]);
    });

    test('lies in that database', async () => {
      const client = new DynamoDBClient({
        region: pipeline.run.region,
        credentials: pipeline.run.credentials,
        endpoint: database.endpoint,
      });
      const { TableNames } = await client.send(new ListTablesCommand());
      client.destroy();
      expect(TableNames).toContain(pipeline.run.resources.devicesTable);
    });
  },
);
