import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});

const Output = z.object({
  Value: z.unknown(),
  Export: z.object({ Name: z.unknown() }).optional(),
  Condition: z.string().optional(),
});

/** A CloudFormation template, as CDK synthesizes it; anything else at its top level (`Transform`) is refused. */
export const Template = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  /** Checks CDK adds about its bootstrap stack: there is none on one machine. */
  Rules: z.unknown().optional(),
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Resources: z.record(z.string(), Resource),
  Outputs: z.record(z.string(), Output).default({}),
});
export type Template = z.infer<typeof Template>;

/** A resource of a template, before its values are resolved. */
export type TemplateResource = z.infer<typeof Resource>;

/** One stack of the synthesized app. */
export type SynthesizedStack = {
  readonly name: string;
  readonly template: Template;
  /** Folder (or file) of each asset, by the object key under which the template refers to it. */
  readonly assets: ReadonlyMap<string, string>;
};

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.looseObject({ templateFile: z.string().optional(), stackName: z.string().optional() }).optional(),
    }),
  ),
});

const Assets = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

/**
 * Reads the cloud assembly that `cdk synth` writes.
 *
 * @throws when the folder is not an assembly or a template has a part that the local run does not know.
 */
export async function readAssembly(directory: string): Promise<readonly SynthesizedStack[]> {
  const manifest = Manifest.parse(await readJson(join(directory, 'manifest.json')));
  const stacks = Object.entries(manifest.artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  return Promise.all(
    stacks.map(async ([id, { properties }]) => {
      const templateFile = properties?.templateFile ?? `${id}.template.json`;
      const template = Template.safeParse(await readJson(join(directory, templateFile)));
      if (!template.success) throw new Error(`Template ${templateFile}: ${z.prettifyError(template.error)}`);
      const assets = await readAssets(directory, templateFile.replace('.template.json', '.assets.json'));
      return { name: properties?.stackName ?? id, template: template.data, assets };
    }),
  );
}

async function readAssets(directory: string, file: string): Promise<ReadonlyMap<string, string>> {
  const { files } = Assets.parse(await readJson(join(directory, file)));
  return new Map(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ objectKey }) => [objectKey, join(directory, source.path)] as const),
    ),
  );
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
