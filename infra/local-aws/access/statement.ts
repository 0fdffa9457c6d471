import * as z from 'zod';

const OneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const Tests = z.record(
  z.string(),
  z
    .union([z.string(), z.number(), z.boolean()])
    .transform((value) => [String(value)])
    .or(z.array(z.string())),
);

/** How a condition compares what a policy wants with what a request has. */
const COMPARISONS = {
  StringEquals: (wanted: string, found: string) => wanted === found,
  StringLike: (wanted: string, found: string) => isLike(wanted, found),
  ArnEquals: (wanted: string, found: string) => isLike(wanted, found),
  ArnLike: (wanted: string, found: string) => isLike(wanted, found),
  Bool: (wanted: string, found: string) => wanted.toLowerCase() === found.toLowerCase(),
  NumericLessThan: (wanted: string, found: string) => Number(found) < Number(wanted),
} as const;

type Operator = (wanted: readonly string[], found: readonly string[]) => boolean;
type Comparison = (typeof COMPARISONS)[keyof typeof COMPARISONS];

const anyOf =
  (compare: Comparison): Operator =>
  (wanted, found) =>
    found.some((value) => wanted.some((each) => compare(each, value)));
const allOf =
  (compare: Comparison): Operator =>
  (wanted, found) =>
    found.every((value) => wanted.some((each) => compare(each, value)));

/** The operators of conditions: `ForAllValues` also holds of a request that has no such value. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(Object.entries(COMPARISONS).map(([name, compare]) => [name, anyOf(compare)])),
  'ForAllValues:StringEquals': allOf(COMPARISONS.StringEquals),
  'ForAllValues:StringLike': allOf(COMPARISONS.StringLike),
};

const Principal = z.union([
  z.literal('*').transform(() => ({ AWS: ['*'] })),
  z.strictObject({ AWS: OneOrMore.optional(), Service: OneOrMore.optional() }),
]);

/** One statement of a policy, with its references resolved; an element that is not understood is an error. */
export const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: OneOrMore,
  Resource: OneOrMore,
  Principal: Principal.optional(),
  Condition: z
    .strictObject({
      StringEquals: Tests.optional(),
      StringLike: Tests.optional(),
      ArnEquals: Tests.optional(),
      ArnLike: Tests.optional(),
      Bool: Tests.optional(),
      NumericLessThan: Tests.optional(),
      'ForAllValues:StringEquals': Tests.optional(),
      'ForAllValues:StringLike': Tests.optional(),
    })
    .optional(),
});
export type Statement = z.infer<typeof Statement>;

/** A policy as IAM writes it. */
export const PolicyDocument = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(Statement) });

/** One thing that a request needs permission for, and what conditions are evaluated by. */
export type Need = {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
};

/**
 * True of every request: the loopback address of one machine stands for the TLS that the policies ask for.
 */
const ALWAYS: Readonly<Record<string, string>> = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

/** One action on one resource of which a statement speaks: the least that can be taken away from a policy. */
export type Rule = Pick<Statement, 'Effect' | 'Principal' | 'Condition'> & {
  /** Logical id of the policy. */
  readonly policy: string;
  readonly action: string;
  readonly resource: string;
};

/** A statement, one action on one resource after the other. */
export function rulesOf(policy: string, { Action, Resource, Effect, Principal, Condition }: Statement): Rule[] {
  return Action.flatMap((action) =>
    Resource.map((resource) => ({ policy, action, resource, Effect, Principal, Condition })),
  );
}

/** Whether a rule speaks about a need, and its conditions hold. */
export function speaksOf(rule: Rule, { action, resource, context = {} }: Need): boolean {
  return (
    isLike(rule.action.toLowerCase(), action.toLowerCase()) &&
    isLike(rule.resource, resource) &&
    holds(rule.Condition, { ...ALWAYS, ...context })
  );
}

function holds(
  condition: Statement['Condition'],
  context: Readonly<Record<string, string | readonly string[]>>,
): boolean {
  const found = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()]));
  return Object.entries(condition ?? {}).every(([name, tests]) =>
    Object.entries(tests ?? {}).every(([key, wanted]) => OPERATORS[name]?.(wanted, found.get(key.toLowerCase()) ?? [])),
  );
}

/** IAM's wildcards: `*` for any text, `?` for one character. */
export function isLike(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
