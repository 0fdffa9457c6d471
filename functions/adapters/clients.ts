import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A DynamoDB client that speaks plain values; fields that are undefined are left out. */
export function documentClient(client: DynamoDBClient = new DynamoDBClient({})): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** An S3 client; where it finds S3 comes from the environment. */
export function s3Client(): S3Client {
  return new S3Client({});
}

/** An SQS client; where it finds SQS comes from the environment. */
export function sqsClient(): SQSClient {
  return new SQSClient({});
}
