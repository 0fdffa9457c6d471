import type { Duration } from 'aws-cdk-lib/core';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EnvironmentName, FunctionName } from '../../functions/contracts/environment.ts';
import type { StageSettings } from '../stages.ts';
import { acknowledge, acknowledgeWildcards } from './acknowledge.ts';
import { removalOf } from './private-bucket.ts';

/** What a function may do, to what, and on what condition. */
export type Permission = {
  readonly actions: readonly string[];
  /** ARNs. One that ends in `/*` stands for the objects under a prefix. */
  readonly on: readonly string[];
  readonly when?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** What a function may be reported. */
export interface ServiceFunctionProps<F extends FunctionName> {
  readonly name: F;
  /** What it is for, in one sentence. */
  readonly description: string;
  /** Folder that holds its bundle. */
  readonly bundle: string;
  /** A value for each variable that `contracts/environment.ts` lists for it, and for no other. */
  readonly environment: Readonly<Record<EnvironmentName<F>, string>>;
  /** All that it may do, besides writing its log. */
  readonly permissions: readonly Permission[];
  readonly timeout: Duration;
  /** Megabytes; its share of a processor grows with them. */
  readonly memory: number;
  /**
   * Whether Lambda's own line about each run is kept: how long it took and how much memory it needed.
   * @default true
   */
  readonly logRuns?: boolean;
  readonly logRetention: StageSettings['retention']['logs'];
  /**
   * Whether its log outlives its stack.
   * @default true
   */
  readonly keepLog?: boolean;
}

/**
 * One function of the pipeline with a role and a log of its own.
 *
 * The log is JSON. A function that runs a million times a day keeps no lines of Lambda's own: with Powertools' one line
 * per invocation that is one line a batch. No copies are reserved: a new account has too few to reserve any. No policy is one that AWS manages: the role may do what is listed here, on what is listed here.
 */
export class ServiceFunction<F extends FunctionName = FunctionName> extends Construct {
  readonly lambda: LambdaFunction;
  readonly log: LogGroup;
  readonly role: Role;
  readonly name: F;
  readonly timeout: Duration;
  private readonly policy: Policy;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<F>) {
    super(scope, id);
    this.name = props.name;
    this.timeout = props.timeout;
    this.log = new LogGroup(this, 'Log', {
      retention: LOG_RETENTION[props.logRetention],
      removalPolicy: removalOf(props.keepLog ?? true),
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What the function ${props.name} may do`,
    });
    this.policy = new Policy(this, 'Policy', { roles: [this.role] });
    this.may({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on: [this.log.logGroupArn] });
    for (const permission of props.permissions) this.may(permission);

    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.bundle, { exclude: ['*.map'] }),
      environment: { ...props.environment },
      timeout: props.timeout,
      memorySize: props.memory,
      role: this.role,
      logGroup: this.log,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: (props.logRuns ?? true) ? SystemLogLevel.INFO : SystemLogLevel.WARN,
    });
    // The first invocation must not meet a role that may not do anything yet.
    this.lambda.node.addDependency(this.policy);

    acknowledge(this.lambda, 'Serverless-LambdaTracing', NO_TRACING);
    acknowledge(this.lambda, 'Serverless-LambdaDLQ', NO_LAMBDA_DEAD_LETTERS);
  }

  /** Lets the function do something more. */
  may(permission: Permission): void {
    this.policy.addStatements(
      new PolicyStatement({
        actions: [...permission.actions],
        resources: [...permission.on],
        ...(permission.when ? { conditions: permission.when } : {}),
      }),
    );
    acknowledgeWildcards(this.policy, permission.on, OBJECTS_OF_A_PREFIX);
  }
}

const NO_TRACING =
  'X-Ray would need a role that may write to any trace. What became of a file, a change or an event is followed by ' +
  'its id through the one log line of each invocation, the ledger and the receipts.';

const NO_LAMBDA_DEAD_LETTERS =
  'Functions behind a queue are invoked synchronously: what fails goes to the dead-letter queue of its queue. ' +
  'Scheduled functions have an on-failure destination, which receives the error with the event.';

const OBJECTS_OF_A_PREFIX = 'The function reads or writes objects whose names are only known later, under this prefix.';

const LOG_RETENTION = {
  30: RetentionDays.ONE_MONTH,
  90: RetentionDays.THREE_MONTHS,
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
} satisfies Readonly<Record<StageSettings['retention']['logs'], RetentionDays>>;
