import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, ResourceProperties } from '@aws-cdk/service-spec-types';
import type { SynthesizedResource } from './synthesized.ts';

const database = loadAwsServiceSpecSync();

/** A value that only a deployment knows: a reference, or something made of one. */
const INTRINSIC = /^(?:Ref$|Fn::)/;
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);
const isIntrinsic = (value: unknown): boolean =>
  isMap(value) && Object.keys(value).length === 1 && INTRINSIC.test(Object.keys(value)[0] ?? '');

/** What AWS's published schema of its type says against a resource; nothing against a sound one. */
export function schemaFaults({ id, type, properties }: SynthesizedResource): string[] {
  const schema = database.lookup('resource', 'cloudFormationType', 'equals', type)[0];
  if (schema === undefined) return [`${id}: AWS publishes no type ${type}`];
  return faultsOfProperties(schema.properties, properties, `${id} (${type})`);
}

/** Attributes that resources of a type have, for `Fn::GetAtt`. */
export function attributesOf(type: string): readonly string[] {
  return Object.keys(database.lookup('resource', 'cloudFormationType', 'equals', type)[0]?.attributes ?? {});
}

function faultsOfProperties(expected: ResourceProperties, given: unknown, at: string): string[] {
  if (!isMap(given)) return [`${at} is ${typeof given}, and should have properties`];
  const missing = Object.entries(expected).flatMap(([name, { required }]) =>
    required === true && given[name] === undefined ? [`${at} lacks ${name}`] : [],
  );
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const property = expected[name];
    if (property === undefined) return [`${at} has ${name}, which there is not`];
    const types = [property.type, ...(property.previousTypes ?? [])];
    return faultsOfAny(types, value, `${at}.${name}`);
  });
  return [...missing, ...wrong];
}

/** The faults by the type that has the fewest. */
function faultsOfAny(types: readonly PropertyType[], value: unknown, at: string): string[] {
  const each = types.map((type) => faultsOfValue(type, value, at));
  return each.toSorted((one, other) => one.length - other.length)[0] ?? [];
}

function faultsOfValue(type: PropertyType, value: unknown, at: string): string[] {
  if (isIntrinsic(value)) return [];
  const isNot = (what: string): string[] => [`${at} is ${JSON.stringify(value)}, and should be ${what}`];
  switch (type.type) {
    case 'string':
      if (!isScalar(value)) return isNot('a text');
      return type.allowedValues === undefined || type.allowedValues.includes(String(value))
        ? []
        : isNot(`one of ${type.allowedValues.join(', ')}`);
    case 'number':
      return !isScalar(value) || Number.isNaN(Number(value)) ? isNot('a number') : [];
    case 'integer':
      return isScalar(value) && Number.isInteger(Number(value)) ? [] : isNot('a whole number');
    case 'boolean':
      return isScalar(value) && ['true', 'false'].includes(String(value)) ? [] : isNot('true or false');
    case 'array':
      if (!Array.isArray(value)) return isNot('a list');
      return value.flatMap((each, index) => faultsOfValue(type.element, each, `${at}[${index}]`));
    case 'map':
      if (!isMap(value)) return isNot('a map');
      return Object.entries(value).flatMap(([key, each]) => faultsOfValue(type.element, each, `${at}.${key}`));
    case 'union':
      return faultsOfAny(type.types, value, at);
    case 'ref':
      return faultsOfProperties(database.get('typeDefinition', type.reference.$ref).properties, value, at);
    case 'json':
    case 'date-time':
    case 'null':
    case 'tag':
      return [];
  }
}
