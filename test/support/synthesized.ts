import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import { pipelineApp } from '../../infra/app.ts';
import type { StageName } from '../../infra/stages.ts';

/** One resource of a synthesized template. */
export type SynthesizedResource = {
  readonly id: string;
  readonly type: string;
  /** Where it comes from in the construct tree, e.g. `storage/Lane/Queue/Resource`. */
  readonly path: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a template is whatever CloudFormation takes
  readonly properties: any;
  readonly deletionPolicy: string | undefined;
};

type Template = {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties?: unknown;
        readonly Metadata?: Readonly<Record<string, string>>;
        readonly DeletionPolicy?: string;
      }
    >
  >;
  readonly Outputs?: Readonly<Record<string, { readonly Export?: unknown }>>;
};

/** One synthesized template, ready to be asked. */
export type SynthesizedStack = {
  readonly text: string;
  readonly resources: readonly SynthesizedResource[];
  readonly ofType: (type: string) => readonly SynthesizedResource[];
  /** The resource of a type at or below a path of the construct tree. */
  readonly at: (type: string, path: string) => SynthesizedResource;
  readonly outputs: readonly string[];
};

/**
 * Synthesizes one stage with empty functions: quick, and there even while a function does not build.
 *
 * @param check whether it is checked as for a deployment
 */
export async function synthesize(stage: StageName, check = false) {
  const bundles = mkdtempSync(join(tmpdir(), 'bundles-'));
  for (const name of Object.keys(ENVIRONMENT)) {
    mkdirSync(join(bundles, name));
    writeFileSync(join(bundles, name, 'index.cjs'), `exports.handler = async () => '${name}';`);
  }
  const outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    const app = await pipelineApp({ stage, bundles, outdir, check });
    app.synth();
    const text = (name: string): string => readFileSync(join(outdir, `${name}.template.json`), 'utf8');
    return { app, ...stacks({ storage: text('storage'), pipeline: text('pipeline') }) };
  } finally {
    rmSync(bundles, { recursive: true });
    rmSync(outdir, { recursive: true });
  }
}

export type Synthesized = Awaited<ReturnType<typeof synthesize>>;

/** The templates of a stage. */
export type SynthesizedStacks = ReturnType<typeof stacks>;

/** Makes the templates of a stage ready to be asked. */
export function stacks(texts: Readonly<Record<'storage' | 'pipeline', string>>) {
  const templates = { storage: stack('storage', texts.storage), pipeline: stack('pipeline', texts.pipeline) };
  return { ...templates, all: [...templates.storage.resources, ...templates.pipeline.resources] };
}

function stack(name: string, text: string): SynthesizedStack {
  const template: Template = JSON.parse(text);
  const resources = Object.entries(template.Resources).map(([id, resource]) => ({
    id,
    type: resource.Type,
    path: resource.Metadata?.['aws:cdk:path'] ?? '',
    properties: resource.Properties ?? {},
    deletionPolicy: resource.DeletionPolicy,
  }));
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    text,
    resources,
    ofType,
    at: (type, path) => {
      const found = ofType(type).filter((resource) => `${resource.path}/`.startsWith(`${name}/${path}/`));
      if (found.length !== 1) throw new Error(`${found.length} resources ${type} at ${name}/${path}`);
      return found[0]!;
    },
    outputs: Object.entries(template.Outputs ?? {})
      .filter(([, output]) => output.Export === undefined)
      .map(([id]) => id),
  };
}
