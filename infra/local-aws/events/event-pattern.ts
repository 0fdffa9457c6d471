import { NotUnderstood } from '../template/intrinsics.ts';

/** Whether an event matches; made of an EventBridge pattern by {@link eventPattern}. */
export type EventMatch = (event: unknown) => boolean;

type ValueMatch = (value: unknown) => boolean;

/** Content filters of a pattern, each made of its argument. */
const FILTERS: Readonly<Record<string, (argument: unknown) => ValueMatch>> = {
  prefix: (prefix) => textMatch(prefix, (value, wanted) => value.startsWith(wanted)),
  suffix: (suffix) => textMatch(suffix, (value, wanted) => value.endsWith(wanted)),
  'equals-ignore-case': (text) => textMatch(text, (value, wanted) => value.toLowerCase() === wanted.toLowerCase()),
  wildcard: (pattern) => textMatch(pattern, (value, wanted) => wildcard(wanted).test(value)),
  'anything-but': (argument) => {
    const matches = anyOf(Array.isArray(argument) ? argument : [argument]);
    return (value) => value !== undefined && !matches(value);
  },
  exists: (wanted) => (value) => (value !== undefined) === (wanted === true),
};

/**
 * Reads an EventBridge event pattern.
 *
 * @throws NotUnderstood for an operator that the local run does not have.
 */
export function eventPattern(pattern: unknown): EventMatch {
  if (Array.isArray(pattern)) return anyOf(pattern);
  if (!isFields(pattern)) throw new NotUnderstood(`event pattern ${JSON.stringify(pattern)} is not understood`);
  const fields = Object.entries(pattern).map(([name, inner]) => {
    if (name.startsWith('$')) throw new NotUnderstood(`event pattern operator ${name} is not understood`);
    return [name, eventPattern(inner)] as const;
  });
  return (event) => fields.every(([name, matches]) => matches(isFields(event) ? event[name] : undefined));
}

function anyOf(alternatives: readonly unknown[]): ValueMatch {
  const matches = alternatives.map((alternative): ValueMatch => {
    if (!isFields(alternative)) return (value) => value === alternative;
    const [operator, argument] = Object.entries(alternative)[0] ?? [];
    const filter = FILTERS[operator ?? ''];
    if (filter === undefined || Object.keys(alternative).length !== 1)
      throw new NotUnderstood(`event pattern operator ${JSON.stringify(alternative)} is not understood`);
    return filter(argument);
  });
  return (value) => (Array.isArray(value) ? value : [value]).some((each) => matches.some((match) => match(each)));
}

function textMatch(argument: unknown, matches: (value: string, wanted: string) => boolean): ValueMatch {
  if (typeof argument !== 'string')
    throw new NotUnderstood(`event pattern argument ${JSON.stringify(argument)} is not understood`);
  return (value) => typeof value === 'string' && matches(value, argument);
}

function wildcard(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
