import type * as z from 'zod';
import type { SynthesizedStack, TemplateResource } from './assembly.ts';
import { holds, NO_VALUE, NotUnderstood, resolve, type Scope } from './intrinsics.ts';
import { physicalName } from './physical-name.ts';
import type { Account, ResourceKind, SetAsideKind, Understood } from './resource-kind.ts';

type AnyKind = ResourceKind<unknown> | SetAsideKind;

/** The resources of all stacks of the app, with every reference among them resolved as CloudFormation would. */
export class AppResources {
  readonly #stacks: readonly SynthesizedStack[];
  readonly #account: Account;
  readonly #kinds: ReadonlyMap<string, AnyKind>;
  #exports: ReadonlyMap<string, () => unknown> | undefined;

  constructor(stacks: readonly SynthesizedStack[], account: Account, kinds: readonly AnyKind[]) {
    this.#stacks = stacks;
    this.#account = account;
    this.#kinds = new Map(kinds.map((kind) => [kind.type, kind]));
    this.#refuseUnknownTypes();
  }

  /**
   * Every resource of a kind, in the order of the templates.
   *
   * @throws NotUnderstood with stack, resource, type and property for a property the kind neither honours nor sets aside.
   */
  all<Properties>(kind: ResourceKind<Properties>): readonly Understood<Properties>[] {
    return this.#stacks.flatMap((stack) =>
      this.#present(stack)
        .filter(([, resource]) => resource.Type === kind.type)
        .map(([logicalId, resource]) => this.#understand(stack, logicalId, resource, kind)),
    );
  }

  /** Names of the resources of a kind that is set aside as a whole. */
  names(kind: SetAsideKind): readonly string[] {
    return this.#stacks.flatMap((stack) =>
      this.#present(stack)
        .filter(([, resource]) => resource.Type === kind.type)
        .map(([logicalId]) => this.#name(stack, logicalId)),
    );
  }

  /** The outputs of all stacks, by logical id. */
  outputs(): ReadonlyMap<string, string> {
    return new Map(
      this.#stacks.flatMap((stack) => {
        const scope = this.#scope(stack);
        return Object.entries(stack.template.Outputs)
          .filter(([, { Condition }]) => Condition === undefined || holds(Condition, scope))
          .map(([id, { Value }]) => [id, String(resolve(Value, scope))] as const);
      }),
    );
  }

  #refuseUnknownTypes(): void {
    for (const stack of this.#stacks) {
      for (const [logicalId, { Type }] of Object.entries(stack.template.Resources)) {
        if (!this.#kinds.has(Type))
          throw new NotUnderstood(`Stack ${stack.name}, resource ${logicalId}: type ${Type} is not understood`);
      }
    }
  }

  #present(stack: SynthesizedStack): readonly (readonly [string, TemplateResource])[] {
    const scope = this.#scope(stack);
    return Object.entries(stack.template.Resources).filter(
      ([, { Condition }]) => Condition === undefined || holds(Condition, scope),
    );
  }

  #understand<Properties>(
    stack: SynthesizedStack,
    logicalId: string,
    resource: TemplateResource,
    kind: ResourceKind<Properties>,
  ): Understood<Properties> {
    const where = `Stack ${stack.name}, resource ${logicalId} (${kind.type})`;
    const honoured = Object.entries(resource.Properties).filter(([property]) => !(property in kind.setAside));
    const scope = this.#scope(stack);
    const resolved = resolvedAt(where, () => resolve(Object.fromEntries(honoured), scope));
    const parsed = kind.properties.safeParse(resolved);
    if (!parsed.success) throw new NotUnderstood(`${where}: ${parsed.error.issues.map(issueText).join('; ')}`);
    return { stack: stack.name, logicalId, name: this.#name(stack, logicalId), properties: parsed.data };
  }

  #name(stack: SynthesizedStack, logicalId: string): string {
    const resource = stack.template.Resources[logicalId];
    const kind = resource === undefined ? undefined : this.#kinds.get(resource.Type);
    if (resource === undefined || kind === undefined)
      throw new NotUnderstood(`Stack ${stack.name} refers to ${logicalId}, which it does not have`);
    const given = kind.nameProperty === undefined ? undefined : resource.Properties[kind.nameProperty];
    if (given !== undefined) return String(resolve(given, this.#scope(stack)));
    return physicalName(stack.name, logicalId, kind.nameRule, resource.Properties['FifoQueue'] === true);
  }

  #scope(stack: SynthesizedStack): Scope {
    const { template } = stack;
    return {
      ref: (name) => this.#ref(stack, name),
      attribute: (logicalId, attribute) => {
        const kind = this.#kinds.get(template.Resources[logicalId]?.Type ?? '');
        const answer = kind?.attributes?.[attribute];
        if (answer === undefined)
          throw new NotUnderstood(
            `attribute ${attribute} of ${logicalId} (${kind?.type ?? 'absent'}) is not understood`,
          );
        return answer(this.#name(stack, logicalId), this.#account);
      },
      imported: (name) => {
        const value = this.#exported().get(name);
        if (value === undefined) throw new NotUnderstood(`no stack exports ${name}`);
        return value();
      },
      condition: (name) => {
        if (!(name in template.Conditions)) throw new NotUnderstood(`condition ${name} is not in the template`);
        return template.Conditions[name];
      },
      mapped: (map, key, attribute) => {
        const value = template.Mappings[map]?.[key]?.[attribute];
        if (value === undefined) throw new NotUnderstood(`mapping ${map}.${key}.${attribute} is not in the template`);
        return value;
      },
    };
  }

  #ref(stack: SynthesizedStack, name: string): unknown {
    const { region, accountId } = this.#account;
    switch (name) {
      case 'AWS::Region':
        return region;
      case 'AWS::AccountId':
        return accountId;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return stack.name;
      case 'AWS::StackId':
        return `arn:aws:cloudformation:${region}:${accountId}:stack/${stack.name}/local`;
      case 'AWS::NoValue':
        return NO_VALUE;
      default:
        break;
    }
    const parameter = stack.template.Parameters[name];
    if (parameter !== undefined) {
      if (parameter.Default === undefined) throw new NotUnderstood(`parameter ${name} has no default`);
      return parameter.Default;
    }
    const physical = this.#name(stack, name);
    const kind = this.#kinds.get(stack.template.Resources[name]?.Type ?? '');
    return kind?.ref === undefined ? physical : kind.ref(physical, this.#account);
  }

  #exported(): ReadonlyMap<string, () => unknown> {
    this.#exports ??= new Map(
      this.#stacks.flatMap((stack) => {
        const scope = this.#scope(stack);
        return Object.values(stack.template.Outputs).flatMap(({ Value, Export }) =>
          Export === undefined ? [] : [[String(resolve(Export.Name, scope)), () => resolve(Value, scope)] as const],
        );
      }),
    );
    return this.#exports;
  }
}

function resolvedAt(where: string, work: () => unknown): unknown {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof NotUnderstood) throw new NotUnderstood(`${where}: ${cause.message}`, { cause });
    throw cause;
  }
}

function issueText(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return `property ${path.join('.')}: ${issue.message}`;
  return issue.keys.map((key) => `property ${[...path, key].join('.')} is not understood`).join('; ');
}
