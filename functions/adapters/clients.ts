import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * A connection that hangs is given up, and the SDK tries again with its own back-off: no function waits for one. Without
 * `throwOnRequestTimeout` the SDK only logs a warning, and waits on.
 */
export const LIMITS = { connectionTimeout: 3000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** The region to ask, where it is not the environment's. */
export type Region = { readonly region?: string };

/** A client of DynamoDB, by the environment's region and credentials. */
export function dynamoClient(region: Region = {}): DynamoDBClient {
  return new DynamoDBClient({ ...region, requestHandler: LIMITS });
}

/** A DynamoDB client that speaks plain values; fields that are undefined are left out. */
export function documentClient(client: DynamoDBClient = dynamoClient()): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/**
 * A client of S3, by the environment's region and credentials; an object may take longer than its answer's head.
 *
 * @param requestTimeout milliseconds that one request may take until it is answered, the body that it sends included
 */
export function s3Client(region: Region = {}, requestTimeout = 30_000): S3Client {
  return new S3Client({ ...region, requestHandler: { ...LIMITS, requestTimeout } });
}

/** A client of SQS, by the environment's region, credentials and endpoint: never by the host in a queue's URL. */
export function sqsClient(region: Region = {}): SQSClient {
  return new SQSClient({ ...region, requestHandler: LIMITS, useQueueUrlAsEndpoint: false });
}
