import { upperCase } from '../domain/cpl/upper-case.ts';
import { isPlainText } from '../domain/devices/plain-text.ts';
import { type DuisElement, UnreadableRequest } from './duis-xml.ts';

/** Checks the text of a leaf element and gives its value; throws with what is wrong with it. */
export type LeafRule = (text: string, path: string) => string;

/** What may stand in an element: a rule for each leaf by name. */
export type LeafRules = Readonly<Record<string, LeafRule>>;

/** Text of a number of characters (XML Schema's minLength and maxLength), blanks at both ends taken off. */
export function textOf(minLength: number, maxLength: number): LeafRule {
  return (text, path) => {
    const value = text.trim();
    if (!isPlainText(value)) throw new UnreadableRequest(`${path} has a control character in it`);
    if (value.length >= minLength && value.length <= maxLength) return value;
    throw new UnreadableRequest(`${path} has ${value.length} characters, not ${minLength} to ${maxLength}`);
  };
}

/** One value of a list, exactly as it is written there. */
export function oneOf(values: readonly string[]): LeafRule {
  return (text, path) => {
    const value = text.trim();
    if (values.includes(value)) return value;
    throw new UnreadableRequest(`${path} is '${value.slice(0, 40)}', not one of the values DUIS allows`);
  };
}

/** A value in a form that `read` knows; `what` names the form for people. */
export function formOf(what: string, read: (text: string) => string | undefined): LeafRule {
  return (text, path) => {
    const value = read(text.trim());
    if (value !== undefined) return value;
    throw new UnreadableRequest(`${path} is '${text.trim().slice(0, 60)}', not ${what}`);
  };
}

/** The same rule, with its value in upper case: hexadecimal identifiers are one in either case. */
export function inUpperCase(rule: LeafRule): LeafRule {
  return (text, path) => upperCase(rule(text, path));
}

/**
 * Reads the leaves of an element by their rules: each at most once, none that has no rule, no text between them.
 *
 * @throws UnreadableRequest when one is unknown, repeated, missing (of `required`) or breaks its rule
 */
export function readLeaves(
  element: DuisElement,
  rules: LeafRules,
  required: readonly string[],
): ReadonlyMap<string, string> {
  refuseText(element);
  const values = new Map<string, string>();
  for (const child of element.children) {
    const path = `${element.name}/${child.name}`;
    const rule = Object.hasOwn(rules, child.name) ? rules[child.name] : undefined;
    if (rule === undefined) throw new UnreadableRequest(`${path} is an element DUIS does not have there`);
    if (values.has(child.name)) throw new UnreadableRequest(`${path} is there more than once`);
    values.set(child.name, rule(leafText(child, path), path));
  }
  const missing = required.filter((name) => !values.has(name));
  if (missing.length > 0) throw new UnreadableRequest(`${element.name} has no ${missing.join(', ')}`);
  return values;
}

/** The text of an element in which no other element may stand. */
export function leafText(element: DuisElement, path: string): string {
  const [child] = element.children;
  if (child === undefined) return element.text;
  throw new UnreadableRequest(`${path}/${child.name} is an element DUIS does not have there`);
}

/** Refuses text in an element that may hold only elements. */
export function refuseText(element: DuisElement): void {
  if (element.text.trim() !== '') throw new UnreadableRequest(`${element.name} has text between its elements`);
}
