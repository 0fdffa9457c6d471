import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib/core';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { beforeAll, describe, expect, test } from 'vitest';
import { CONTEXT } from '../../infra/context.ts';
import { STAGES, isStageName } from '../../infra/stages.ts';
import { type Synthesized, synthesize } from '../support/synthesized.ts';

const stages = Object.keys(STAGES).filter(isStageName);
const made = new Map<string, Synthesized>();
beforeAll(async () => {
  for (const stage of stages) made.set(stage, await synthesize(stage));
});

const app = (stage: string): IConstruct => {
  const synthesized = made.get(stage);
  if (!synthesized) throw new Error(`No stage ${stage}`);
  return synthesized.app;
};

describe.each(stages)('cdk-nag finds in the stage %s', (stage) => {
  test.each([
    ['AwsSolutions', AwsSolutionsChecks],
    ['Serverless', ServerlessChecks],
  ])('nothing that is not acknowledged, by the rules of %s', (_, Pack) => {
    expect(new Pack(app(stage)).validateScope(app(stage)).violations).toEqual([]);
  });

  test('acknowledgements that each say why', () => {
    const reasons = app(stage)
      .node.findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data));
    expect(reasons.length).toBeGreaterThan(20);
    for (const [rule, reason] of reasons) expect([rule, String(reason).length > 40]).toEqual([rule, true]);
  });
});

test('cdk-nag does look: a careless bucket is found', async () => {
  const { app: careless } = await synthesize('dev');
  const bucket = new Bucket(careless.node.findChild('storage'), 'Careless');
  expect(new AwsSolutionsChecks(careless).validateScope(bucket).violations.map(({ ruleName }) => ruleName)).toEqual([
    'AwsSolutions-S1',
    'AwsSolutions-S10',
  ]);
});

test.each(stages)('the stage %s is synthesized with all that is checked for a deployment', async (stage) => {
  expect((await synthesize(stage, true)).all.length).toBeGreaterThan(100);
});

test("CloudFormation's own rules do look: a careless queue stops the synthesis", () => {
  const app = new App({ context: CONTEXT });
  const queue = new CfnResource(new Stack(app, 'stack'), 'Careless', { type: 'AWS::SQS::Queue' });
  queue.addPropertyOverride('DelaySeconds', 'soon');
  expect(() => app.synth()).toThrow(/'soon' is not of type 'integer'/);
});
