import { SQSClient } from '@aws-sdk/client-sqs';

/** A client of SQS that sends nothing: each request is counted by its name, and answered as if all had been taken. */
export function countingQueue() {
  const requests = new Map<string, number>();
  const client = new SQSClient({
    region: 'eu-west-2',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  client.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async () => {
        requests.set(commandName, (requests.get(commandName) ?? 0) + 1);
        return { output: { $metadata: {}, Successful: [], Failed: [] }, response: undefined };
      },
    { step: 'initialize', priority: 'high' },
  );
  return { client, requests };
}
