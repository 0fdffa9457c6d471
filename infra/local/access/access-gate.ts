import type { Topology } from '../template/topology.ts';
import { type AttachedPolicy, type Policies, policiesOf, resourceOwner, roleName } from './policies.ts';
import { grantFor, type Need } from './statement.ts';

/** Who asks: a role of the templates, or a service of AWS in its own name. */
export type Principal =
  | { readonly kind: 'role'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string };

/** One thing that a statement of the templates allows. */
export type Grant = { readonly policy: string; readonly action: string; readonly resource: string };

/** A request that was refused, in the words of IAM. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
}

/**
 * Judges every request of a function as IAM would, by the policies of the templates: what no statement allows, or any
 * denies, is refused. It also keeps which grants were ever needed. Whoever is not a function of the templates, such as
 * an operator with the credentials of `run.json`, is not limited.
 */
export class AccessGate {
  #policies: Policies | undefined;
  readonly #used = new Map<string, Grant>();
  readonly #refusals: string[] = [];

  /** Enforces the policies of the templates from here on. */
  enforce(topology: Topology): void {
    this.#policies = policiesOf(topology);
  }

  /** The role by which a caller is limited; undefined for one that is not. */
  principalOf(caller: string): Principal | undefined {
    const role = this.#policies?.roleOf.get(caller);
    return role === undefined ? undefined : { kind: 'role', arn: role };
  }

  /**
   * Lets a request pass.
   *
   * @throws AccessRefused when the principal lacks the leave for one of its needs.
   */
  pass(principal: Principal | undefined, needs: readonly Need[]): void {
    if (principal === undefined) return;
    for (const need of needs) {
      const grants = this.#grantsFor(principal, need);
      if (grants === undefined) throw new AccessRefused(this.#refused(principal, need));
      for (const grant of grants) this.#used.set(grantKey(grant), grant);
    }
  }

  /** Whether a principal has leave; noted as used when it has, and not as a refusal when it has not. */
  allows(principal: Principal | undefined, need: Need): boolean {
    if (principal === undefined) return true;
    const grants = this.#grantsFor(principal, need);
    for (const grant of grants ?? []) this.#used.set(grantKey(grant), grant);
    return grants !== undefined;
  }

  /** Everything that was refused so far. */
  get refusals(): readonly string[] {
    return this.#refusals;
  }

  /** Everything that the templates allow a role or a service. */
  grants(): readonly Grant[] {
    const policies = [...(this.#policies?.ofRole.values() ?? []), ...(this.#policies?.ofResource.values() ?? [])];
    return policies
      .flat()
      .flatMap(({ policy, statements }) =>
        statements
          .filter(({ Effect }) => Effect === 'Allow')
          .flatMap(({ Action, Resource }) =>
            Action.flatMap((action) => Resource.map((resource) => ({ policy, action, resource }))),
          ),
      );
  }

  /** What is allowed and was never needed. */
  unused(): readonly Grant[] {
    return this.grants().filter((grant) => !this.#used.has(grantKey(grant)));
  }

  /** The grants by which a need is met; undefined when none does, or a statement denies it. */
  #grantsFor(principal: Principal, need: Need): readonly Grant[] | undefined {
    const attached = this.#policies?.ofResource.get(resourceOwner(need.resource)) ?? [];
    const own = principal.kind === 'role' ? (this.#policies?.ofRole.get(principal.arn) ?? []) : [];
    const denied = [...own, ...attached].some(({ statements }) =>
      statements.some(
        (each) => each.Effect === 'Deny' && isAbout(each.Principal, principal) && grantFor(each, need) !== undefined,
      ),
    );
    if (denied) return undefined;
    const grants = [...grantsOf(own, principal, need), ...grantsOf(attached, principal, need)];
    return grants.length === 0 ? undefined : grants;
  }

  #refused(principal: Principal, { action, resource }: Need): string {
    const who = principal.kind === 'role' ? assumedRole(principal.arn) : principal.name;
    const words = `User: ${who} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
    this.#refusals.push(words);
    return words;
  }
}

function grantsOf(policies: readonly AttachedPolicy[], principal: Principal, need: Need): Grant[] {
  return policies.flatMap(({ policy, statements }) =>
    statements
      .filter((each) => each.Effect === 'Allow' && isAbout(each.Principal, principal))
      .flatMap((each) => {
        const grant = grantFor(each, need);
        return grant === undefined ? [] : [{ policy, ...grant }];
      }),
  );
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

function grantKey({ policy, action, resource }: Grant): string {
  return `${policy} ${action} ${resource}`;
}
