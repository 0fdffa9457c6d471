import type { Topology } from '../template/topology.ts';
import { type Policies, policiesOf, resourceOwner, roleName } from './policies.ts';
import { type Need, type Rule, speaksOf } from './statement.ts';

/** Who asks: a role of the templates, or a service of AWS in its own name. */
export type Principal =
  | { readonly kind: 'role'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string };

/** A request, as far as it is evaluated. */
type Call = { readonly principal: Principal; readonly need: Need };

/** A request that was refused, in the words of IAM. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
}

/**
 * Evaluates every request of a function as IAM would, by the policies of the templates: what no statement allows, or any
 * denies, is refused. It also keeps what was asked for, to know which grants are needed. Whoever is not a function of
 * the templates, such as an operator with the credentials of `run.json`, is not limited.
 */
export class AccessGate {
  #policies: Policies = { ofRole: new Map(), ofResource: new Map(), roleOf: new Map() };
  /** One call for each set of grants that ever met one: as many as there are ways to be allowed, not requests. */
  readonly #calls = new Map<string, Call>();
  readonly #refusals = new Set<string>();

  /** Enforces the policies of the templates from here on. */
  enforce(topology: Topology): void {
    this.#policies = policiesOf(topology);
  }

  /** The role by which a caller is limited; undefined for one that is not. */
  principalOf(caller: string): Principal | undefined {
    const role = this.#policies.roleOf.get(caller);
    return role === undefined ? undefined : { kind: 'role', arn: role };
  }

  /**
   * Lets a request pass.
   *
   * @throws AccessRefused when the principal lacks the permission for one of its needs.
   */
  pass(principal: Principal | undefined, needs: readonly Need[]): void {
    if (principal === undefined) return;
    for (const need of needs) {
      const grants = this.#grantsFor({ principal, need });
      if (grants.length === 0) throw new AccessRefused(this.#refused(principal, need));
      const met = grants.map(({ policy, action, resource }) => `${policy} ${action} ${resource}`);
      this.#calls.set([principal.kind === 'role' ? principal.arn : principal.name, ...met].join(' '), {
        principal,
        need,
      });
    }
  }

  /** Whether a principal has leave; a refusal is noted all the same. */
  allows(principal: Principal | undefined, need: Need): boolean {
    try {
      this.pass(principal, [need]);
      return true;
    } catch (error) {
      if (error instanceof AccessRefused) return false;
      throw error;
    }
  }

  /** Everything that was refused so far. */
  get refusals(): readonly string[] {
    return [...this.#refusals];
  }

  /** Everything that the templates allow a role or a service: one action on one resource each. */
  grants(): readonly Rule[] {
    const { ofRole, ofResource } = this.#policies;
    return [...ofRole.values(), ...ofResource.values()].flat().filter(({ Effect }) => Effect === 'Allow');
  }

  /** Grants that can be taken away, one at a time, with nothing that was asked for so far being refused. */
  unusedGrants(): readonly Rule[] {
    const calls = [...this.#calls.values()];
    return this.grants().filter((taken) =>
      calls.every((call) => this.#grantsFor(call).some((grant) => grant !== taken)),
    );
  }

  /** The grants by which a call is met; none when no statement allows it, or one denies it. */
  #grantsFor({ principal, need }: Call): readonly Rule[] {
    const own = principal.kind === 'role' ? (this.#policies.ofRole.get(principal.arn) ?? []) : [];
    const attached = this.#policies.ofResource.get(resourceOwner(need.resource)) ?? [];
    const said = [...own, ...attached].filter((rule) => isAbout(rule.Principal, principal) && speaksOf(rule, need));
    return said.some(({ Effect }) => Effect === 'Deny') ? [] : said;
  }

  #refused(principal: Principal, { action, resource }: Need): string {
    const who = principal.kind === 'role' ? assumedRole(principal.arn) : principal.name;
    const words = `User: ${who} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
    this.#refusals.add(words);
    return words;
  }
}

/** Whether a statement speaks about a principal: one of a role's own policy has none and speaks about the role. */
function isAbout(
  named: { AWS?: string[] | undefined; Service?: string[] | undefined } | undefined,
  principal: Principal,
): boolean {
  if (named === undefined) return true;
  if (named.AWS?.includes('*') === true) return true;
  return principal.kind === 'role'
    ? named.AWS?.includes(principal.arn) === true
    : named.Service?.includes(principal.name) === true;
}

function assumedRole(arn: string): string {
  const name = roleName(arn.slice(arn.lastIndexOf(':') + 1));
  return `${arn.slice(0, arn.lastIndexOf(':')).replace(':iam:', ':sts:')}:assumed-role/${name}`;
}
