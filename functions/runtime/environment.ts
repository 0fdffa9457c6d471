import { ENVIRONMENT, type EnvironmentName, type FunctionName } from '../contracts/environment.ts';

/** The environment of one function: every variable it is entitled to, and no other. */
export type Environment<F extends FunctionName> = Readonly<Record<EnvironmentName<F>, string>>;

/**
 * Reads the environment of a function, once, on cold start. The only place that touches `process.env`.
 *
 * @throws when a variable is missing or empty: a function that is wired wrongly must not start.
 */
export function readEnvironment<F extends FunctionName>(
  name: F,
  source: Readonly<Record<string, string | undefined>> = process.env,
): Environment<F> {
  const names: readonly EnvironmentName<F>[] = ENVIRONMENT[name];
  const isWhole = (values: Partial<Record<string, string>>): values is Record<EnvironmentName<F>, string> =>
    names.every((variable) => variable in values);
  const values = Object.fromEntries(
    names.flatMap((variable) => {
      const value = source[variable];
      return value ? [[variable, value]] : [];
    }),
  );
  if (isWhole(values)) return values;
  const missing = names.filter((variable) => !(variable in values));
  throw new Error(`Function ${name} has no value for ${missing.join(', ')}`);
}
