import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib/core';
import { bundleFunctions } from './bundle.ts';
import { Pipeline } from './stacks/pipeline.ts';
import { Storage } from './stacks/storage.ts';
import { isStageName, STAGES, type StageName } from './stages.ts';

/** What the app of one stage may be told; the context of the CDK CLI (`-c stage=prod`) says it too. */
export interface PipelineAppOptions {
  /**
   * Which stage to make.
   * @default - context `stage`, else `dev`
   */
  readonly stage?: StageName;
  /**
   * Folder for the templates and assets.
   * @default - what the CDK CLI says, else a temporary folder
   */
  readonly outdir?: string;
  /**
   * Folder that holds the bundle of each function.
   * @default - they are bundled anew, into the output folder
   */
  readonly bundles?: string;
  /**
   * Whether cdk-nag judges the result, and stops the synthesis over what is not acknowledged.
   * @default - unless context `nag` is `false`
   */
  readonly nag?: boolean;
}

/** Makes the app of one stage: the storage stack, and the pipeline stack that works on it. */
export async function pipelineApp(options: PipelineAppOptions = {}): Promise<App> {
  const app = new App({
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
    analyticsReporting: false,
    treeMetadata: false,
    postCliContext: CONTEXT,
  });
  const stage: unknown = options.stage ?? app.node.tryGetContext('stage') ?? 'dev';
  if (!isStageName(stage)) throw new Error(`No stage ${String(stage)}; there are ${Object.keys(STAGES).join(', ')}`);
  const settings = STAGES[stage];

  const storage = new Storage(app, 'storage', { stackName: `cpl-${stage}-storage`, settings });
  new Pipeline(app, 'pipeline', {
    stackName: `cpl-${stage}-pipeline`,
    settings,
    storage,
    bundles: options.bundles ?? bundleFunctions(join(app.outdir, 'bundles')),
  });
  if (options.nag ?? app.node.tryGetContext('nag') !== 'false') await judgeWithNag(app);
  return app;
}

/** Lets cdk-nag judge the app. Loaded only then: it is most of the time that a synthesis takes. */
async function judgeWithNag(app: App): Promise<void> {
  const { AwsSolutionsChecks, ServerlessChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}

/**
 * CDK's switches, here and not in cdk.json, so that the CLI, the tests and the local run all make the same templates.
 */
const CONTEXT = {
  // Stack traces for every token are half of the time, and help only with faults of CDK itself.
  'aws:cdk:disable-stack-trace': true,
  // The templates say where a resource comes from and which asset a function is made of.
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  // What the pipeline stack uses cannot be taken from under it.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/core:stackRelativeExports': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:target-partitions': ['aws'],
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-events:eventsTargetQueueSameAccount': true,
};

if (import.meta.main) (await pipelineApp()).synth();
