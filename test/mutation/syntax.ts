import { parseAst } from 'vitest/node';

/** A node of a syntax tree (ESTree with TypeScript); positions are those of the text. */
export type SyntaxNode = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
};

/** The syntax tree of a TypeScript module. */
export function parseTypeScript(source: string): SyntaxNode {
  const program: unknown = parseAst(source, { lang: 'ts' });
  if (!isNode(program)) throw new Error('The parser gave no tree.');
  return program;
}

/** Whether a value is a node of a tree. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}

/** The node in a field of another. */
export function nodeIn(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

/** The nodes in a list of another. */
export function nodesIn(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The text in a field of a node: an operator, a name, a kind. */
export function textIn(node: SyntaxNode, field: string): string {
  const value = node[field];
  return typeof value === 'string' ? value : '';
}

/** A type says nothing when the program runs; of these only what they are said of is code. */
const TYPED = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);
/** Nodes in which nothing is computed. */
const SILENT = new Set(['ImportDeclaration', 'ExportAllDeclaration', 'MetaProperty']);

/** The nodes right below a node that are code when the program runs, from left to right, none within another. */
export function codeBelow(node: SyntaxNode): readonly SyntaxNode[] {
  if (SILENT.has(node.type) || (node.type === 'ExportNamedDeclaration' && isNode(node['source']))) return [];
  // The text behind a tag is no expression: another one in its place would be called with, not read.
  const tag = nodeIn(node, 'tag');
  if (tag !== undefined) return [tag, ...nodesIn(nodeIn(node, 'quasi') ?? node, 'expressions')];
  if (TYPED.has(node.type)) return isNode(node['expression']) ? [node['expression']] : [];
  const named = node['computed'] === true ? undefined : (node['property'] ?? node['key']);
  const below = Object.values(node)
    .flat()
    .filter(isNode)
    .filter((child) => child !== named && (TYPED.has(child.type) || !child.type.startsWith('TS')))
    .sort((one, other) => one.start - other.start || other.end - one.end);
  let end = node.start;
  return below.filter((child) => {
    const isBeyond = child.start >= end;
    if (isBeyond) end = child.end;
    return isBeyond;
  });
}
