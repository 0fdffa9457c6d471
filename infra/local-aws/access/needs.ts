import * as z from 'zod';
import { arn } from '../template/resource-kind.ts';
import { queueArn } from './policies.ts';
import type { Need } from './statement.ts';

// What leave each request needs, by the service authorization reference of AWS.

/** Region and account of whatever a request is about. */
type Where = { readonly region: string; readonly accountId: string };

/** One request to S3, as far as its leave goes. */
export type ObjectCall = {
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  /** `<bucket>/<key>` of what is copied, if anything is. */
  readonly copiedFrom?: string;
};

/** What a request to S3 needs: to read a version by its id is another leave than to read the newest one. */
export function objectNeeds({ operation, bucket, key, query, copiedFrom }: ObjectCall): readonly Need[] {
  const onBucket = (action: string): Need => ({ action, resource: `arn:aws:s3:::${bucket}` });
  const onObject = (action: string): Need => ({ action, resource: `arn:aws:s3:::${bucket}/${key}` });
  const version = query.has('versionId') ? 'Version' : '';
  switch (operation) {
    case 'GetObject':
    case 'HeadObject':
      return [onObject(`s3:GetObject${version}`)];
    case 'CopyObject':
      return [{ action: 's3:GetObject', resource: `arn:aws:s3:::${copiedFrom ?? ''}` }, onObject('s3:PutObject')];
    case 'PutObject':
    case 'CreateMultipartUpload':
    case 'UploadPart':
    case 'CompleteMultipartUpload':
      return [onObject('s3:PutObject')];
    case 'AbortMultipartUpload':
      return [onObject('s3:AbortMultipartUpload')];
    case 'DeleteObject':
      return [onObject(`s3:DeleteObject${version}`)];
    case 'DeleteObjects':
      return [{ action: 's3:DeleteObject', resource: `arn:aws:s3:::${bucket}/*` }];
    case 'ListObjectVersions':
      return [onBucket('s3:ListBucketVersions')];
    case 'ListObjectsV2':
    case 'HeadBucket':
      return [listing(bucket)];
    default:
      return [onBucket(`s3:${operation}`)];
  }
}

/** Leave to list a bucket; without it S3 says "forbidden" where an object is "not found". */
export function listing(bucket: string): Need {
  return { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` };
}

const OnQueue = z.object({ QueueUrl: z.string() });

/** What a request to SQS needs; the batch forms have no leave of their own. */
export function queueNeeds(operation: string, body: unknown, where: Where): readonly Need[] {
  const on = OnQueue.safeParse(body);
  const action = `sqs:${operation.replace(/Batch$/, '')}`;
  return [
    {
      action,
      resource: on.success ? queueArn(on.data.QueueUrl, where) : arn('sqs', { ...where, sqsEndpoint: '' }, '*'),
    },
  ];
}

const Item = z.record(z.string(), z.unknown());
const OnTable = z.object({
  TableName: z.string(),
  IndexName: z.string().optional(),
  Key: Item.optional(),
  Item: Item.optional(),
  KeyConditionExpression: z.string().default(''),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: Item.default({}),
});
const OnTables = z.object({ RequestItems: z.record(z.string(), z.object({ Keys: z.array(Item).default([]) })) });
type OnTable = z.infer<typeof OnTable>;

/** What a request is about in DynamoDB: the partition key of each table, by its name. */
type Tables = Where & { readonly partitionKeys: ReadonlyMap<string, string> };

/** What a request to DynamoDB needs: a query of an index is about the index, a batch about each of its tables. */
export function tableNeeds(operation: string, body: unknown, where: Tables): readonly Need[] {
  const action = `dynamodb:${operation}`;
  const table = (name: string): string => arn('dynamodb', { ...where, sqsEndpoint: '' }, `table/${name}`);
  const leading = (name: string, keys: (partitionKey: string) => readonly string[]): Need['context'] => {
    const partitionKey = where.partitionKeys.get(name);
    const found = partitionKey === undefined ? [] : keys(partitionKey);
    return found.length === 0 ? {} : { 'dynamodb:LeadingKeys': found };
  };
  const one = OnTable.safeParse(body);
  if (one.success) {
    const { TableName: name, IndexName: index } = one.data;
    if (index !== undefined) return [{ action, resource: `${table(name)}/index/${index}` }];
    return [{ action, resource: table(name), context: leading(name, (key) => leadingKeys(one.data, key)) }];
  }
  const many = OnTables.safeParse(body);
  if (!many.success) return [{ action, resource: table('*') }];
  return Object.entries(many.data.RequestItems).map(([name, { Keys }]) => ({
    action,
    resource: table(name),
    context: leading(name, (key) => Keys.flatMap((each) => keyText(each[key]))),
  }));
}

/** The values of the partition key that a request is about: of its item, or of the partition that it queries. */
function leadingKeys(request: OnTable, partitionKey: string): readonly string[] {
  const { Key = {}, Item: item = {}, ExpressionAttributeNames: names, ExpressionAttributeValues: values } = request;
  const queried = [...request.KeyConditionExpression.matchAll(/(?<name>#?\w+)\s*=\s*(?<value>:\w+)/g)]
    .filter(({ groups = {} }) => (names[groups['name'] ?? ''] ?? groups['name']) === partitionKey)
    .map(({ groups = {} }) => values[groups['value'] ?? '']);
  return [Key[partitionKey], item[partitionKey], ...queried].flatMap(keyText);
}

const KeyValue = z.record(z.string(), z.string());

/** A value of a key as DynamoDB writes it, such as `{"S": "LANE"}`, as text. */
function keyText(value: unknown): readonly string[] {
  const written = KeyValue.safeParse(value);
  return written.success ? Object.values(written.data) : [];
}

/** One mail, as far as its leave goes. */
export type MailCall = {
  readonly from: string;
  /** Everyone that it is for, openly or not. */
  readonly recipients: readonly string[];
  readonly identity: string;
  readonly configurationSet: string | undefined;
  /** Whether SES puts the message together itself from more than a subject and a body. */
  readonly composed: boolean;
};

/**
 * What `SendEmail` needs, on the identity and on the configuration set. Which leave SES checks for a message that it
 * composes itself (attachments, headers) is not documented: both are asked for here.
 */
export function mailNeeds(
  { from, recipients, identity, configurationSet, composed }: MailCall,
  where: Where,
): readonly Need[] {
  const ses = (resource: string): string => arn('ses', { ...where, sqsEndpoint: '' }, resource);
  const resources = [
    ses(`identity/${identity}`),
    ...(configurationSet === undefined ? [] : [ses(`configuration-set/${configurationSet}`)]),
  ];
  const actions = ['ses:SendEmail', ...(composed ? ['ses:SendRawEmail'] : [])];
  return actions.flatMap((action) =>
    resources.map((resource) => ({
      action,
      resource,
      context: { 'ses:FromAddress': from, 'ses:Recipients': recipients },
    })),
  );
}
