import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { WorkQueue } from './work-queue.ts';

/** What the lane may be reported. */
export interface LaneProps {
  /**
   * Whether the lane, with the commands in it, outlives its stack.
   * @default true
   */
  readonly keep?: boolean;
}

/**
 * The lane: the FIFO queue through which everything goes that changes what the DSP is sent, one command at a time.
 *
 * A crash holds the lane up for the visibility timeout. So the function's time is short (it resumes by its cursor),
 * and the message comes back half a minute after it at the latest, not after six times the timeout: with one message
 * group there is never a second hand-over that Lambda could have throttled. A command is tried ten times, some 25
 * minutes, before it makes way for the next one.
 */
export class Lane extends WorkQueue {
  constructor(scope: Construct, id: string, props: LaneProps = {}) {
    super(scope, id, {
      order: 'content',
      workOff: {
        timeout: Duration.seconds(120),
        batchSize: 1,
        visibilityTimeout: Duration.seconds(150),
        maxReceiveCount: 10,
      },
      ...props,
    });
  }
}
