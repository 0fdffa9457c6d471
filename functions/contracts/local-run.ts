import * as z from 'zod/mini';

/** `.local/run.json`: all an AWS SDK client needs to drive a running local pipeline. */
export const LocalRun = z.object({
  consoleUrl: z.url(),
  region: z.string(),
  accountId: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  endpoints: z.object({
    s3: z.url(),
    sqs: z.url(),
    dynamodb: z.url(),
    sns: z.url(),
    sesv2: z.url(),
    scheduler: z.url(),
  }),
  resources: z.object({
    inboxBucket: z.string(),
    archiveBucket: z.string(),
    reportsBucket: z.string(),
    laneQueueUrl: z.string(),
    dspUpdatesQueueUrl: z.string(),
    srvEventsQueueUrl: z.string(),
    laneDeadLettersUrl: z.string(),
    dspUpdatesDeadLettersUrl: z.string(),
    srvEventsDeadLettersUrl: z.string(),
    devicesTable: z.string(),
    deviceModelsTable: z.string(),
    ledgerTable: z.string(),
  }),
  /** Folder in which each mail that was sent lies as `.eml`. */
  outboxDir: z.string(),
});
export type LocalRun = z.infer<typeof LocalRun>;
