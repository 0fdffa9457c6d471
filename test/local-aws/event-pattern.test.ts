import { expect, test } from 'vitest';
import { eventPattern } from '../../infra/local-aws/events/event-pattern.ts';
import { NotUnderstood } from '../../infra/local-aws/template/intrinsics.ts';

const EVENT = { source: 'aws.s3', detail: { object: { key: 'cpl/List.csv', size: 5 }, reason: 'PutObject' } };

test.each([
  [{ source: ['aws.s3', 'aws.sqs'] }, true],
  [{ source: ['aws.sqs'] }, false],
  [{ source: ['aws.s3'], detail: { reason: ['CopyObject'] } }, false],
  [{ detail: { object: { key: [{ prefix: 'cpl/' }, { prefix: 'governance/' }] } } }, true],
  [{ detail: { object: { key: [{ suffix: '.json' }] } } }, false],
  [{ detail: { object: { key: [{ wildcard: 'cpl/*.csv' }] } } }, true],
  [{ detail: { object: { key: [{ 'equals-ignore-case': 'CPL/LIST.CSV' }] } } }, true],
  [{ detail: { object: { key: [{ 'anything-but': { prefix: 'cpl/' } }] } } }, false],
  [{ detail: { reason: [{ 'anything-but': ['CopyObject'] }] } }, true],
  [{ detail: { 'version-id': [{ exists: false }] } }, true],
  [{ detail: { object: { size: [5] } } }, true],
  [{ detail: { object: { size: ['5'] } } }, false],
])('%j: %s', (pattern, expected) => {
  expect(eventPattern(pattern)(EVENT)).toBe(expected);
});

test.each([
  { detail: { object: { size: [{ numeric: ['>', 0] }] } } },
  { $or: [{ source: ['a'] }] },
  { source: 'aws.s3' },
])('%j is refused when it is read, not when an event comes', (pattern) => {
  expect(() => eventPattern(pattern)).toThrow(NotUnderstood);
});
