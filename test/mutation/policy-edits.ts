import { actionsOf, list, named, type SynthesizedStatement } from '../support/synthesized-policies.ts';
import type { SynthesizedStacks } from '../support/synthesized.ts';
import { type Place, placedResources, type TemplateEdit } from './template-edits.ts';

/** Where each type of resource has its policy. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  'AWS::IAM::Policy': 'PolicyDocument',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
};

/** Every grant of the templates taken away: one action on one resource for one principal. */
export function grantEdits(stage: SynthesizedStacks): readonly TemplateEdit[] {
  return placedStatements(stage)
    .filter(({ statement }) => statement.Effect === 'Allow')
    .flatMap(({ statement, replaced }) =>
      partsOf(statement).map((part) => replaced(inWords(part), 'taken away', without(statement, part))),
    );
}

/** Every grant made wider, every condition taken away, and everything that is forbidden no longer so. */
export function narrowingEdits(stage: SynthesizedStacks): readonly TemplateEdit[] {
  return placedStatements(stage).flatMap((placed) => [
    ...(placed.statement.Effect === 'Allow' ? widened(placed) : noLongerForbidden(placed)),
    ...withoutConditions(placed),
  ]);
}

/** A statement, and how others are put in its place. */
type PlacedStatement = {
  readonly statement: SynthesizedStatement;
  readonly replaced: (what: string, operator: string, by: readonly SynthesizedStatement[]) => TemplateEdit;
};

function placedStatements(stage: SynthesizedStacks): readonly PlacedStatement[] {
  return placedResources(stage).flatMap(({ id: resource, type, properties, stack, where }) => {
    const document = DOCUMENTS[type];
    if (document === undefined) return [];
    const statements: readonly SynthesizedStatement[] = properties[document].Statement;
    return statements.map((statement, index): PlacedStatement => {
      const place: Place = { stack, resource, at: [document, 'Statement', index] };
      return {
        statement,
        replaced: (what, operator, values) => ({ guard: { where, what, operator }, place, values }),
      };
    });
  });
}

function widened({ statement, replaced }: PlacedStatement): readonly TemplateEdit[] {
  const { Principal: _nobody, ...rest } = statement;
  const [actions, resources, principals] = [actionsOf(statement), list(statement.Resource), principalsOf(statement)];
  const [what, on, by] = [
    actions.join(', '),
    resources.map(named).join(', '),
    principals.map(principalName).join(', '),
  ];
  return [
    ...actions
      .filter((action) => !action.endsWith('*'))
      .map((action) => {
        const Action = actions.map((each) => (each === action ? action.replace(/:.*/, ':*') : each));
        return replaced(phrase(action, on, by), 'any action', [{ ...statement, Action }]);
      }),
    ...resources
      .filter((resource) => resource !== '*')
      .map((resource) => {
        const Resource = resources.map((each) => (each === resource ? '*' : each));
        return replaced(phrase(what, named(resource), by), 'on anything', [{ ...statement, Resource }]);
      }),
    ...principals.map((principal) =>
      replaced(phrase(what, on, principalName(principal)), 'for anyone', [{ ...rest, Principal: { AWS: '*' } }]),
    ),
  ];
}

function noLongerForbidden({ statement, replaced }: PlacedStatement): readonly TemplateEdit[] {
  return partsOf(statement).map((part) => replaced(`no ${inWords(part)}`, 'not forbidden', without(statement, part)));
}

function withoutConditions({ statement, replaced }: PlacedStatement): readonly TemplateEdit[] {
  const { Condition = {}, ...rest } = statement;
  const tests = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => ({ operator, key, wanted })),
  );
  const what = `${statement.Effect} ${actionsOf(statement).join(', ')}`;
  return tests.map((test) => {
    const left = Object.groupBy(
      tests.filter((each) => each !== test),
      ({ operator }) => operator,
    );
    const Condition = Object.fromEntries(
      Object.entries(left).map(([operator, of = []]) => [
        operator,
        Object.fromEntries(of.map(({ key, wanted }) => [key, wanted])),
      ]),
    );
    const kept = tests.length === 1 ? rest : { ...rest, Condition };
    return replaced(`${what} if ${test.operator} ${test.key}`, 'no condition', [kept]);
  });
}

/** The least that a statement is made of; undefined is what it does not name. */
type Part = {
  readonly action: string;
  readonly resource: unknown;
  readonly principal: NamedPrincipal | undefined;
};
type NamedPrincipal = { readonly kind: string; readonly name: unknown };

function partsOf(statement: SynthesizedStatement): readonly Part[] {
  return actionsOf(statement).flatMap((action) =>
    orNone(list(statement.Resource)).flatMap((resource) =>
      orNone(principalsOf(statement)).map((principal) => ({ action, resource, principal })),
    ),
  );
}

/** What is left of a statement when one part of it is taken away: as many statements as that takes. */
function without(statement: SynthesizedStatement, { action, resource, principal }: Part): SynthesizedStatement[] {
  const actions = actionsOf(statement).filter((each) => each !== action);
  const resources = list(statement.Resource).filter((each) => each !== resource);
  const principals = principalsOf(statement).filter((each) => each.name !== principal?.name);
  const on = resource === undefined ? {} : { Resource: resource };
  return [
    ...(actions.length > 0 ? [{ ...statement, Action: actions }] : []),
    ...(resources.length > 0 ? [{ ...statement, Action: action, Resource: resources }] : []),
    ...principals.map(({ kind, name }) => ({ ...statement, ...on, Action: action, Principal: { [kind]: name } })),
  ];
}

function principalsOf({ Principal = {} }: SynthesizedStatement): readonly NamedPrincipal[] {
  return Object.entries(Principal).flatMap(([kind, names]) => list(names).map((name) => ({ kind, name })));
}

function orNone<Item>(items: readonly Item[]): readonly (Item | undefined)[] {
  return items.length === 0 ? [undefined] : items;
}

function inWords({ action, resource, principal }: Part): string {
  return phrase(
    action,
    resource === undefined ? '' : named(resource),
    principal === undefined ? '' : principalName(principal),
  );
}

function phrase(action: string, on: string, by: string): string {
  return [action, ...(on === '' ? [] : [`on ${on}`]), ...(by === '' ? [] : [`for ${by}`])].join(' ');
}

function principalName({ name }: NamedPrincipal): string {
  return named(name);
}
