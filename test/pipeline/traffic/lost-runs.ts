import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { localClients } from '../../../functions/operator/pipeline-access.ts';
import type { LaneDriver } from '../../support/lane-driver.ts';

/** The queue of scheduled runs that failed at every attempt. */
export const LOST_RUNS = /LostRuns/;

/** What Lambda leaves of a run that it has given up. */
const LostRun = z.object({
  requestContext: z.object({ functionArn: z.string(), approximateInvokeCount: z.int() }),
  responsePayload: z.object({ errorType: z.string(), errorMessage: z.string() }),
});

/**
 * A scheduled run may be killed at each of its attempts, when several of one function go on at once and die together.
 * It then lies among the lost runs, and an alarm says so; a run that failed of itself must not be there.
 */
export async function lostRunsAreReported({ pipeline }: LaneDriver): Promise<string[]> {
  const alarms = await pipeline.alarms();
  const queue = (await pipeline.depths()).find(({ name }) => LOST_RUNS.test(name));
  const count = (queue?.visible ?? 0) + (queue?.inFlight ?? 0);
  const isOn = alarms.some(({ state, name }) => state === 'alarm' && name === 'Scheduled runs lost');
  const wrong =
    isOn === count > 0 ? [] : [`The alarm on lost runs is ${isOn ? 'on' : 'off'}, and ${count} of them are there`];
  if (queue === undefined || count === 0) return wrong;
  const { sqs } = localClients(pipeline.run);
  const QueueUrl = pipeline.run.resources.laneQueueUrl.replace(/[^/]+$/, queue.name);
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  sqs.destroy();
  for (const { Body = '' } of Messages) {
    const { requestContext, responsePayload } = LostRun.parse(JSON.parse(Body));
    if (responsePayload.errorType !== 'Sandbox.Killed')
      wrong.push(`A run of ${requestContext.functionArn} is lost of itself: ${responsePayload.errorMessage}`);
  }
  return wrong;
}
