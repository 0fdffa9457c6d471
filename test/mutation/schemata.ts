import type { PlacedMutant } from './mutants.ts';
import { codeBelow, parseTypeScript, type SyntaxNode } from './syntax.ts';

/** Says in compiled code whether a mutant is switched on. */
const SWITCH = 'globalThis.mutantIsOn';

/**
 * Compiles all mutants of a source into one text, each behind a switch (mutant schemata): the text behaves as the source
 * does until one is switched on. It stays TypeScript.
 */
export function withSwitches(source: string, mutants: readonly PlacedMutant[]): string {
  const byPlace = new Map<string, PlacedMutant[]>();
  for (const placed of mutants) {
    const place = placeOf(placed.host);
    byPlace.set(place, [...(byPlace.get(place) ?? []), placed]);
  }
  const render = (node: SyntaxNode): string => {
    let text = '';
    let at = node.start;
    for (const child of codeBelow(node)) {
      text += source.slice(at, child.start) + render(child);
      at = child.end;
    }
    text += source.slice(at, node.end);
    return switched(node, text, byPlace.get(placeOf(node)) ?? [], source);
  };
  const program = parseTypeScript(source);
  return source.slice(0, program.start) + render(program) + source.slice(program.end);
}

/** A number that no mutant has. */
const NO_MUTANT = -2;

/**
 * A source without mutants in which each round of a loop passes a switch of no mutant: a mutant elsewhere that keeps
 * this code in a loop for ever is stopped all the same.
 */
export function withCountedLoops(source: string): string {
  return source.replaceAll(/\b(?:for|while) \(.*\) \{$/gm, `$& ${SWITCH}(${NO_MUTANT});`);
}

function placeOf({ type, start, end }: SyntaxNode): string {
  return `${type} ${start} ${end}`;
}

function switched(node: SyntaxNode, text: string, mutants: readonly PlacedMutant[], source: string): string {
  if (mutants.length === 0) return text;
  const alternatives = mutants.map(({ mutant }) => ({
    isOn: `${SWITCH}(${mutant.id})`,
    code: source.slice(node.start, mutant.start) + mutant.text + source.slice(mutant.end, node.end),
  }));
  if (node.type === 'BlockStatement') return `{ if (!${alternatives[0]?.isOn}) ${text} }`;
  if (node.type.endsWith('Statement')) return `{ if (!${alternatives[0]?.isOn}) { ${text} } }`;
  return `(${alternatives.map(({ isOn, code }) => `${isOn} ? (${code}) : `).join('')}(${text}))`;
}
