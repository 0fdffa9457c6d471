import * as z from 'zod';

/** Where the resources of a run live: what AWS's own names are made of. */
export type Account = {
  readonly region: string;
  readonly accountId: string;
  /** Address of the local SQS, of which queue URLs are made. */
  readonly sqsEndpoint: string;
};

/** How a name is made for a resource that the template leaves unnamed. */
export type NameRule = { readonly longest: number; readonly lowerCase?: boolean; readonly suffix?: string };

/**
 * What the local run understands of one CloudFormation resource type. A property is honoured (in `properties`) or set
 * aside with the reason why it means nothing on one machine; any other is an error that names it.
 */
export type ResourceKind<Properties> = {
  readonly type: string;
  /** The property that carries the physical name, if a template may give one. */
  readonly nameProperty?: string;
  readonly nameRule?: NameRule;
  /** What `Ref` answers; the physical name unless said otherwise. */
  readonly ref?: (name: string, account: Account) => string;
  /** What `Fn::GetAtt` answers, by attribute. */
  readonly attributes?: Readonly<Record<string, (name: string, account: Account) => string>>;
  readonly properties: z.ZodType<Properties>;
  readonly setAside: Readonly<Record<string, string>>;
};

/** One resource as the local run understands it. */
export type Understood<Properties> = {
  readonly stack: string;
  readonly logicalId: string;
  readonly name: string;
  readonly properties: Properties;
};

/** A resource type that as a whole means nothing on one machine: its properties are not looked at. */
export type SetAsideKind = Pick<ResourceKind<unknown>, 'type' | 'nameProperty' | 'nameRule' | 'ref' | 'attributes'> & {
  readonly reason: string;
};

/** The ARN of something of the account's. */
export function arn(service: string, { region, accountId }: Account, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** A number, which CloudFormation also takes as text. */
export const Numeric = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).transform(Number);

/** A truth, which CloudFormation also takes as text. */
export const Truth = z.union([z.boolean(), z.enum(['true', 'false'])]).transform((value) => String(value) === 'true');

/** Reasons that hold for many types. */
export const REASON = {
  tags: 'tags are for bills and searches',
  encryption: 'all stays in the memory and on the disk of one machine',
  access: 'there is one account and nobody else in it',
  description: 'a text for people',
  retention: 'a run ends long before, and starts empty',
} as const;
