import { beforeAll, describe, expect, test } from 'vitest';
import { type Synthesized, synthesize } from '../support/synthesized.ts';

let dev: Synthesized;
let prod: Synthesized;
beforeAll(async () => {
  dev = await synthesize('dev');
  prod = await synthesize('prod');
});

describe('in production', () => {
  const WITHOUT_STATE = /Policy|Subscription|SES|SNS::Topic$|Events::Rule/;
  /** What becomes of whatever has state, and of the logs, when its stack is deleted. */
  const fates = ({ storage, pipeline }: Synthesized) =>
    [
      ...storage.resources.filter(({ type }) => !WITHOUT_STATE.test(type)),
      ...pipeline.ofType('AWS::Logs::LogGroup'),
    ].map(({ path, deletionPolicy }) => [path, deletionPolicy]);
  const storageStack = ({ app }: Synthesized) => app.node.findChild('storage');

  test('what must survive is kept when its stack is deleted, and elsewhere nothing is left behind', () => {
    expect(fates(prod).length).toBeGreaterThanOrEqual(4 + 7 + 3 + 1 + 5);
    for (const [path, fate] of fates(prod)) expect([path, fate]).toEqual([path, 'RetainExceptOnCreate']);
    for (const [path, fate] of fates(dev)) expect([path, fate]).toEqual([path, 'Delete']);
  });

  test('the stack of what must survive cannot be deleted', () => {
    expect(storageStack(prod)).toMatchObject({ terminationProtection: true });
    expect(storageStack(dev)).toMatchObject({ terminationProtection: false });
  });

  test('a table cannot be deleted', () => {
    for (const { properties } of prod.storage.ofType('AWS::DynamoDB::Table')) {
      expect(properties.DeletionProtectionEnabled).toBe(true);
    }
  });
});
