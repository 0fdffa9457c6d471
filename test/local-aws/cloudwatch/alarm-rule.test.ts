import { describe, expect, test } from 'vitest';
import { ruleHolds } from '../../../infra/local-aws/cloudwatch/alarm-rule.ts';

const STATES = new Map([
  ['on', 'alarm' as const],
  ['off', 'ok' as const],
  ['new', 'not-evaluated' as const],
  ['Lane stuck', 'alarm' as const],
]);
const holds = (rule: string): boolean => ruleHolds(rule, (name) => STATES.get(name) ?? 'not-evaluated');

describe('the rule of a composite alarm', () => {
  test.each([
    ['ALARM("on")', true],
    ['ALARM(off)', false],
    ['ALARM("Lane stuck")', true],
    ['OK("off") AND INSUFFICIENT_DATA("new")', true],
    ['(ALARM("off") OR ALARM("on"))', true],
    ['ALARM("off") OR ALARM("off") AND TRUE', false],
    ['NOT ALARM("off") AND NOT (ALARM("on") AND ALARM("off"))', true],
    ['TRUE OR FALSE AND FALSE', true],
    ['ALARM("arn:aws:cloudwatch:eu-west-2:000000000000:alarm:Lane stuck")', true],
  ])('%s: %s', (rule, expected) => {
    expect(holds(rule)).toBe(expected);
  });

  test.each(['', 'ALARM("on"', 'ALARM("on") OR', '(ALARM("on")', 'ALARM("on") ALARM("off")', 'ALARMING("on")'])(
    'is refused when it is none: %s',
    (rule) => {
      expect(() => holds(rule)).toThrow(SyntaxError);
    },
  );
});
