import { named } from '../support/synthesized-policies.ts';
import type { SynthesizedStacks } from '../support/synthesized.ts';
import { isFields, type Place, placedResources, type TemplateEdit } from './template-edits.ts';

/** What has settings that keep order, safety or state. */
const TYPES: readonly RegExp[] = [
  /^AWS::(?:SQS::Queue|S3::Bucket|DynamoDB::Table|KMS::Key|Logs::LogGroup|Events::Rule|Scheduler::Schedule)$/,
  /^AWS::Lambda::(?:Function|EventSourceMapping|EventInvokeConfig)$/,
  /^AWS::(?:SNS::(?:Topic|Subscription)|SES::\w+|CloudWatch::(?:Alarm|CompositeAlarm))$/,
];

/** Properties that are no settings. */
const NONE: ReadonlySet<string> = new Set([
  // Texts for people.
  'Description',
  'AlarmDescription',
  'DisplayName',
  // Without it there is no function.
  'Code',
  // Of the kinds `grants` and `policies`.
  'KeyPolicy',
]);

/** Every setting of the templates: left out, and where it is a figure or a truth, another one. */
export function settingEdits(stage: SynthesizedStacks): readonly TemplateEdit[] {
  return placedResources(stage)
    .filter(({ type }) => TYPES.some((known) => known.test(type)))
    .flatMap(({ id: resource, properties, stack, where }) =>
      settingsIn(properties).flatMap(({ at, value }) => {
        const what = `${at.filter((step) => typeof step === 'string').join('.')}: ${named(value)}`;
        const changed = (operator: string, ...values: readonly unknown[]): TemplateEdit => ({
          guard: { where, what, operator },
          place: { stack, resource, at },
          values,
        });
        return [
          changed('left out'),
          ...(typeof value === 'number' ? [changed('one more', value + 1)] : []),
          ...(typeof value === 'boolean' ? [changed('the contrary', !value)] : []),
        ];
      }),
    );
}

type Setting = { readonly at: Place['at']; readonly value: unknown };

/** The values in a tree of properties; a reference to another resource is one value. */
function settingsIn(value: unknown, at: Place['at'] = []): readonly Setting[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => settingsIn(each, [...at, index]));
  if (!isFields(value) || isReference(value)) return [{ at, value }];
  return Object.entries(value)
    .filter(([name]) => !NONE.has(name))
    .flatMap(([name, each]) => settingsIn(each, [...at, name]));
}

function isReference(value: Record<string, unknown>): boolean {
  return Object.keys(value).every((name) => name === 'Ref' || name.startsWith('Fn::'));
}
