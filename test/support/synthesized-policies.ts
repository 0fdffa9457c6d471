/** One statement of a synthesized policy, its references not resolved. */
export type SynthesizedStatement = {
  readonly Effect: string;
  readonly Action: unknown;
  /** Absent in the policy that says who may take a role on. */
  readonly Resource?: unknown;
  readonly Principal?: Readonly<Record<string, unknown>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** One or many, as CloudFormation writes them, as many. */
export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** The actions of a statement. */
export const actionsOf = ({ Action }: Pick<SynthesizedStatement, 'Action'>): readonly string[] =>
  list(Action).map(String);

/** A resource of a template as people name it: `Archive/governance/*`, `TablesDevices/index/byTrial`. */
export function named(resource: unknown): string {
  const text = JSON.stringify(resource);
  const below = /"(\/[^"]*)"\]\]\}$/.exec(text)?.[1] ?? '';
  const elsewhere = /ExportsOutput(?:Ref|FnGetAtt)(\w+?)[0-9A-F]{8}/.exec(text)?.[1];
  const here = /"(?:Fn::GetAtt":\[|Ref":)"(\w+?)[0-9A-F]{8}"/.exec(text)?.[1];
  const own = elsewhere ?? here;
  return own === undefined ? spelled(resource) : `${own}${below}`;
}

/** A value that names nothing of ours, such as the account. */
function spelled(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return String(value.Ref);
  if (!('Fn::Join' in value)) return JSON.stringify(value);
  const [, parts] = list(value['Fn::Join']);
  return list(parts).map(spelled).join('');
}

/** A statement in words: whether it allows, what, on what, for whom, and if what. */
export function inWords({
  Effect,
  Resource,
  Principal = {},
  Condition = {},
  ...statement
}: SynthesizedStatement): string {
  const conditions = Object.entries(Condition).flatMap(([operator, tests]) =>
    Object.entries(tests).map(([key, wanted]) => `${operator} ${key} ${named(wanted)}`),
  );
  return [
    Effect === 'Allow' ? actionsOf(statement).join(' ') : `no ${actionsOf(statement).join(' ')}`,
    ...(Resource === undefined ? [] : ['on', list(Resource).map(named).join(', ')]),
    ...Object.values(Principal).flatMap((names) => ['for', list(names).map(named).join(', ')]),
    ...(conditions.length === 0 ? [] : ['if', conditions.join(' and ')]),
  ].join(' ');
}
