import type { SynthesizedResource, SynthesizedStacks } from '../support/synthesized.ts';
import type { Guard } from './guard.ts';

/** One change of the synthesized templates, of every stage alike. */
export type TemplateEdit = {
  readonly guard: Guard;
  readonly place: Place;
  /** What stands there instead: nothing, a value, or in a list any number of them. */
  readonly values: readonly unknown[];
};

/** A place in the templates. */
export type Place = {
  readonly stack: 'storage' | 'pipeline';
  /** Logical id of the resource. */
  readonly resource: string;
  /** Where in the properties of the resource. */
  readonly at: readonly (string | number)[];
};

/** All resources of a stage, each with its stack and its place in the construct tree. */
export function placedResources(
  stage: SynthesizedStacks,
): readonly (SynthesizedResource & Pick<Place, 'stack'> & Pick<Guard, 'where'>)[] {
  return (['storage', 'pipeline'] as const).flatMap((stack) =>
    stage[stack].resources.map((each) => ({ ...each, stack, where: each.path.replace(/\/Resource$/, '') })),
  );
}

/** The text of a template with an edit made in it. */
export function edited(text: string, { place, values }: TemplateEdit): string {
  const template: unknown = JSON.parse(text);
  const path = ['Resources', place.resource, 'Properties', ...place.at];
  const last = path.pop();
  const holder = path.reduce(below, template);
  if (Array.isArray(holder) && typeof last === 'number') holder.splice(last, 1, ...values);
  else if (isFields(holder) && typeof last === 'string') {
    if (values.length === 0) delete holder[last];
    else [holder[last]] = values;
  } else throw new Error(`The template has nothing at ${path.join('/')}/${last}`);
  return JSON.stringify(template);
}

/** Whether a value is an object with named fields. */
export function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function below(holder: unknown, step: string | number): unknown {
  if (Array.isArray(holder) && typeof step === 'number') return holder[step];
  return isFields(holder) ? holder[step] : undefined;
}
