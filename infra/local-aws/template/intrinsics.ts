/** A part of a template that the local run does not understand; it never runs on without it. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

/** What the values of one stack may refer to. */
export type Scope = {
  /** Value of a `Ref` to a parameter, pseudo parameter or resource. */
  readonly ref: (name: string) => unknown;
  readonly attribute: (logicalId: string, attribute: string) => unknown;
  readonly imported: (exportName: string) => unknown;
  /** Definition of a condition of the template. */
  readonly condition: (name: string) => unknown;
  readonly mapped: (map: string, key: string, attribute: string) => unknown;
};

/** Stands for `AWS::NoValue`: the property or element is taken away. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.ref(text(name, 'Ref')),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] = Array.isArray(argument)
      ? argument.map((part) => text(resolve(part, scope), 'Fn::GetAtt'))
      : text(argument, 'Fn::GetAtt').split(/\.(.*)/s);
    return scope.attribute(logicalId ?? '', attribute ?? '');
  },
  'Fn::ImportValue': (name, scope) => scope.imported(text(resolve(name, scope), 'Fn::ImportValue')),
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, 'Fn::Join');
    return list(resolve(parts, scope), 'Fn::Join')
      .map((part) => text(part, 'Fn::Join'))
      .join(text(separator, 'Fn::Join'));
  },
  'Fn::Sub': (argument, scope) => {
    const [pattern, given] = Array.isArray(argument) ? argument : [argument, {}];
    const values = new Map(Object.entries(record(resolve(given, scope), 'Fn::Sub')));
    return text(pattern, 'Fn::Sub').replaceAll(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      const reference = name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name };
      return text(values.has(name) ? values.get(name) : resolve(reference, scope), 'Fn::Sub');
    });
  },
  'Fn::Select': (argument, scope) => {
    const [index, from] = list(argument, 'Fn::Select');
    return list(resolve(from, scope), 'Fn::Select')[Number(resolve(index, scope))];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, from] = list(argument, 'Fn::Split');
    return text(resolve(from, scope), 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope), 'Fn::Base64')).toString('base64'),
  'Fn::FindInMap': (argument, scope) => {
    const [map, key, attribute] = list(resolve(argument, scope), 'Fn::FindInMap').map((part) =>
      text(part, 'Fn::FindInMap'),
    );
    return scope.mapped(map ?? '', key ?? '', attribute ?? '');
  },
  'Fn::If': (argument, scope) => {
    const [condition, met, notMet] = list(argument, 'Fn::If');
    return resolve(holds(text(condition, 'Fn::If'), scope) ? met : notMet, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(resolve(argument, scope), 'Fn::Equals');
    return left === right;
  },
  'Fn::Not': (argument, scope) => list(resolve(argument, scope), 'Fn::Not')[0] !== true,
  'Fn::And': (argument, scope) => list(resolve(argument, scope), 'Fn::And').every((part) => part === true),
  'Fn::Or': (argument, scope) => list(resolve(argument, scope), 'Fn::Or').some((part) => part === true),
  Condition: (name, scope) => holds(text(name, 'Condition'), scope),
};

/** Whether a condition of the template holds. */
export function holds(condition: string, scope: Scope): boolean {
  return resolve(scope.condition(condition), scope) === true;
}

/**
 * The value that CloudFormation would make of a part of a template.
 *
 * @throws NotUnderstood for an intrinsic function that the local run does not know.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((part) => resolve(part, scope)).filter((part) => part !== NO_VALUE);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first !== undefined && entries.length === 1) {
    const [name, argument] = first;
    const intrinsic = isCondition(name, argument) ? INTRINSICS[name] : undefined;
    if (intrinsic !== undefined) return intrinsic(argument, scope);
    if (name.startsWith('Fn::')) throw new NotUnderstood(`Intrinsic function ${name} is not understood`);
  }
  return Object.fromEntries(
    entries.map(([name, part]) => [name, resolve(part, scope)] as const).filter(([, part]) => part !== NO_VALUE),
  );
}

/** `Condition` is also the name of a block in IAM policies: only with a text is it a reference. */
function isCondition(name: string, argument: unknown): boolean {
  return name !== 'Condition' || typeof argument === 'string';
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new NotUnderstood(`${where} has ${JSON.stringify(value)} where a text belongs`);
}

function list(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new NotUnderstood(`${where} has ${JSON.stringify(value)} where a list belongs`);
}

function record(value: unknown, where: string): object {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  throw new NotUnderstood(`${where} has ${JSON.stringify(value)} where names and values belong`);
}
