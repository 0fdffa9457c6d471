import { Duration, Stack } from 'aws-cdk-lib/core';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  type IScheduleTarget,
  Schedule,
  type ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

/** When a function is started, and with what. */
interface Run {
  /** What people call it. */
  readonly description: string;
  /** When, in which time zone. */
  readonly at: ScheduleExpression;
  /**
   * What the function is given as its event, beside `scheduledTime`.
   * @default - nothing more
   */
  readonly input?: Readonly<Record<string, string>>;
}

/** What a scheduled function may be reported. */
export interface ScheduledFunctionProps {
  readonly worker: ServiceFunction;
  /** Its runs, by the id of each. */
  readonly runs: Readonly<Record<string, Run>>;
  /** Where a run ends up that could not be started, or that failed three times. */
  readonly lostRuns: IQueue;
}

/**
 * A function that EventBridge Scheduler starts. Scheduler hands a run to Lambda, which runs it later and by itself:
 * so there are two places where a run can be lost, the start and the run, and both end in the same queue. A run is
 * given the time when it was due: a repeated or late one is thereby known to be the same.
 */
export class ScheduledFunction extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id);
    const { worker, lostRuns } = props;
    worker.may({ actions: ['sqs:SendMessage'], on: [lostRuns.queueArn] });
    new EventInvokeConfig(this, 'Runs', {
      function: worker.lambda,
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
      onFailure: { bind: () => ({ destination: lostRuns.queueArn }) },
    });

    const starter = new Role(this, 'Starter', {
      description: `Starts ${worker.name} on schedule`,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    starter.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [worker.lambda.functionArn] }),
    );
    starter.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [lostRuns.queueArn] }));

    for (const [name, run] of Object.entries(props.runs)) {
      // Not `LambdaInvoke` of the library: it lets the role start every version and alias of the function as well.
      const target: IScheduleTarget = {
        bind: () => ({
          arn: worker.lambda.functionArn,
          role: starter,
          input: ScheduleTargetInput.fromObject({ ...run.input, scheduledTime: ContextAttribute.scheduledTime }),
          deadLetterConfig: { arn: lostRuns.queueArn },
          retryPolicy: { maximumEventAgeInSeconds: Duration.hours(1).toSeconds(), maximumRetryAttempts: 10 },
        }),
      };
      const schedule = new Schedule(this, name, { description: run.description, schedule: run.at, target });
      schedule.node.addDependency(starter);
    }
  }
}
