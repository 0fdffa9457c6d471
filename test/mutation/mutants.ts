import type { Edit } from './mutation-operators.ts';
import { codeBelow, nodeIn, parseTypeScript, type SyntaxNode, textIn } from './syntax.ts';

/** One small mistake in a source file. */
export type Mutant = Edit & {
  /** Number of the mutant in its run. */
  readonly id: number;
  /** The file, relative to the root of the repository. */
  readonly file: string;
  readonly line: number;
  /** Distinguishes the mutant from all others of its file, wherever it moves: the declaration, the text before, the text after. */
  readonly name: string;
};

/** A mutant and the expression or statement that is exchanged when it is switched on. */
export type PlacedMutant = { readonly mutant: Mutant; readonly host: SyntaxNode };

/** Which changes are made of one node of a source. */
export type Operators = (node: SyntaxNode, source: string) => readonly Edit[];

/** Every mutant of a source text that some operators make, in order of place, numbered from an id on. */
export function mutantsOf(file: string, source: string, operators: Operators, firstId = 0): readonly PlacedMutant[] {
  const placed: PlacedMutant[] = [];
  const names = new Map<string, number>();
  const add = (edit: Edit, host: SyntaxNode, within: string): void => {
    const was = shortened(source.slice(edit.start, edit.end));
    const plain = `${within}: ${was} → ${shortened(edit.text)}`;
    const times = (names.get(plain) ?? 0) + 1;
    names.set(plain, times);
    const name = times === 1 ? plain : `${plain} (${times})`;
    const line = source.slice(0, edit.start).split('\n').length;
    placed.push({ mutant: { ...edit, id: firstId + placed.length, file, line, name }, host });
  };
  const walk = (node: SyntaxNode, within: string, chain: SyntaxNode | undefined, onlyStatement: boolean): void => {
    const inside = nameIn(node, within);
    const isSaid = node.type === 'ExpressionStatement' && onlyStatement;
    for (const edit of isSaid ? [] : operators(node, source)) add(edit, chain ?? hostOf(node, edit), inside);
    const below = codeBelow(node);
    for (const child of below)
      walk(child, inside, spineOf(node, child, chain), node.type === 'BlockStatement' && below.length === 1);
  };
  walk(parseTypeScript(source), '', undefined, false);
  return placed;
}

/** The expression or statement that is exchanged: the condition or answer of a node where an edit replaces just that. */
function hostOf(node: SyntaxNode, edit: Edit): SyntaxNode {
  const part = codeBelow(node).find((child) => child.start === edit.start && child.end === edit.end);
  return part === undefined || part.type === 'Property' ? node : part;
}

/** The optional chain of which a child is a link: its links can only be exchanged all together. */
function spineOf(node: SyntaxNode, child: SyntaxNode, chain: SyntaxNode | undefined): SyntaxNode | undefined {
  if (node.type === 'ChainExpression') return node;
  const isLink = child === node['object'] || child === node['callee'];
  return isLink ? chain : undefined;
}

const DECLARATIONS = new Set(['FunctionDeclaration', 'ClassDeclaration', 'MethodDefinition', 'PropertyDefinition']);

function nameIn(node: SyntaxNode, within: string): string {
  if (node.type === 'VariableDeclarator' && within === '') return textIn(nodeIn(node, 'id') ?? node, 'name');
  if (!DECLARATIONS.has(node.type)) return within;
  const named = nodeIn(node, 'id') ?? nodeIn(node, 'key') ?? node;
  return [within, textIn(named, 'name')].filter((name) => name !== '').join('.');
}

function shortened(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  return plain.length <= 100 ? plain : `${plain.slice(0, 70)} … ${plain.slice(-20)}`;
}
