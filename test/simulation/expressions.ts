/** An item of a simulated table. */
export type Item = Readonly<Record<string, unknown>>;

/** The names and values that an expression of DynamoDB refers to. */
export type Bindings = {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
};

type Condition = (item: Item | undefined, bindings: Bindings) => boolean;

const compiled = new Map<string, Condition>();

/**
 * Evaluates a condition of DynamoDB on an item: `AND`, `OR`, brackets, comparisons, `attribute_exists` and
 * `attribute_not_exists`.
 *
 * @throws for anything else: the simulated table must not be kinder than the real one.
 */
export function conditionHolds(text: string, item: Item | undefined, bindings: Bindings): boolean {
  const known = compiled.get(text) ?? compile(text);
  compiled.set(text, known);
  return known(item, bindings);
}

/** The value of an operand, `#name`, `name` or `:value`. */
function operand(word: string): (item: Item | undefined, bindings: Bindings) => unknown {
  if (word.startsWith(':')) return (_, { ExpressionAttributeValues }) => ExpressionAttributeValues?.[word];
  if (word.startsWith('#'))
    return (item, { ExpressionAttributeNames }) => item?.[ExpressionAttributeNames?.[word] ?? ''];
  return (item) => item?.[word];
}

function compile(text: string): Condition {
  const words = text.match(/attribute_(?:not_)?exists|<=|>=|<>|[()<>=]|[#:]?\w+/g) ?? [];
  let at = 0;
  const take = (): string => words[at++] ?? '';
  const expect = (word: string): void => {
    if (take() !== word) throw new Error(`The simulated table does not understand ${text}`);
  };
  function any(): Condition {
    let left = all();
    while (words[at] === 'OR') {
      at += 1;
      const [one, other] = [left, all()];
      left = (item, bindings) => one(item, bindings) || other(item, bindings);
    }
    return left;
  }
  function all(): Condition {
    let left = term();
    while (words[at] === 'AND') {
      at += 1;
      const [one, other] = [left, term()];
      left = (item, bindings) => one(item, bindings) && other(item, bindings);
    }
    return left;
  }
  function term(): Condition {
    const word = take();
    if (word === '(') {
      const inner = any();
      expect(')');
      return inner;
    }
    if (word.startsWith('attribute_')) {
      expect('(');
      const value = operand(take());
      expect(')');
      const wanted = word === 'attribute_exists';
      return (item, bindings) => (value(item, bindings) !== undefined) === wanted;
    }
    const [left, comparison, right] = [operand(word), take(), operand(take())];
    return (item, bindings) => compared(left(item, bindings), comparison, right(item, bindings), text);
  }
  const condition = any();
  if (at !== words.length) throw new Error(`The simulated table does not understand ${text}`);
  return condition;
}

function compared(left: unknown, comparison: string, right: unknown, text: string): boolean {
  if (left === undefined || right === undefined) return false;
  if (comparison === '=') return left === right;
  if (comparison === '<>') return left !== right;
  if (typeof left === 'number' && typeof right === 'number') return inOrder(left - right, comparison);
  if (typeof left === 'string' && typeof right === 'string')
    return inOrder(left < right ? -1 : left > right ? 1 : 0, comparison);
  throw new Error(`The simulated table cannot compare by ${text}`);
}

function inOrder(order: number, comparison: string): boolean {
  if (comparison === '<') return order < 0;
  if (comparison === '<=') return order <= 0;
  return comparison === '>' ? order > 0 : order >= 0;
}

/**
 * An item after an update: `SET name = value`, the value a word or `list_append(if_not_exists(name, value), value)`.
 *
 * @throws for any other update.
 */
export function updated(text: string, item: Item, bindings: Bindings): Item {
  const next: Record<string, unknown> = { ...item };
  const clauses = text.replace(/^SET /, '').split(/,(?![^(]*\))/);
  for (const clause of clauses) {
    const [, target = '', value = ''] = /^\s*([#\w]+)\s*=\s*(.+?)\s*$/.exec(clause) ?? [];
    const name = target.startsWith('#') ? (bindings.ExpressionAttributeNames?.[target] ?? '') : target;
    const append = /^list_append\(if_not_exists\(([#\w]+), (:\w+)\), (:\w+)\)$/.exec(value);
    if (append !== null) {
      const [, list = '', otherwise = '', more = ''] = append;
      const before = operand(list)(item, bindings) ?? operand(otherwise)(item, bindings);
      const added = operand(more)(item, bindings);
      if (!Array.isArray(before) || !Array.isArray(added)) throw new Error(`Not lists: ${clause}`);
      next[name] = [...before, ...added];
    } else if (/^[#:]?\w+$/.test(value) && name !== '') next[name] = operand(value)(item, bindings);
    else throw new Error(`The simulated table does not understand ${clause}`);
  }
  return next;
}
