import { Stack, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Acknowledges one finding of cdk-nag on a construct and what is below it, with the reason why it stands. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: rule, reason });
}

/**
 * Acknowledges that a policy names resources by their prefix, for exactly these ARNs.
 *
 * cdk-nag names such a finding by the ARN as the template spells it, and a reference to another stack gets its final
 * spelling only while the app is prepared: so this is done when the tree is validated, which is right after.
 */
export function acknowledgeWildcards(policy: IConstruct, arns: readonly string[], reason: string): void {
  const wildcards = arns.filter((arn) => arn.endsWith('*'));
  policy.node.addValidation({
    validate: () => {
      for (const arn of wildcards) {
        acknowledge(policy, `AwsSolutions-IAM5[Resource::${spelled(Stack.of(policy).resolve(arn))}]`, reason);
      }
      return [];
    },
  });
}

/** An ARN as cdk-nag spells it in the id of a finding. */
function spelled(resolved: unknown): string {
  if (typeof resolved !== 'object' || resolved === null) return String(resolved);
  if ('Fn::Join' in resolved && Array.isArray(resolved['Fn::Join'])) {
    const [delimiter, items]: readonly unknown[] = resolved['Fn::Join'];
    return Array.isArray(items) ? items.map(spelled).join(String(delimiter)) : JSON.stringify(resolved);
  }
  if ('Fn::GetAtt' in resolved && Array.isArray(resolved['Fn::GetAtt'])) return `<${resolved['Fn::GetAtt'].join('.')}>`;
  if ('Fn::ImportValue' in resolved) return spelled(resolved['Fn::ImportValue']);
  if ('Ref' in resolved) return `<${String(resolved.Ref)}>`;
  return JSON.stringify(resolved);
}
