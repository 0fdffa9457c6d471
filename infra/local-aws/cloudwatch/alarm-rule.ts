/** How an alarm that a rule names stands. */
export type StateOf = (alarmName: string) => 'ok' | 'alarm' | 'not-evaluated';

/** States that a rule asks for, in CloudWatch's words. */
const ASKED = { ALARM: 'alarm', OK: 'ok', INSUFFICIENT_DATA: 'not-evaluated' } as const;

const TOKEN = /\s*(?:(\(|\)|AND\b|OR\b|NOT\b|TRUE\b|FALSE\b)|(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*"?([^")]+)"?\s*\))/y;

type Token = { readonly word: string } | { readonly asks: (typeof ASKED)[keyof typeof ASKED]; readonly of: string };

/**
 * Whether the rule of a composite alarm holds: `ALARM("name or ARN")`, `OK(…)`, `INSUFFICIENT_DATA(…)`, `AND`, `OR`, `NOT`,
 * `TRUE`, `FALSE` and brackets.
 *
 * @throws SyntaxError when the rule is none.
 */
export function ruleHolds(rule: string, stateOf: StateOf): boolean {
  const tokens = tokensOf(rule);
  const next = (): Token | undefined => tokens[0];
  const takes = (word: string): boolean => {
    const token = next();
    if (token === undefined || !('word' in token) || token.word !== word) return false;
    tokens.shift();
    return true;
  };
  // Both sides are always read, so that a rule is read to its end whatever holds.
  const either = (): boolean => {
    let holds = both();
    while (takes('OR')) holds = [holds, both()].includes(true);
    return holds;
  };
  const both = (): boolean => {
    let holds = one();
    while (takes('AND')) holds = ![holds, one()].includes(false);
    return holds;
  };
  const one = (): boolean => {
    if (takes('NOT')) return !one();
    if (takes('TRUE')) return true;
    if (takes('FALSE')) return false;
    if (takes('(')) {
      const holds = either();
      if (!takes(')')) throw new SyntaxError(`A bracket stays open in the alarm rule ${rule}`);
      return holds;
    }
    const token = tokens.shift();
    if (token === undefined || !('asks' in token)) throw new SyntaxError(`The alarm rule ${rule} asks for no alarm`);
    return stateOf(token.of) === token.asks;
  };
  const holds = either();
  if (tokens.length > 0) throw new SyntaxError(`The alarm rule ${rule} goes on after its end`);
  return holds;
}

function tokensOf(rule: string): Token[] {
  const tokens: Token[] = [];
  const text = rule.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const [, word, asked, of] = TOKEN.exec(text) ?? [];
    if (word !== undefined) tokens.push({ word });
    else if (of !== undefined && (asked === 'ALARM' || asked === 'OK' || asked === 'INSUFFICIENT_DATA')) {
      tokens.push({ asks: ASKED[asked], of: of.replace(/^arn:.*:alarm:/, '') });
    } else throw new SyntaxError(`The alarm rule ${rule} cannot be read from character ${at + 1}`);
  }
  return tokens;
}
