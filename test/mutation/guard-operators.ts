import type { Edit } from './mutation-operators.ts';
import { nodeIn, nodesIn, type SyntaxNode, textIn } from './syntax.ts';

/** Every way to take a condition of a conditional write away: a part of it holds always, or never. */
export function conditionEdits(node: SyntaxNode, source: string): readonly Edit[] {
  if (node.type !== 'ObjectExpression') return [];
  return propertiesNamed(node, ['ConditionExpression']).flatMap((property) => {
    const value = nodeIn(property, 'value');
    if (value?.type !== 'Literal') return [];
    const text = source.slice(value.start, value.end);
    return [...text.matchAll(ATOM)].flatMap(({ 0: atom, index }) => {
      const place = { start: value.start + index, end: value.start + index + atom.length };
      return [
        { ...place, operator: 'always', text: `(${atom} OR attribute_not_exists(neverThere))` },
        { ...place, operator: 'never', text: `(${atom} AND attribute_exists(neverThere))` },
      ];
    });
  });
}

const ATOM = /attribute_(?:not_)?exists\(\w+\)|#?\w+ (?:<>|[<>]=?|=) :\w+/g;
/** What narrows a grant, forbids, or keeps from being lost, in the words of the CDK. */
const NARROWS = [
  'conditions',
  'when',
  'enforceSSL',
  'minimumTLSVersion',
  'blockPublicAccess',
  'objectOwnership',
  'terminationProtection',
  'deletionProtection',
  'removalPolicy',
];

/** Every way to take what narrows a policy away: an option of the CDK, or the prefix of objects. */
export function policyEdits(node: SyntaxNode, source: string): readonly Edit[] {
  if (node.type === 'CallExpression') return widerObjects(node);
  if (node.type !== 'ObjectExpression') return [];
  return propertiesNamed(node, NARROWS).map((property) => {
    const comma = /^\s*,/.exec(source.slice(property.end))?.[0] ?? '';
    return { operator: 'left out', start: property.start, end: property.end + comma.length, text: '' };
  });
}

function widerObjects(node: SyntaxNode): readonly Edit[] {
  const [prefix] = nodesIn(node, 'arguments');
  const called = nodeIn(node, 'callee');
  const method = called === undefined ? undefined : nodeIn(called, 'property');
  if (prefix === undefined || method === undefined || textIn(method, 'name') !== 'arnForObjects') return [];
  return [{ operator: 'on anything', start: prefix.start, end: prefix.end, text: "'*'" }];
}

/** Every guard taken away: an `if` whose only outcome is to leave. */
export function guardEdits(node: SyntaxNode): readonly Edit[] {
  const [test, outcome] = [nodeIn(node, 'test'), nodeIn(node, 'consequent')];
  if (node.type !== 'IfStatement' || test === undefined || outcome === undefined) return [];
  if (nodeIn(node, 'alternate') !== undefined || !leaves(outcome)) return [];
  return [{ operator: 'guard', start: test.start, end: test.end, text: 'false' }];
}

function leaves(outcome: SyntaxNode): boolean {
  const last = outcome.type === 'BlockStatement' ? nodesIn(outcome, 'body').at(-1) : outcome;
  return last !== undefined && /^(?:Return|Throw|Continue|Break)Statement$/.test(last.type);
}

function propertiesNamed(node: SyntaxNode, names: readonly string[]): readonly SyntaxNode[] {
  return nodesIn(node, 'properties').filter((property) => {
    const key = nodeIn(property, 'key');
    return key !== undefined && names.includes(textIn(key, 'name'));
  });
}
