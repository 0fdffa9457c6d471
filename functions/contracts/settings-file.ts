import './english.ts';
import type { Finding } from '../domain/findings/finding.ts';
import { normaliseGbcsVersion } from '../domain/gbcs/gbcs-register.ts';
import { readJsonStrictly } from '../domain/settings/settings-json.ts';
import { waysToMatch } from '../domain/settings/pattern-ways.ts';
import { DEFAULT_SETTINGS, type Settings, withDefaults } from '../domain/settings/settings.ts';
import { SettingsFile } from './governance.ts';

/** What a settings file came to. */
export type SettingsReading =
  | { readonly outcome: 'read'; readonly settings: Settings }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

/** The longest pattern: a reference that takes a longer one is not described by it but listed. */
const MAX_PATTERN_CHARACTERS = 200;
/** Two free repeats and a few options: milliseconds for the longest value there is. */
const MOST_WAYS = 20_000_000;

/**
 * Reads `governance/settings.json`: any of the keys, a missing one taking its default. It is taken as a whole or
 * refused as a whole, with every reason by line and key.
 */
export function parseSettings(bytes: Uint8Array): SettingsReading {
  const json = readJsonStrictly(bytes);
  if (json.outcome === 'refused') return json;
  const parsed = SettingsFile.safeParse(json.value);
  const lineOf = (path: string) => json.lineOf.get(path) ?? 1;
  if (!parsed.success) {
    const findings = parsed.error.issues.flatMap((issue) => {
      const path = issue.path.map(String);
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
      return keys.length > 0
        ? keys.map((key) => unknownKey([...path, key].join('.'), lineOf))
        : [wrongValue(path.join('.'), issue.message, json.value, lineOf)];
    });
    return { outcome: 'refused', findings };
  }
  const settings = withDefaults({ ...parsed.data, gbcsSubstitution: normalised(parsed.data.gbcsSubstitution) });
  const findings = [
    ...judgeSubstitution(parsed.data.gbcsSubstitution ?? {}, lineOf),
    ...judgeDeadline(settings, lineOf),
    ...judgePattern(settings.trialCertificatePattern, lineOf),
  ];
  return findings.length > 0 ? { outcome: 'refused', findings } : { outcome: 'read', settings };
}

type LineOf = (path: string) => number;

/** The substitutions with their versions as the register writes them. */
function normalised(substitution: SettingsFile['gbcsSubstitution']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(substitution ?? {}).map((pair) => pair.map(normaliseGbcsVersion)));
}

function judgeSubstitution(substitution: Readonly<Record<string, string>>, lineOf: LineOf): readonly Finding[] {
  const seen = new Set<string>();
  return Object.entries(substitution).flatMap(([declared, substitute]) => {
    const path = `gbcsSubstitution.${declared}`;
    const from = normaliseGbcsVersion(declared);
    const to = normaliseGbcsVersion(substitute);
    const say = (code: string, message: string) => [refusal(code, path, lineOf, substitute, message)];
    if (from === '' || to === '') return say('SET-SUBSTITUTION-EMPTY', 'Give a version and the version sent instead.');
    if (from === to) return say('SET-SUBSTITUTION-ITSELF', `GBCS ${from} would be substituted by itself. Remove it.`);
    if (seen.has(from)) {
      return say('SET-SUBSTITUTION-DOUBLED', `GBCS ${from} is substituted twice, in two spellings. Leave one of them.`);
    }
    seen.add(from);
    return [];
  });
}

function judgeDeadline({ uploadAtRiskHours, uploadDeadlineHours }: Settings, lineOf: LineOf): readonly Finding[] {
  if (uploadAtRiskHours < uploadDeadlineHours) return [];
  const message = `An upload would be at risk after ${uploadAtRiskHours} hours, not before its deadline of ${uploadDeadlineHours}. Set uploadAtRiskHours below uploadDeadlineHours; a missing one takes its default.`;
  return [refusal('SET-AT-RISK-TOO-LATE', 'uploadAtRiskHours', lineOf, String(uploadAtRiskHours), message)];
}

function judgePattern(pattern: string, lineOf: LineOf): readonly Finding[] {
  const path = 'trialCertificatePattern';
  if (pattern.length > MAX_PATTERN_CHARACTERS) {
    const message = `The pattern is longer than ${MAX_PATTERN_CHARACTERS} characters. Shorten it.`;
    return [refusal('SET-PATTERN-TOO-LONG', path, lineOf, pattern, message)];
  }
  if (!isPattern(pattern)) {
    const message =
      'This is no regular expression. Correct it: it must match the whole reference of a trial certificate.';
    return [refusal('SET-PATTERN-INVALID', path, lineOf, pattern, message)];
  }
  if (waysToMatch(pattern) > MOST_WAYS) {
    const message =
      'This pattern could take for ever to be compared. Leave out repeats of repeats or of alternatives, and references back; write [ab]* for (a|b)*; use at most three free repeats such as .*';
    return [refusal('SET-PATTERN-ENDLESS', path, lineOf, pattern, message)];
  }
  return [];
}

/** By itself: what is put around it must not be what makes it whole. */
function isPattern(pattern: string): boolean {
  try {
    void new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

function unknownKey(path: string, lineOf: LineOf): Finding {
  const known = Object.keys(DEFAULT_SETTINGS).join(', ');
  return refusal('SET-KEY-UNKNOWN', path, lineOf, '', `There is no such setting. The settings are ${known}.`);
}

function wrongValue(path: string, problem: string, file: unknown, lineOf: LineOf): Finding {
  const value = valueAt(file, path.split('.'));
  const message =
    path === ''
      ? 'The file must be one JSON object of settings.'
      : `${problem}. Correct the value, or leave the key out for its default.`;
  return refusal('SET-VALUE', path, lineOf, value === undefined ? '' : JSON.stringify(value), message);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
    value,
  );
}

function refusal(code: string, path: string, lineOf: LineOf, value: string, message: string): Finding {
  return { code, severity: 'file', line: lineOf(path), field: path, value, message };
}
