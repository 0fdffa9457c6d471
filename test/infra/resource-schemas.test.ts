import { beforeAll, describe, expect, test } from 'vitest';
import { isStageName, STAGES } from '../../infra/stages.ts';
import { attributesOf, schemaFaults } from '../support/resource-schemas.ts';
import { type Synthesized, type SynthesizedStack, synthesize } from '../support/synthesized.ts';

const stages = Object.keys(STAGES).filter(isStageName);
const made = new Map<string, Synthesized>();
beforeAll(async () => {
  for (const stage of stages) made.set(stage, await synthesize(stage));
});
const of = (stage: string): Synthesized => {
  const found = made.get(stage);
  if (found === undefined) throw new Error(`No stage ${stage}`);
  return found;
};

/** Each attribute that a template asks a resource of its own for. */
function attributesAsked({ text, resources }: SynthesizedStack): string[] {
  const types = new Map(resources.map(({ id, type }) => [id, type]));
  return [...text.matchAll(/"Fn::GetAtt":\s*\[\s*"(\w+)",\s*"([\w.]+)"/g)].map(
    ([, id = '', name = '']) => `${types.get(id)} ${name}`,
  );
}

describe.each(stages)('the templates of the stage %s, by the resource schemas that AWS publishes', (stage) => {
  test('have known types and properties, everything that is required, and values of the right kind', () => {
    const { all } = of(stage);
    expect(all.length).toBeGreaterThan(100);
    expect(all.flatMap(schemaFaults)).toEqual([]);
  });

  test('ask resources only for attributes that they have', () => {
    const { storage, pipeline } = of(stage);
    const asked = new Set([storage, pipeline].flatMap(attributesAsked));
    expect(asked.size).toBeGreaterThan(5);
    const unknown = [...asked].filter((each) => {
      const [type = '', name = ''] = each.split(' ');
      return !attributesOf(type).includes(name);
    });
    expect(unknown).toEqual([]);
  });
});

test.each<[string, string, object, string]>([
  ['a type that there is not', 'AWS::SQS::Kew', {}, 'publishes no type'],
  [
    'a property that there is not',
    'AWS::SQS::Queue',
    { VisibilityTimeOut: 30 },
    'has VisibilityTimeOut, which there is not',
  ],
  ['a required property that is missing', 'AWS::Lambda::Function', { Role: 'r' }, 'lacks Code'],
  ['a number that is none', 'AWS::SQS::Queue', { VisibilityTimeout: 'soon' }, 'should be a whole number'],
  [
    'a value beside those allowed',
    'AWS::DynamoDB::Table',
    { KeySchema: [], BillingMode: 'PAY', SSESpecification: { SSEEnabled: 'maybe' } },
    'should be true or false',
  ],
  [
    'a nested property that there is not',
    'AWS::S3::Bucket',
    { VersioningConfiguration: { State: 'Enabled' } },
    'has State, which there is not',
  ],
])('the schemas find %s', (_, type, properties, words) => {
  const faults = schemaFaults({ id: 'Planted', type, path: '', properties, deletionPolicy: undefined });
  expect(faults.join('; ')).toContain(words);
});
