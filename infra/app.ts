import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib/core';
import { bundleFunctions } from './bundle.ts';
import { CONTEXT } from './context.ts';
import { Pipeline } from './stacks/pipeline.ts';
import { Storage } from './stacks/storage.ts';
import { isStageName, placeholdersOf, STAGES, type StageName, type StageSettings } from './stages.ts';

/** The options of the app of one stage; the context of the CDK CLI (`-c stage=prod`) says it too. */
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
   * @default - they are bundled again, into the output folder
   */
  readonly bundles?: string;
  /**
   * Whether a protected stage whose settings are placeholders is refused.
   * @default false
   */
  readonly forDeployment?: boolean;
  /**
   * Whether cdk-nag and CloudFormation's own rules check the result, and stop the synthesis over what is not acknowledged.
   * @default - unless the environment says `CDK_VALIDATION=false`
   */
  readonly check?: boolean;
}

/** Makes the app of one stage: the storage stack, and the pipeline stack that works on it. */
export async function pipelineApp(options: PipelineAppOptions = {}): Promise<App> {
  const check = options.check ?? process.env['CDK_VALIDATION'] !== 'false';
  const app = new App({
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: check,
    postCliContext: CONTEXT,
  });
  const stage: unknown = options.stage ?? app.node.tryGetContext('stage') ?? 'dev';
  if (!isStageName(stage)) throw new Error(`No stage ${String(stage)}; there are ${Object.keys(STAGES).join(', ')}`);
  const settings: StageSettings = { ...STAGES[stage], ...consoleOf(app) };
  const placeholders = placeholdersOf(settings);
  if (options.forDeployment === true && settings.protected && placeholders.length > 0) {
    throw new Error(
      `Stage ${stage} is not to be deployed yet: in infra/stages.ts give it its own ${placeholders.join(', ')} (docs/DEPLOY.md)`,
    );
  }

  const storage = new Storage(app, 'storage', { stackName: `cpl-${stage}-storage`, settings });
  new Pipeline(app, 'pipeline', {
    stackName: `cpl-${stage}-pipeline`,
    settings,
    storage,
    bundles: options.bundles ?? (await bundleFunctions(join(app.outdir, 'bundles'))),
  });
  if (check) await checkWithNag(app);
  return app;
}

/** Where the console is, if the context says so: the local run has its own. */
function consoleOf(app: App): Pick<StageSettings, 'consoleAddress'> {
  const consoleAddress: unknown = app.node.tryGetContext('consoleAddress');
  return typeof consoleAddress === 'string' ? { consoleAddress } : {};
}

/** Lets cdk-nag check the app. Loaded only then: with the rules of CloudFormation it is two thirds of the time that a synthesis takes. */
async function checkWithNag(app: App): Promise<void> {
  const { AwsSolutionsChecks, ServerlessChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}

if (import.meta.main) (await pipelineApp({ forDeployment: true })).synth();
