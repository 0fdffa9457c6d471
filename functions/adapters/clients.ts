import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A DynamoDB client that speaks plain values; fields that are undefined are left out. */
export function documentClient(client: DynamoDBClient = new DynamoDBClient({})): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** A client of S3, by the environment's region and credentials. */
export function s3Client(): S3Client {
  return new S3Client({});
}

/** A client of SQS, by the environment's region and credentials. */
export function sqsClient(): SQSClient {
  return new SQSClient({});
}
