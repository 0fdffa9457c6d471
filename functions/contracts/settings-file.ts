import './english.ts';
import type { Finding } from '../domain/findings/finding.ts';
import type { FindingCode } from '../domain/findings/finding-codes.ts';
import { normaliseGbcsVersion } from '../domain/gbcs/gbcs-register.ts';
import { readJsonStrictly } from '../domain/settings/settings-json.ts';
import { DEFAULT_SETTINGS, type Settings, withDefaults } from '../domain/settings/settings.ts';
import { atLeast, belowFloor, type SettingsFloor } from '../domain/settings/settings-change.ts';
import { SettingsFile } from './governance.ts';

/** What a settings file came to. */
export type SettingsReading =
  | {
      readonly outcome: 'read';
      readonly settings: Settings;
      /** The line of each key that the file has, by its path. */
      readonly lineOf: ReadonlyMap<string, number>;
    }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

/**
 * Reads `governance/settings.json`: any of the keys, a missing one taking its default, or the stage's floor where that
 * is stricter. It is taken as a whole or refused as a whole, with every reason by line and key.
 */
export function parseSettings(bytes: Uint8Array, floor: SettingsFloor = {}): SettingsReading {
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
        : [wrongValue(path, issue.message, json.value, lineOf)];
    });
    return { outcome: 'refused', findings };
  }
  const said = withDefaults({ ...parsed.data, gbcsSubstitution: normalised(parsed.data.gbcsSubstitution) });
  const settings = atLeast(said, floor);
  const findings = [
    ...checkSubstitution(parsed.data.gbcsSubstitution ?? {}, lineOf),
    ...checkDeadline(settings, json.lineOf),
    ...checkFloor(said, floor, json.lineOf),
  ];
  return findings.length > 0 ? { outcome: 'refused', findings } : { outcome: 'read', settings, lineOf: json.lineOf };
}

type LineOf = (path: string) => number;

/** The substitutions with their versions as the register writes them. */
function normalised(substitution: SettingsFile['gbcsSubstitution']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(substitution ?? {}).map((pair) => pair.map(normaliseGbcsVersion)));
}

function checkSubstitution(substitution: Readonly<Record<string, string>>, lineOf: LineOf): readonly Finding[] {
  const seen = new Set<string>();
  return Object.entries(substitution).flatMap(([declared, substitute]) => {
    const path = `gbcsSubstitution.${declared}`;
    const from = normaliseGbcsVersion(declared);
    const to = normaliseGbcsVersion(substitute);
    const say = (code: FindingCode, message: string) => [refusal(code, path, lineOf, substitute, message)];
    if (from === '' || to === '') return say('SET-SUBSTITUTION-EMPTY', 'Give a version and the version sent instead.');
    if (!/^\d+\.\d/.test(to)) return say('SET-SUBSTITUTION-FORM', `${to} is not a GBCS version, such as 4.1.`);
    if (from === to) return say('SET-SUBSTITUTION-ITSELF', `GBCS ${from} would be substituted by itself. Remove it.`);
    if (seen.has(from)) {
      return say('SET-SUBSTITUTION-DOUBLED', `GBCS ${from} is substituted twice, in two spellings. Leave one of them.`);
    }
    seen.add(from);
    return [];
  });
}

/** What the file itself says below the floor of the stage; what it leaves out is raised. */
function checkFloor(settings: Settings, floor: SettingsFloor, lineOf: ReadonlyMap<string, number>): readonly Finding[] {
  return belowFloor(settings, floor).flatMap(({ key, value, floor: least }) => {
    const line = lineOf.get(key);
    if (line === undefined) return [];
    const message = `The stage asks for ${least}, and no file may ask for less. Correct the value, or leave the key out.`;
    return [{ code: 'SET-BELOW-FLOOR' as const, severity: 'file' as const, line, field: key, value, message }];
  });
}

/** Reported for the one of the two that the file has, if it leaves the other to its default. */
function checkDeadline(
  { uploadAtRiskHours, uploadDeadlineHours }: Settings,
  lineOf: ReadonlyMap<string, number>,
): readonly Finding[] {
  if (uploadAtRiskHours < uploadDeadlineHours) return [];
  const line = lineOf.get('uploadAtRiskHours') ?? lineOf.get('uploadDeadlineHours') ?? 1;
  const message = `An upload would be at risk after ${uploadAtRiskHours} hours, not before its deadline of ${uploadDeadlineHours}. Set uploadAtRiskHours below uploadDeadlineHours; a missing one takes its default.`;
  return [refusal('SET-AT-RISK-TOO-LATE', 'uploadAtRiskHours', () => line, String(uploadAtRiskHours), message)];
}

function unknownKey(path: string, lineOf: LineOf): Finding {
  const known = Object.keys(DEFAULT_SETTINGS).join(', ');
  return refusal('SET-KEY-UNKNOWN', path, lineOf, '', `There is no such setting. The settings are ${known}.`);
}

function wrongValue(path: readonly string[], problem: string, file: unknown, lineOf: LineOf): Finding {
  if (path.length === 0) return refusal('SET-VALUE', '', lineOf, '', 'The file must be one JSON object of settings.');
  const value = path.reduce<unknown>((at, key) => Reflect.get(Object(at), key), file);
  const message = `${problem}. Correct the value, or leave the key out for its default.`;
  return refusal('SET-VALUE', path.join('.'), lineOf, JSON.stringify(value), message);
}

function refusal(code: FindingCode, path: string, lineOf: LineOf, value: string, message: string): Finding {
  return { code, severity: 'file', line: lineOf(path), field: path, value, message };
}
