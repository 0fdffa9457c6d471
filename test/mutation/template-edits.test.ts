import { describe, expect, test } from 'vitest';
import { stacks, type SynthesizedStacks } from '../support/synthesized.ts';
import { grantEdits, narrowingEdits } from './policy-edits.ts';
import { settingEdits } from './setting-edits.ts';
import { edited, type TemplateEdit } from './template-edits.ts';

/** Each edit that is made of a template with one resource, in words, and what its properties are then. */
function edits(
  Type: string,
  Properties: object,
  made: (templates: SynthesizedStacks) => readonly TemplateEdit[],
): readonly (readonly [string, unknown])[] {
  const Metadata = { 'aws:cdk:path': 'storage/Thing/Resource' };
  const storage = JSON.stringify({ Resources: { Thing: { Type, Properties, Metadata } } });
  return made(stacks({ storage, pipeline: '{"Resources":{}}' })).map((edit) => [
    `${edit.guard.what} (${edit.guard.operator})`,
    JSON.parse(edited(storage, edit)).Resources.Thing.Properties,
  ]);
}

const policy = (...Statement: readonly object[]) => ({ PolicyDocument: { Statement } });

describe('of the templates is taken away', () => {
  test('each grant: one action on one resource for one principal, and nothing beside it', () => {
    const both = { Effect: 'Allow', Action: ['a:X', 'a:Y'], Resource: ['r', 's'], Principal: { Service: ['p', 'q'] } };
    const changes = edits('AWS::SQS::QueuePolicy', policy(both), grantEdits);
    expect(changes).toHaveLength(8);
    expect(changes[0]).toEqual([
      'a:X on r for p (taken away)',
      policy(
        { ...both, Action: ['a:Y'] },
        { ...both, Action: 'a:X', Resource: ['s'] },
        { ...both, Action: 'a:X', Resource: 'r', Principal: { Service: 'q' } },
      ),
    ]);
  });

  test('what keeps a grant narrow: its actions, its resources, its principals and its conditions', () => {
    const Condition = { StringEquals: { k: 'v' } };
    const narrow = { Effect: 'Allow', Action: 'a:X', Resource: 'r', Principal: { Service: 'p' } };
    expect(edits('AWS::SQS::QueuePolicy', policy({ ...narrow, Condition }), narrowingEdits)).toEqual([
      ['a:X on r for p (any action)', policy({ ...narrow, Condition, Action: ['a:*'] })],
      ['a:X on r for p (on anything)', policy({ ...narrow, Condition, Resource: ['*'] })],
      ['a:X on r for p (for anyone)', policy({ ...narrow, Condition, Principal: { AWS: '*' } })],
      ['Allow a:X if StringEquals k (no condition)', policy(narrow)],
    ]);
  });

  test('what is forbidden, on each resource', () => {
    const denial = { Effect: 'Deny', Action: 'a:*', Resource: ['r', 's'], Principal: { AWS: '*' } };
    expect(edits('AWS::S3::BucketPolicy', policy(denial), narrowingEdits)).toEqual([
      ['no a:* on r for * (not forbidden)', policy({ ...denial, Resource: ['s'] })],
      ['no a:* on s for * (not forbidden)', policy({ ...denial, Resource: ['r'] })],
    ]);
  });

  test('each setting, and a figure or a truth is another one', () => {
    const settings = { Fifo: true, Redrive: { count: 5, to: { Ref: 'Other' } }, Description: 'a text for people' };
    expect(edits('AWS::SQS::Queue', settings, settingEdits)).toEqual([
      ['Fifo: true (left out)', { ...settings, Fifo: undefined }],
      ['Fifo: true (the contrary)', { ...settings, Fifo: false }],
      ['Redrive.count: 5 (left out)', { ...settings, Redrive: { to: { Ref: 'Other' } } }],
      ['Redrive.count: 5 (one more)', { ...settings, Redrive: { count: 6, to: { Ref: 'Other' } } }],
      ['Redrive.to: Other (left out)', { ...settings, Redrive: { count: 5 } }],
    ]);
  });
});
