import { regexMutations } from './regex-mutations.ts';
import { isNode, nodeIn, nodesIn, type SyntaxNode, textIn } from './syntax.ts';

/** One change of a text: what stands in its place. */
export type Edit = { readonly operator: string; readonly start: number; readonly end: number; readonly text: string };

const COMPARISONS = new Map<string, readonly string[]>([
  ['<', ['<=', '>=']],
  ['<=', ['<', '>']],
  ['>', ['>=', '<=']],
  ['>=', ['>', '<']],
  ['===', ['!==']],
  ['!==', ['===']],
]);
const ARITHMETIC = new Map<string, string>([
  ['+', '-'],
  ['-', '+'],
  ['*', '/'],
  ['/', '*'],
  ['%', '*'],
  ['&', '|'],
  ['|', '&'],
  ['<<', '>>'],
  ['>>', '<<'],
  ['>>>', '<<'],
]);
const ASSIGNMENTS = new Map<string, string>([
  ['+=', '-='],
  ['-=', '+='],
  ['??=', '='],
  ['||=', '='],
  ['&&=', '='],
]);
const OTHER_METHOD = new Map<string, string>([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['indexOf', 'lastIndexOf'],
  ['lastIndexOf', 'indexOf'],
  ['toLowerCase', 'toUpperCase'],
  ['toUpperCase', 'toLowerCase'],
  ['min', 'max'],
  ['max', 'min'],
  ['floor', 'ceil'],
  ['ceil', 'floor'],
]);
/** Methods whose answer is of the kind of what they are called on: without the call, that stands there unchanged. */
const LEAVES_KIND = new Set(
  'trim trimStart trimEnd slice substring filter sort toSorted reverse toReversed normalize replace replaceAll padStart padEnd concat'.split(
    ' ',
  ),
);

/** Every change that the operators know for one node, each a mistake that somebody might make. */
export function editsOf(node: SyntaxNode, source: string): readonly Edit[] {
  return OPERATORS[node.type]?.(node, source) ?? [];
}

type Operator = (node: SyntaxNode, source: string) => readonly Edit[];

const OPERATORS: Readonly<Record<string, Operator>> = {
  IfStatement: (node) => decided(node, ['true', 'false']),
  ConditionalExpression: (node) => decided(node, ['true', 'false']),
  WhileStatement: (node) => decided(node, ['false']),
  DoWhileStatement: (node) => decided(node, ['false']),
  ForStatement: (node) => decided(node, ['false']),
  LogicalExpression: (node, source) =>
    ['left', 'right'].flatMap((side) => replaced(node, 'one side', textOf(nodeIn(node, side), source))),
  BinaryExpression: (node, source) => {
    const operator = textIn(node, 'operator');
    const sides = [nodeIn(node, 'left'), nodeIn(node, 'right')];
    const isText = sides.some((side) => side?.type === 'TemplateLiteral' || typeof side?.['value'] === 'string');
    const arithmetic = isText ? undefined : ARITHMETIC.get(operator);
    const others = COMPARISONS.get(operator) ?? (arithmetic === undefined ? [] : [arithmetic]);
    return others.map((other) =>
      operatorEdit(node, source, COMPARISONS.get(operator) ? 'comparison' : 'arithmetic', other),
    );
  },
  AssignmentExpression: (node, source) => {
    const other = ASSIGNMENTS.get(textIn(node, 'operator'));
    return other === undefined ? [] : [operatorEdit(node, source, 'assignment', other)];
  },
  UpdateExpression: (node, source) => {
    const other = textIn(node, 'operator') === '++' ? '--' : '++';
    return replaced(node, 'arithmetic', textOf(node, source).replace(textIn(node, 'operator'), other));
  },
  UnaryExpression: (node, source) =>
    ['!', '-'].includes(textIn(node, 'operator'))
      ? replaced(node, 'negation', textOf(nodeIn(node, 'argument'), source))
      : [],
  Literal: (node) => literal(node),
  TemplateLiteral: (node) => replaced(node, 'text', '``'),
  ArrayExpression: (node) => (nodesIn(node, 'elements').length === 0 ? [] : replaced(node, 'list', '[]')),
  ArrowFunctionExpression: (node, source) => {
    const body = nodeIn(node, 'body');
    if (body === undefined || body.type === 'BlockStatement' || textOf(body, source) === 'undefined') return [];
    return replaced(body, 'answer', 'undefined');
  },
  BlockStatement: (node) => (nodesIn(node, 'body').length === 0 ? [] : replaced(node, 'block', '{}')),
  ExpressionStatement: (node) => (typeof node['directive'] !== 'string' ? replaced(node, 'statement', ';') : []),
  ContinueStatement: (node) => replaced(node, 'statement', ';'),
  BreakStatement: (node) => replaced(node, 'statement', ';'),
  CallExpression: (node, source) => method(node, source),
  MemberExpression: (node, source) => demanded(node, source),
};

function replaced(node: SyntaxNode, operator: string, text: string): readonly Edit[] {
  return [{ operator, start: node.start, end: node.end, text }];
}

function textOf(node: SyntaxNode | undefined, source: string): string {
  return node === undefined ? 'undefined' : source.slice(node.start, node.end);
}

function decided(node: SyntaxNode, outcomes: readonly string[]): readonly Edit[] {
  const test = nodeIn(node, 'test');
  if (test === undefined || test.type === 'Literal') return [];
  return outcomes.flatMap((outcome) => replaced(test, 'condition', outcome));
}

/** Another operator between the two sides of a node. */
function operatorEdit(node: SyntaxNode, source: string, operator: string, other: string): Edit {
  const [left, right] = [nodeIn(node, 'left'), nodeIn(node, 'right')];
  const start = source.indexOf(textIn(node, 'operator'), left?.end ?? node.start);
  if (right === undefined || start >= right.start) throw new Error(`No operator in ${textOf(node, source)}`);
  return { operator, start, end: start + textIn(node, 'operator').length, text: other };
}

function literal(node: SyntaxNode): readonly Edit[] {
  const { value, regex } = node;
  if (isRegexParts(regex)) {
    return regexMutations(regex.pattern, regex.flags).flatMap((text) => replaced(node, 'pattern', text));
  }
  if (typeof value === 'boolean') return replaced(node, 'boolean', String(!value));
  if (typeof value === 'number') return replaced(node, 'number', String(value + 1));
  if (typeof value === 'string') return replaced(node, 'text', value === '' ? `'mutated'` : `''`);
  return [];
}

function isRegexParts(value: unknown): value is { readonly pattern: string; readonly flags: string } {
  return typeof value === 'object' && value !== null && 'pattern' in value && 'flags' in value;
}

function method(node: SyntaxNode, source: string): readonly Edit[] {
  const callee = nodeIn(node, 'callee');
  if (callee?.type !== 'MemberExpression' || callee['computed'] === true) return [];
  const [object, property] = [nodeIn(callee, 'object'), nodeIn(callee, 'property')];
  if (object === undefined || property === undefined) return [];
  const name = textIn(property, 'name');
  const other = OTHER_METHOD.get(name);
  if (other !== undefined) return replaced(property, 'method', other);
  return LEAVES_KIND.has(name) ? replaced(node, 'method', textOf(object, source)) : [];
}

/** What might be absent is taken for present. */
function demanded(node: SyntaxNode, source: string): readonly Edit[] {
  const object = nodeIn(node, 'object');
  if (node['optional'] !== true || !isNode(object)) return [];
  const start = source.indexOf('?.', object.end);
  const isIndex = node['computed'] === true;
  return [{ operator: 'optional', start, end: start + 2, text: isIndex ? '' : '.' }];
}
